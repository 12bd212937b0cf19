"""Saved plans: a Plan as bytes that another machine can check and apply.

    {"format": "provisioner-plan", "version": 1, "digest": "sha256:…", "plan": {…}}

Promises: `decode_plan(encode_plan(p)) == p`, and what was changed after it was written, by one character, is refused.
Does not: prove who wrote it; the digest guards against accidents and hasty edits, not against somebody who makes a new
one.
"""

from __future__ import annotations

import msgspec

from provisioner.formats import canonical
from provisioner.formats.words.files import FILE_WORDS
from provisioner.model.errors import PlanRefused
from provisioner.model.plan import Plan

FORMAT = "provisioner-plan"
VERSION = 1


class _Envelope(msgspec.Struct, frozen=True):
    """The plan's bytes and what is said about them."""

    format: str
    version: int
    digest: str
    plan: msgspec.Raw


class _Head(msgspec.Struct, frozen=True):
    """As much of an envelope as every version has."""

    format: str = ""
    version: int = 0


def encode_plan(plan: Plan) -> bytes:
    """The plan in its envelope, ending with a line feed."""
    body = canonical.encode(plan)
    opened = msgspec.json.encode({"format": FORMAT, "version": VERSION, "digest": canonical.digest_of_bytes(body)})
    return b"".join((opened[:-1], b',"plan":', body, b"}\n"))  # one copy of what may be hundreds of megabytes


def plan_digest(plan: Plan) -> str:
    """The digest that a saved copy of `plan` carries."""
    return canonical.digest(plan)


def decode_plan(data: bytes) -> Plan:
    """The plan in `data`. PlanRefused: no plan, from a newer version, or changed since it was written."""
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, ValueError, RecursionError):
        head = _Head()
    if head.format != FORMAT:
        raise PlanRefused.of(FILE_WORDS("no-plan"))
    if head.version > VERSION:
        raise PlanRefused.of(FILE_WORDS("plan-too-new", version=head.version, newest=VERSION))
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
    except (msgspec.DecodeError, ValueError):
        raise PlanRefused.of(FILE_WORDS("plan-cut")) from None
    body = bytes(envelope.plan)
    if head.version < 1 or canonical.digest_of_bytes(body) != envelope.digest:
        raise PlanRefused.of(FILE_WORDS("plan-changed"))
    try:
        return canonical.decode(body, Plan)
    except canonical.NotCanonical as error:
        raise PlanRefused.of(FILE_WORDS("plan-damaged", why=str(error))) from None
