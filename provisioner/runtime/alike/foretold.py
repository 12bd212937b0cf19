"""What becomes of clients that are as others are, held against what became of those that were planned.

Promises: nothing is foretold unless every example of it came out as foretold: the same resources, each created by the
same driver with the same words, the texts where they were said to be, declared where they were said to stand. Does not:
plan anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from provisioner.model.address import AccountRef
from provisioner.model.plan import AccountPlan, Action, Change, Check, Plan
from provisioner.reports.crowd import Crowd, Same
from provisioner.runtime.alike.judging import Passed
from provisioner.runtime.alike.recipes import Verdict

Asked: TypeAlias = "frozenset[str]"


@dataclass(slots=True)
class Alike:
    """The ways in which clients are alike, as they are met."""

    verdicts: dict[int, Verdict] = field(default_factory=dict)
    """Of declarations, by identity."""
    asked: dict[tuple[int, ...], Asked] = field(default_factory=dict)
    """What accounts ask for, by their verdicts."""
    sets: set[Asked] = field(default_factory=set)
    """The same, each once."""

    def of(self, client: Passed) -> Asked:
        """What a client asks for, one object for one set of verdicts."""
        key = tuple([id(verdict) for verdict, _ in client.parts])
        found = self.asked.get(key)
        if found is None:
            found = self.asked[key] = frozenset[str]().union(*(verdict.asks for verdict, _ in client.parts))
        return found

    def is_first(self, client: Passed) -> bool:
        """Whether the client is alike to others in a way that none before it was."""
        before = len(self.verdicts), len(self.sets)
        for verdict, _ in client.parts:
            self.verdicts.setdefault(id(verdict), verdict)
        self.sets.add(self.of(client))
        return before != (len(self.verdicts), len(self.sets))


@dataclass(frozen=True, slots=True)
class _More:
    """What an account asks for besides what it declares."""

    like: Change
    """How it is made."""
    beside: str
    """The resource at whose declaration it stands."""


@dataclass(slots=True)
class Foretold:
    """What examples showed."""

    alike: Alike
    """The ways in which clients are alike."""
    changes: dict[int, Change] = field(default_factory=dict)
    """What becomes of a declaration, by its verdict."""
    more: dict[Asked, tuple[_More, ...]] = field(default_factory=dict)
    """What else accounts ask for."""
    checks: tuple[Check, ...] | None = None
    """What is checked in each of them."""

    @classmethod
    def of(
        cls, plan: Plan, examples: Mapping[AccountRef, Passed], files: Mapping[AccountRef, str], alike: Alike
    ) -> Foretold | None:
        """What the examples, who stand in these files, came to; None where one is not as it was foretold."""
        found = cls(alike)
        troubled = {problem.concerns for problem in plan.diagnostics}
        checks: dict[AccountRef, list[Check]] = {}
        for check in plan.checks:
            checks.setdefault(check.account, []).append(check)
        for account in plan.accounts:
            ref = account.account.ref
            client = examples.get(ref)
            if client is None:
                continue
            if ref in troubled or not found._shows(account, client, files[ref]):
                return None
            if not found._is_checked(checks.get(ref, []), ref):
                return None
        return found

    def _shows(self, account: AccountPlan, client: Passed, file: str) -> bool:
        changes = {f"{change.address.kind}/{change.address.name}": change for change in account.changes}
        is_plain = not (account.unmanaged or account.skipped or account.moved_from)
        if not is_plain or len(changes) != len(account.changes) or changes.keys() != self.alike.of(client):
            return False
        if any(change.action is not Action.CREATE or change.drift for change in changes.values()):
            return False
        if client.display_name != account.account.display_name:
            return False
        rest = dict(changes)
        for verdict, texts in client.parts:
            change = rest.pop(verdict.of, None)
            if change is None or change.source is None:
                return False
            at = (change.source.file, change.source.line)
            if at != verdict.place if verdict.place is not None else at[0] != file:
                return False
            own = verdict.texts(texts, client.display_name)
            if any(change.after.get(name) != text for name, text in own.items()):
                return False
            known = self.changes.setdefault(id(verdict), change)
            if not _are_alike(known, change, own.keys()):
                return False
        return self._has_more(self.alike.of(client), changes, rest)

    def _has_more(self, asked: Asked, changes: Mapping[str, Change], rest: Mapping[str, Change]) -> bool:
        found = []
        for change in rest.values():
            beside = [of for of, other in changes.items() if of not in rest and other.source == change.source]
            if len(beside) != 1:
                return False
            found.append(_More(change, beside[0]))
        known = self.more.setdefault(asked, tuple(found))
        return len(known) == len(found) and all(
            one.beside == other.beside and _are_alike(one.like, other.like)
            for one, other in zip(known, found, strict=True)
        )

    def _is_checked(self, checks: list[Check], ref: AccountRef) -> bool:
        if any(check.address is not None for check in checks):
            return False
        if self.checks is None:
            self.checks = tuple(checks)
        return list(self.checks_of(ref)) == checks

    def checks_of(self, ref: AccountRef) -> Iterator[Check]:
        """What is checked in an account."""
        for check in self.checks or ():
            finding = check.finding
            finding = replace(finding, account=ref) if finding is not None else None
            yield Check(check.code, check.status, ref, None, finding)

    def crowd(self, plan: Plan, clients: Mapping[AccountRef, Passed]) -> Crowd:
        """The clients, each as the examples of it."""
        accounts = tuple(sorted([*(item.account.ref for item in plan.accounts), *clients], key=_name))
        positions = {ref: number for number, ref in enumerate(accounts)}
        rows = {key: _Row(self.alike.verdicts[key], change) for key, change in self.changes.items()}
        besides: dict[int, tuple[tuple[Same, str], ...]] = {}
        for ref, client in clients.items():
            position = positions[ref]
            for verdict, texts in client.parts:
                rows[id(verdict)].add(position, texts, client.display_name)
            asked = self.alike.of(client)
            known = besides.get(id(asked))
            if known is None:
                known = besides[id(asked)] = tuple((Same(one.like), one.beside) for one in self.more[asked])
            for same, beside in known:
                same.members.append(position)
                place = next(verdict.place for verdict, _ in client.parts if verdict.of == beside)
                if place is None:
                    same.own += 1
                else:
                    same.places.add(place)
        sames = [row.same for row in rows.values() if row.same.members]
        return Crowd(
            accounts=accounts,
            positions=positions,
            count=len(clients),
            resources=sum(client.resources for client in clients.values()),
            same=(*sames, *(same for known in besides.values() for same, _ in known)),
            checks=tuple(check for ref in clients for check in self.checks_of(ref)),
        )


class _Row:
    """One verdict's clients, as they are gathered."""

    __slots__ = ("_columns", "_named", "_place", "same")

    def __init__(self, verdict: Verdict, change: Change) -> None:
        self.same = Same(change)
        self._place = verdict.place
        self._columns: list[tuple[int, list[str]]] = []
        for number, attribute in verdict.columns():
            self._columns.append((number, self.same.values.setdefault(attribute, [])))
        named = verdict.likeness.named.items() if verdict.likeness is not None else ()
        self._named = [(before, self.same.values.setdefault(attribute, [])) for attribute, before in named]

    def add(self, position: int, texts: tuple[str, ...], display_name: str) -> None:
        """One more."""
        same = self.same
        same.members.append(position)
        for number, column in self._columns:
            column.append(texts[number])
        for before, column in self._named:
            column.append(before + display_name)
        if self._place is None:
            same.own += 1
        else:
            same.places.add(self._place)


def _name(ref: AccountRef) -> str:
    return ref.name


def _are_alike(one: Change, other: Change, besides: Iterable[str] = ()) -> bool:
    """Whether both are told with the same words, but for these attributes."""
    if one is other:
        return True
    but = tuple(besides)
    return _told(one) == _told(other) and one.after.without(*but) == other.after.without(*but)


def _told(change: Change) -> object:
    """What is told of a change besides its attributes."""
    note, handoff = change.driver_note, change.handoff
    return (
        (change.address.kind, change.address.name, change.action, change.reason, change.generation),
        (change.integration, change.driver, change.expires_on, change.holds_secret, change.live_known),
        ((note.code, note.severity, note.text, note.translations) if note is not None else None),
        [(each.code, each.severity, each.text, each.translations) for each in change.notes],
        handoff,
        tuple(change.after),
    )
