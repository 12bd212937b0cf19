"""Azure Key Vault and Azure's log-in, as far as a secret store meets them: the real wire protocol, in memory.

Written after the public reference of the REST API and the error bodies it documents, because no vault can be had in a
test. Promises: challenge, api-version, versions, tags, soft delete with its conflicts, errors with their inner codes.
Does not: know keys, certificates, policies or time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.tls import Answer, Asked, served

VAULT = "fjord-kv.vault.azure.net"
LOGIN = "login.microsoftonline.com"
TENANT = "7f9d2c51-0000-4000-8000-1234567890ab"
TOKEN = "made-up-access-token-of-azure"
CLIENT_SECRET = "made-up-client-secret-of-azure"


@dataclass
class Kept:
    """One secret of the vault."""

    versions: list[dict[str, Any]] = field(default_factory=list)
    """The youngest last."""


@dataclass
class VaultStub:
    """One vault, and who may do what."""

    live: dict[str, Kept] = field(default_factory=dict)
    deleted: dict[str, Kept] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    """Of set, get, delete, recover."""
    trouble: list[Answer] = field(default_factory=list)
    """Given instead of the next answers, the first first."""
    busy: int = 0
    """How many times a name that was just deleted or recovered is still on its way."""
    refuses_login: bool = False
    repeats: bool = False
    """Whether what is written is turned away with its own words, as careless servers do."""
    asked: list[Asked] = field(default_factory=list)
    challenges: int = 0

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return self._login(asked) if asked.host == LOGIN else self._vault(asked)

    def _login(self, asked: Asked) -> Answer:
        if asked.path.endswith("/token"):
            if self.refuses_login or CLIENT_SECRET.encode() not in asked.body:
                described = "AADSTS7000215: Invalid client secret provided."
                return Answer(
                    401, {"error": "invalid_client", "error_description": described, "error_codes": [7000215]}
                )
            return Answer(200, {"token_type": "Bearer", "expires_in": 3600, "access_token": TOKEN})
        if "discovery/instance" in asked.path:
            names = {"preferred_network": LOGIN, "preferred_cache": "login.windows.net", "aliases": [LOGIN]}
            there = f"https://{LOGIN}/{TENANT}/v2.0/.well-known/openid-configuration"
            return Answer(200, {"tenant_discovery_endpoint": there, "api-version": "1.1", "metadata": [names]})
        base = f"https://{LOGIN}/{TENANT}"
        return Answer(
            200,
            {
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                "issuer": f"{base}/v2.0",
            },
        )

    def _vault(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            self.challenges += 1
            said = f'Bearer authorization="https://{LOGIN}/{TENANT}", resource="https://vault.azure.net"'
            return _error(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.", challenge=said)
        if "api-version" not in asked.query:
            return _error(400, "BadParameter", "api-version must be specified")
        if self.trouble:
            return self.trouble.pop(0)
        found = re.fullmatch(r"/(secrets|deletedsecrets)/([0-9a-zA-Z-]{1,127})(?:/(\w*))?", asked.path)
        if found is None:
            return _error(400, "BadParameter", f"The request URI contains an invalid name: {asked.path}")
        name = found[2].lower()
        verbs = {
            ("PUT", "secrets"): ("set", self._set),
            ("GET", "secrets"): ("get", self._get),
            ("DELETE", "secrets"): ("delete", self._delete),
            ("POST", "deletedsecrets"): ("recover", self._recover),
        }
        right, act = verbs[asked.method, found[1]]
        if right in self.forbidden:
            message = f"Caller is not authorized to perform action. Action: 'secrets/{right}'"
            return _error(403, "Forbidden", message, "ForbiddenByRbac")
        return act(name, asked)

    def _set(self, name: str, asked: Asked) -> Answer:
        if name in self.deleted:
            if self.busy:
                self.busy -= 1
                return _error(409, "Conflict", f"Secret {name} is being deleted.", "ObjectIsBeingDeleted")
            message = f"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused"
            return _error(409, "Conflict", message, "ObjectIsDeletedButRecoverable")
        if self.repeats and asked.json["value"] != "probe":
            return _error(400, "BadParameter", f"No good value in {asked.body.decode()}")
        if len(asked.json["value"].encode()) > 25_600:
            return _error(400, "BadParameter", "The value is too long.")
        kept = self.live.setdefault(name, Kept())
        kept.versions.append({key: asked.json.get(key) for key in ("value", "tags", "contentType")})
        return self._bundle(name, kept)

    def _get(self, name: str, asked: Asked) -> Answer:
        if name not in self.live:
            message = f"A secret with (name/id) {name} was not found in this key vault."
            return _error(404, "SecretNotFound", message)
        return self._bundle(name, self.live[name])

    def _delete(self, name: str, asked: Asked) -> Answer:
        if name not in self.live:
            return _error(404, "SecretNotFound", f"A secret with (name/id) {name} was not found in this key vault.")
        self.deleted[name] = self.live.pop(name)
        more = {"recoveryId": f"https://{VAULT}/deletedsecrets/{name}", "deletedDate": 1, "scheduledPurgeDate": 2}
        return self._bundle(name, self.deleted[name], **more)

    def _recover(self, name: str, asked: Asked) -> Answer:
        if name not in self.deleted:
            return _error(404, "SecretNotFound", f"Deleted Secret not found: {name}")
        self.live[name] = self.deleted.pop(name)
        return self._bundle(name, self.live[name])

    def _bundle(self, name: str, kept: Kept, **more: object) -> Answer:
        young = kept.versions[-1]
        place = f"https://{VAULT}/secrets/{name}/{len(kept.versions):032x}"
        times = {"enabled": True, "created": 1, "updated": 1, "recoveryLevel": "Recoverable+Purgeable"}
        return Answer(200, {**young, "id": place, "attributes": times, **more})


def _error(status: int, code: str, message: str, inner: str = "", challenge: str = "") -> Answer:
    more = {"innererror": {"code": inner}} if inner else {}
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return Answer(status, {"error": {"code": code, "message": message, **more}}, headers)


def throttled(milliseconds: str = "1") -> Answer:
    """Too many requests; Azure says how long to wait in several ways."""
    answer = _error(429, "Throttled", "Request was not processed because too many requests were received.")
    return Answer(answer.status, answer.body, {"retry-after-ms": milliseconds})


@contextmanager
def vault(directory: Path) -> Iterator[tuple[VaultStub, pytest.MonkeyPatch]]:
    """A vault under its real name, and a service principal's credentials in the environment, as in a pipeline."""
    stub = VaultStub()
    with served(stub.answer, VAULT, LOGIN, bundle=directory / "trusted.pem") as patch:
        patch.setenv("AZURE_TENANT_ID", TENANT)
        patch.setenv("AZURE_CLIENT_ID", "3c1b7a40-0000-4000-8000-1234567890ab")
        patch.setenv("AZURE_CLIENT_SECRET", CLIENT_SECRET)
        yield stub, patch
