"""The document for the successor of a client that leaves: as text, Markdown, HTML and JSON.

Promises: the four say the same; nothing in them can harm a terminal, a page or a comment. Does not: hold a secret, for
no plan does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from provisioner.model.handover import Handover, HandoverItem
from provisioner.reports.environment import environment
from provisioner.reports.markdown import code, prose, spoken
from provisioner.reports.plain import clean, utc, wrap
from provisioner.reports.words import Words, words

FORMATS: Final = ("text", "markdown", "html", "json")
_VERSION: Final = "1.0"


def render(handover: Handover, format_: str, language: str, width: int = 100) -> str:
    """The document in one of FORMATS."""
    told = words(language)
    if format_ == "json":
        return json.dumps(document(handover), ensure_ascii=False, indent=2) + "\n"
    if format_ == "html":
        page = environment().get_template("handover.html.j2")
        return page.render(
            t=told, handover=handover, intro=_intro(handover, told), sections=list(_sections(handover, told))
        )
    if format_ == "markdown":
        return "\n".join(_markdown(handover, told)) + "\n"
    return "\n".join(_text(handover, told, width)) + "\n"


def _intro(handover: Handover, told: Words) -> list[str]:
    """Who, why and when, a sentence each."""
    written = handover.offboarding
    number = (
        f" ({told('identity-number', number=handover.organization_number)})" if handover.organization_number else ""
    )
    lines = [
        told(f"handover-{written.reason.value}", client=handover.client + number, into=handover.into),
        told("handover-last-day", office=handover.office, date=written.last_day.isoformat()),
        told("page-made", made_at=utc(handover.made_at)),
    ]
    if handover.lacking:
        lines.append(told("handover-lacking", into=handover.into, lacking=", ".join(handover.lacking)))
    return lines


def _sections(handover: Handover, told: Words) -> Iterator[tuple[str, str, list[tuple[str, list[str]]]]]:
    """Each section's heading and explanation, and its things with what is known of each."""
    for name, items in (("goes-on", handover.goes_on), ("ends", handover.ends), ("open", handover.open)):
        if items or name == "goes-on":
            explained = told(f"handover-{name}-explained") if items else told("handover-nothing")
            yield told(f"handover-{name}"), explained, [(_heading(item), list(_facts(item, told))) for item in items]


def _heading(item: HandoverItem) -> str:
    return f"{item.label or item.integration or item.address.name} ({item.title})"


def _facts(item: HandoverItem, told: Words) -> Iterator[str]:
    if item.person:
        yield told("handover-person", person=item.person)
    if item.expires_on is not None:
        yield told("handover-expires", date=item.expires_on.isoformat())
    vendor = item.vendor
    if vendor is not None:
        yield told("handover-vendor", vendor=vendor.vendor) + (f", {vendor.url}" if vendor.url else "")
    for name, value in item.facts:
        yield f"{name}: {value}"
    yield from item.remarks


def _text(handover: Handover, told: Words, width: int) -> Iterator[str]:
    yield clean(told("handover-title", client=handover.client))
    yield ""
    for line in _intro(handover, told):
        yield from wrap(clean(line), width)
    for heading, explained, items in _sections(handover, told):
        yield ""
        yield clean(heading)
        yield from wrap(clean(explained), width, "  ")
        for name, facts in items:
            yield ""
            yield f"  {clean(name)}"
            for fact in facts:
                yield from wrap(clean(fact), width, "    ")


def _markdown(handover: Handover, told: Words) -> Iterator[str]:
    yield f"# {prose(told('handover-title', client=handover.client))}"
    yield ""
    yield from (f"- {prose(line)}" for line in _intro(handover, told))
    for heading, explained, items in _sections(handover, told):
        yield ""
        yield f"## {prose(heading)}"
        yield ""
        yield prose(explained)
        for name, facts in items:
            yield ""
            yield f"### {prose(name)}"
            yield ""
            yield from (f"- {spoken(fact)}" for fact in facts)
    yield ""
    yield code(told("handover-by"))


def document(handover: Handover) -> dict[str, object]:
    """The same for programs."""
    written = handover.offboarding
    return {
        "format_version": _VERSION,
        "office": handover.office,
        "client": handover.client,
        "organization_number": handover.organization_number or None,
        "reason": written.reason.value,
        "last_day": written.last_day.isoformat(),
        "into": written.into or None,
        "made_at": utc(handover.made_at),
        "goes_on": [_item(item) for item in handover.goes_on],
        "ends": [_item(item) for item in handover.ends],
        "open": [_item(item) for item in handover.open],
        "lacking": list(handover.lacking),
    }


def _item(item: HandoverItem) -> dict[str, object]:
    vendor = item.vendor
    return {
        "address": str(item.address),
        "kind": item.address.kind,
        "title": item.title,
        "integration": item.integration or None,
        "person": item.person or None,
        "last_day": item.expires_on.isoformat() if item.expires_on is not None else None,
        "vendor": vendor.vendor if vendor is not None else None,
        "vendor_url": vendor.url if vendor is not None else None,
        "details": dict(item.details),
        "remarks": list(item.remarks),
    }
