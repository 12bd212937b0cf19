"""What depends on a person: the keys they own, the activations they accepted, and whom those serve.

Promises: what is recorded and what the manifests want are both looked at, and told apart; only reads. Does not: know
who a person is but for how they are written, or whether they have left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.resource import Desired, ResourceType, Role
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.runtime.planning.office_use import generation_used
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.states import account_states
from provisioner.runtime.workspace import Workspace


class Standing(StrEnum):
    """How a thing stands that depends on a person."""

    IN_FORCE = "in-force"
    OLD = "old"
    """Replaced, and kept until its vendor has the new one."""
    PLANNED = "planned"
    """Wanted by the manifests, and not made yet."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing that stops when a person leaves."""

    person: str
    """Who, as written."""
    address: Address
    """What."""
    title: str
    """What people call a thing of that kind."""
    company: str
    """The company it belongs to, as people know it."""
    standing: Standing
    """How it stands."""
    holds_secret: bool
    """Whether it is a key."""
    clients: tuple[AccountRef, ...]
    """The clients that it serves, sorted."""
    source: SourceRange | None
    """Where the person is written, or else the thing."""
    wanted: bool = False
    """Whether the manifests want it to be this person's."""
    movable: bool = False
    """Whether it becomes another's by being made anew; else it is only remembered whose it was."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What depends on people."""

    ties: tuple[Tie, ...]
    """By person, then by address."""
    diagnostics: tuple[Diagnostic, ...]
    """What is wrong with the manifests, so that something may be missing."""


def find_ties(workspace: Workspace, person: str | None = None, *, prepared: Prepared | None = None) -> Ties:
    """Everything that depends on `person`, or on anybody."""
    prepared = prepared or prepare(workspace)
    states = {state.account: state for state in account_states(workspace)}
    search = _Search(workspace, prepared, states, workspace.clock.now())
    declared = {item.account.ref: item for item in prepared.accounts}
    found = [
        tie
        for ref in sorted({*declared, *states} - workspace.unreadable.keys())
        for tie in search.account(ref, declared.get(ref))
        if person is None or tie.person.casefold() == person.casefold()
    ]
    return Ties(tuple(sorted(found, key=lambda tie: (tie.person, tie.address, tie.standing))), prepared.diagnostics)


@dataclass
class _Search:
    """What one search looks into."""

    workspace: Workspace
    prepared: Prepared
    states: dict[AccountRef, AccountState]
    now: datetime

    def account(self, ref: AccountRef, declared: DeclaredAccount | None) -> Iterator[Tie]:
        """What depends on somebody in one account."""
        state = self.states.get(ref)
        entries = {entry.address: entry for entry in state.entries} if state is not None else {}
        desired: dict[Address, Desired] = {}
        if declared is not None:
            desired = {item.address: item for item in self.prepared.expand(declared, self.now).desired}
            company = declared.account.display_name
        else:
            company = account_of(state).display_name if state is not None else ref.name
        for address in sorted({*desired, *entries}):
            known = self.workspace.types.get(address.kind)
            if known is not None and known.person:
                yield from self.thing(known, company, desired.get(address), entries.get(address))

    def thing(self, known: ResourceType, company: str, wanted: Desired | None, entry: Entry | None) -> Iterator[Tie]:
        """Every generation of one thing, and what is wanted where that is somebody else's."""
        there = [(entry.current, Standing.IN_FORCE)] if entry is not None else []
        there += [(old, Standing.OLD) for old in entry.deposed] if entry is not None else []
        for generation, standing in there:
            assert entry is not None, "it has generations"
            who = known.person_of(generation.attributes)
            if who:
                clients = self.served(entry, generation)
                yield self.tie(known, company, wanted, entry.address, (who, standing, clients))
        who = known.person_of(wanted.attributes) if wanted is not None else ""
        held = known.person_of(entry.current.attributes) if entry is not None else ""
        if wanted is not None and who and who.casefold() != held.casefold():
            ref = wanted.address.account
            yield self.tie(known, company, wanted, wanted.address, (who, Standing.PLANNED, _itself(ref)))

    def tie(
        self,
        known: ResourceType,
        company: str,
        wanted: Desired | None,
        address: Address,
        whose: tuple[str, Standing, tuple[AccountRef, ...]],
    ) -> Tie:
        """One tie."""
        who, standing, clients = whose
        source, same = None, False
        if wanted is not None:
            source = wanted.origins.get(known.person) or wanted.source
            same = standing is not Standing.OLD and known.person_of(wanted.attributes).casefold() == who.casefold()
        return Tie(
            person=who,
            address=address,
            title=known.title(self.workspace.language),
            company=company,
            standing=standing,
            holds_secret=known.holds_secret,
            clients=clients,
            source=source,
            wanted=same,
            movable=known.role(known.person) in (Role.IDENTITY, Role.IMMUTABLE),
        )

    def served(self, entry: Entry, generation: Generation) -> tuple[AccountRef, ...]:
        """The client itself; of the office's things, those that go through them."""
        ref = entry.address.account
        if not ref.is_office:
            return (ref,)
        users = {
            state.account
            for state in self.states.values()
            for user in state.entries
            if entry.address in user.depends_on and not state.account.is_office
            if generation_used(entry, user).number == generation.number
        }
        return tuple(sorted(users))


def clients_of(ties: Iterable[Tie]) -> tuple[AccountRef, ...]:
    """The clients that all of these serve, each once."""
    return tuple(sorted({ref for tie in ties for ref in tie.clients}))


def _itself(ref: AccountRef) -> tuple[AccountRef, ...]:
    return () if ref.is_office else (ref,)
