"""Clients that leave: what planning needs to know of one, and what the company that goes on would lack.

Promises: who the firm's people are is taken from what the Office says; where it says nothing, nobody is taken for ours
but who owns one of the office's keys, and of the rest only who writes from another domain is taken for the client's.
Does not: end or hand over anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from provisioner.engine.leaving import is_over
from provisioner.model.diagnostics import Diagnostic, Place, has_errors
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.offboarding import Leaving, OurPeople
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.words import WORDS

if TYPE_CHECKING:
    from provisioner.spi.provider import Expansion


def our_people(prepared: Prepared, now: datetime) -> OurPeople:
    """Whose keys are ours, as far as anybody has said."""
    office = prepared.manifests.office
    if office is not None and office.our_people:
        return OurPeople(office.our_people, ())
    desired = prepared.expand(prepared.office, now).desired if prepared.office is not None else ()
    types = prepared.workspace.types
    owners = {types[item.address.kind].person_of(item.attributes) for item in desired if item.address.kind in types} - {
        ""
    }
    return OurPeople(tuple(sorted(owners)), tuple(sorted({one.partition("@")[2] for one in owners})) or ("",))


def parted(
    prepared: Prepared, declared: DeclaredAccount, expansion: Expansion, now: datetime
) -> tuple[Leaving, Expansion]:
    """What the plan of a client that leaves rests on. Once its last day has come nothing is wanted any more, so what is
    wrong with what was written is no matter."""
    assert declared.offboarding is not None, "it leaves"
    leaving = Leaving(declared.offboarding, our_people(prepared, now))
    if is_over(leaving, now) and has_errors(expansion.diagnostics):
        expansion = replace(expansion, desired=(), diagnostics=())
    found = tuple(_lacking(prepared, declared, expansion, now))
    return leaving, replace(expansion, diagnostics=(*expansion.diagnostics, *found))


def missing_at(prepared: Prepared, declared: DeclaredAccount, expansion: Expansion, now: datetime) -> tuple[str, ...]:
    """The products that a merged client has and the company that goes on is not given, sorted."""
    into = declared.offboarding.into if declared.offboarding is not None else ""
    survivor = next((item for item in prepared.accounts if item.account.ref.name == into), None) if into else None
    if survivor is None or survivor.account.ref.is_office:
        return ()
    there = {item.integration for item in prepared.expand(survivor, now).desired}
    return tuple(sorted({item.integration for item in expansion.desired if item.integration} - there - {None}))


def _lacking(
    prepared: Prepared, declared: DeclaredAccount, expansion: Expansion, now: datetime
) -> tuple[Diagnostic, ...]:
    lacking = missing_at(prepared, declared, expansion, now)
    written = declared.offboarding
    if not lacking or written is None:
        return ()
    place = Place(written.source, account=declared.account.ref)
    name = declared.account.ref.name
    return (WORDS("merger-lacks", place, name=name, into=written.into, lacking=", ".join(lacking)),)
