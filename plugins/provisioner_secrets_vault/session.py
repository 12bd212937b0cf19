"""Talking to Vault: one connection pool, tries again, and a log-in by reference.

Promises: a token is fetched when it is first needed, and an AppRole's again once it has run out; what the server turns
away for a moment is asked again, later each time, or as late as it says within reason. Does not: renew, revoke or keep
tokens anywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import hvac
import requests
from hvac.exceptions import Forbidden, InvalidRequest
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.util import Retry

from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner_secrets_vault.location import Location
from provisioner_secrets_vault.words import WORDS

T = TypeVar("T")
TOKEN_FILE = "~/.vault-token"  # noqa: S105  # where it is, not what it is
PASSING = (412, 429, 500, 502, 503, 504)
"""Answers that pass by themselves: a standby that is behind, too many requests, a server in trouble."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited, and for what."""

    connect_seconds: float = 10.0
    """Until there is a connection."""
    read_seconds: float = 20.0
    """Until there is an answer."""
    backoff_seconds: float = 0.3
    """Before the second try; doubled with each."""
    longest_seconds: float = 10.0
    """Of what the server may ask us to wait."""


class _Patient(Retry):
    """Tries again, and waits no longer than is reasonable."""

    longest_seconds = 10.0

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, self.longest_seconds)


class Session:
    """One log-in. Safe to use from several threads."""

    def __init__(self, location: Location, context: SecretStoreContext, pace: Pace) -> None:
        self._location = location
        self._resolve = context.resolve
        http = requests.Session()
        http.verify = str(context.root / location.ca) if location.ca else True
        patient = type("Patient", (_Patient,), {"longest_seconds": pace.longest_seconds})
        retries = patient(
            total=4,
            backoff_factor=pace.backoff_seconds,
            status_forcelist=PASSING,
            allowed_methods=None,  # every call of ours may be made twice: a write says which version it is to follow
            raise_on_status=False,
        )
        http.mount("https://", HTTPAdapter(max_retries=retries, pool_maxsize=16))
        http.mount("http://", HTTPAdapter(max_retries=retries, pool_maxsize=16))
        self._client = hvac.Client(
            url=location.server,
            token="",
            session=http,
            timeout=(pace.connect_seconds, pace.read_seconds),
            namespace=location.namespace or None,
        )
        self._lock = threading.Lock()

    def does(self, act: Callable[[Any], T]) -> T:
        """What `act` gives, logged in; with a fresh log-in where the old one has run out."""
        used = self._logged_in()
        try:
            return act(self._client)
        except Forbidden:
            if not self._location.role_id:
                raise
            self._logged_in(instead_of=used)
            return act(self._client)

    def _logged_in(self, instead_of: str = "") -> str:
        """The token in use, fetched where there is none, or none but that one."""
        with self._lock:
            if not self._client.token or self._client.token == instead_of:
                self._client.token = self._token()
            return str(self._client.token)

    def _token(self) -> str:
        if self._location.role_id:
            return self._approle()
        if self._location.token:
            return self._behind(self._location.token).reveal()
        found = self._resolve("env:VAULT_TOKEN")
        if found is not None:
            return found.reveal()
        try:
            text = Path(TOKEN_FILE).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError, RuntimeError):
            text = ""
        if text:
            return text
        raise SecretStoreFailed.of(WORDS("not-logged-in"))

    def _approle(self) -> str:
        role, secret = self._behind(self._location.role_id), self._behind(self._location.secret_id)
        self._client.token = ""
        try:
            answer = self._client.auth.approle.login(
                role.reveal(), secret.reveal(), use_token=False, mount_point=self._location.approle
            )
        except (InvalidRequest, Forbidden):
            raise SecretStoreFailed.of(WORDS("approle-refused")) from None
        return str(answer["auth"]["client_token"])

    def _behind(self, reference: str) -> Sensitive:
        found = self._resolve(reference)
        if found is None:
            raise SecretStoreFailed.of(WORDS("nothing-behind", reference=reference))
        return found
