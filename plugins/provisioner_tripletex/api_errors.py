"""Answers that are refusals, as exceptions that can be shown.

Promises: what is shown names the route, the vendor's codes and the request id that its support asks for, and holds no
token: addresses are route templates, and every token in use is struck out of the vendor's own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from provisioner.model.errors import ProviderFailed
from provisioner.model.secrets import MASK, Sensitive
from provisioner.spi.endpoint import TransportResponse
from provisioner_tripletex.convert import Json, number, text
from provisioner_tripletex.words import WORDS

TOO_MANY: Final = 429
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
DUPLICATE: Final = 409
_SHOWN: Final = 3

_TOLD: Final[Mapping[str, str]] = {
    "arg:consumerToken": "refused-consumer-token",
    "arg:employeeToken": "refused-employee-token",
    "arg:expirationDate": "refused-expiration-date",
    "401": "refused-401",
    "403": "refused-403",
    "404": "refused-404",
    "429": "refused-429",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an error answer says."""

    status: int
    """HTTP status."""
    code: int | None
    """The vendor's internal code."""
    message: str
    """For people."""
    developer: str
    """For developers."""
    fields: tuple[tuple[str, str], ...]
    """Field and message of each validation message."""
    request_id: str
    """What the vendor's support asks for."""


class ApiRefused(ProviderFailed):
    """Tripletex answered, and the answer is no: nothing was done."""

    def __init__(self, refusal: Refusal, route: str) -> None:
        first = next((message for _, message in refusal.fields if message), "")
        said = " ".join(part for part in (refusal.message, first) if part) or f"HTTP {refusal.status}"
        told = [f"{route}: {refusal.status}/{refusal.code if refusal.code is not None else '-'}"]
        told += [f"{name}: {message}" for name, message in refusal.fields[:_SHOWN]]
        told += [part for part in (refusal.developer,) if part and part != "VALIDATION_ERROR"]
        told += [f"x-tlx-request-id: {refusal.request_id}"] if refusal.request_id else []
        codes = (_TOLD.get(key) for key in (*(name for name, _ in refusal.fields), str(refusal.status)))
        code = next((code for code in codes if code), "refused")
        diagnostic = WORDS(code, said=said, told="; ".join(told))  # the vendor's own words stand in both languages
        text, retryable = diagnostic.text, refusal.status == TOO_MANY or refusal.status >= 500
        super().__init__(text.summary, hint=text.hint, detail=text.detail, retryable=retryable)
        self.translations = diagnostic.translations
        self.status = refusal.status
        self.internal = refusal.code
        self.fields = frozenset(name for name, _ in refusal.fields)


def refusal_of(response: TransportResponse, secrets: Iterable[Sensitive]) -> Refusal:
    """What an error answer says, with every token struck out."""
    held = [secret.reveal() for secret in secrets]

    def clean(words: str) -> str:
        for secret in held:
            words = words.replace(secret, MASK)
        return words

    body = decoded(response) or {}
    listed = body.get("validationMessages")
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    return Refusal(
        status=response.status,
        code=number(body, "code"),
        message=clean(text(body, "message")),
        developer=clean(text(body, "developerMessage")),
        fields=tuple((clean(text(row, "field")), clean(text(row, "message"))) for row in rows),
        request_id=clean(response.header("x-tlx-request-id") or text(body, "requestId")),
    )


def decoded(response: TransportResponse) -> Json | None:
    """The JSON object of an answer; None where it is none."""
    try:
        body: object = json.loads(response.body)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
