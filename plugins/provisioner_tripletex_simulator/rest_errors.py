"""What the API says when it says no: the error envelope, its codes, and its words in both languages.

Promises: envelope, codes and status of the vendor's document, and the words of real answers where some are public:
those have `message` in the user's language for 18000 and in English for other codes, and the messages about fields in
the user's language. What is not public is ours, and the README says so. Does not know any endpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from provisioner_tripletex_simulator.projection import BadFilter, BadPaging, BadSorting, TooLarge
from provisioner_tripletex_simulator.rules import Refused
from provisioner_tripletex_simulator.wire import JsonObject, JsonValue, Response, json_response
from provisioner_tripletex_simulator.world import World

DOCS = "https://tripletex.no/v2-docs/"
SESSION_DOCS = "https://www.tripletex.no/tripletex-api-2-0/"
"""Where an error about a token points."""
ARGUMENT = "arg:"
"""How the fields of a session are named in errors."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error body, before it has a request id."""

    status: int
    """HTTP status."""
    code: int
    """Internal code."""
    message: str
    """For people."""
    developer: str | None = None
    """For developers."""
    fields: tuple[tuple[str | None, str], ...] = ()
    """Field and message of each validation message."""
    link: str = DOCS
    """Where to read on."""


class ApiFailed(Exception):
    """An answer that is an error."""

    def __init__(self, trouble: Trouble, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{trouble.status}/{trouble.code}")
        self.trouble = trouble
        self.headers = dict(headers or {})


SAYS_NO = (ApiFailed, Refused, BadFilter, BadSorting, BadPaging, TooLarge)
"""Every way in which an endpoint says no."""


def no_value(*fields: str) -> Refused:
    """A field that has to be there."""
    return Refused("null", "Kan ikke være null.", "Cannot be null.", *fields)


def empty(field: str) -> Refused:
    """A field that has to hold something."""
    return Refused("empty", "Feltet kan ikke være tomt.", "The field cannot be empty.", field)


def no_number(field: str) -> Refused:
    """A parameter that has to be a number."""
    return Refused("param", "Ugyldig tall.", "Invalid number.", field)


def no_flag(field: str) -> Refused:
    """A parameter that has to be true or false."""
    return Refused("param", "Forventet true eller false.", "Expected true or false.", field)


def no_field(field: str) -> Refused:
    """A field of a body that the object does not have."""
    return Refused("mapping", "Feltet eksisterer ikke i objektet.", "The field does not exist in the object.", field)


def wrong_type(field: str) -> Refused:
    """A value of a body that the field cannot hold."""
    nb = "Verdien er ikke av korrekt type for dette feltet."
    return Refused("mapping", nb, "The value is not of the correct type for this field.", field)


def forbidden(developer: str | None = None) -> Trouble:
    """403/9000."""
    return Trouble(403, 9000, "You do not have permission to access this feature.", developer)


def not_found(developer: str | None = None) -> ApiFailed:
    """404/6000."""
    return ApiFailed(Trouble(404, 6000, "Object not found", developer))


def bad_json(developer: str) -> ApiFailed:
    """422/22000."""
    return ApiFailed(Trouble(422, 22000, "Invalid JSON", developer))


def stale() -> ApiFailed:
    """409/8000: somebody changed the object since the caller read it. The document has the code; the words are ours."""
    return ApiFailed(Trouble(409, 8000, "Revision error", "The object was changed since the version that was sent."))


_BY_CODE: Mapping[str, Trouble] = MappingProxyType(
    {
        "no-right": forbidden(),
        "duplicate": Trouble(409, 14000, "Duplicate entry", "An entry already exist"),
        "template-unknown": Trouble(404, 6000, "Object not found"),
    }
)


def _refused(error: Refused, language: str) -> Trouble:
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    message = error.message(language)
    fields = tuple((field, message) for field in error.fields) or ((None, message),)
    if error.code == "mapping":
        return Trouble(422, 16000, "Request mapping failed", None, fields)
    if error.code == "param":
        return Trouble(422, 21000, "Param error", None, fields)
    words = "Validering feilet." if language == "nb" else "Validation failed."
    if any(field.startswith(ARGUMENT) for field in error.fields):
        return Trouble(422, 18000, words, None, fields, SESSION_DOCS)
    return Trouble(422, 18000, words, "VALIDATION_ERROR", fields)


def error_of(world: World, error: Exception) -> Response:
    """The answer to a call that was refused: one of SAYS_NO."""
    match error:
        case ApiFailed():
            return error_response(world, error.trouble, error.headers)
        case Refused():
            return error_response(world, _refused(error, world.switches.language))
        case BadPaging():
            return error_response(world, _refused(no_number(error.field), world.switches.language))
        case BadFilter():
            return error_response(world, Trouble(400, 11000, "Illegal filter", str(error)))
        case BadSorting():
            return error_response(world, Trouble(422, 17000, "Sorting error", f"Unknown field: {error}"))
    return error_response(world, Trouble(422, 23000, "Result set too large. Limit of 10.000 reached."))


def internal_error(world: World) -> Response:
    """500/1000."""
    return error_response(world, Trouble(500, 1000, "Internal error"))


def request_id(world: World) -> str:
    """The id of the current request, in the shape of a UUID."""
    raw = hashlib.sha256(f"request:{world.seed}:{world.requests}".encode()).hexdigest()
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:32]}"


def error_response(world: World, trouble: Trouble, headers: Mapping[str, str] | None = None) -> Response:
    """The error envelope."""
    messages: list[JsonValue] = [
        {"field": field, "message": message, "path": _path(field), "rootId": None} for field, message in trouble.fields
    ]
    body: JsonObject = {
        "status": trouble.status,
        "code": trouble.code,
        "message": trouble.message,
        "link": trouble.link,
        "developerMessage": trouble.developer,
        "validationMessages": messages or None,
        "requestId": request_id(world),
    }
    return json_response(trouble.status, body, {"x-tlx-request-id": request_id(world), **(headers or {})})


def _path(field: str | None) -> str | None:
    """Real answers repeat the field of a session as its path, and have none for the fields of an object."""
    return field if field is not None and field.startswith(ARGUMENT) else None
