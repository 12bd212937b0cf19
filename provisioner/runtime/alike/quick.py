"""The clients of a large firm with which nothing is wrong, found without making a tree of each.

Promises: a file is passed only where every document in it is a client that the whole way would have found nothing wrong
with, and that is no company of another name and no name of another company; of it no more than its names and numbers is
kept. Everything else is left to the whole way. Does not: find anything wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from provisioner.engine.labels import NOBODY
from provisioner.formats.lane import Lane, PlainClient, holds_clients_only
from provisioner.formats.yaml_source import decode_text
from provisioner.model.diagnostics import Diagnostic
from provisioner.runtime.alike.judging import Judge, Passed
from provisioner.runtime.files import manifest_names, read_once
from provisioner.runtime.reading.prepare import Prepared, prepare_some
from provisioner.runtime.workspace import Workspace

WORTH_IT: Final = 30
"""So many files, and it pays to look for what they have in common."""
_TRIES: Final = 100
"""So many clients, and one should have passed."""
_PATIENCE: Final = 200
"""So many files of clients wait until it is likely that everything else was met."""
_OTHERS: Final = 2
"""Only so small a part of the files, one in so many, may be something else than clients."""


@dataclass(slots=True)
class Quick:
    """What was passed, and what is left."""

    left: list[str] = field(default_factory=list)
    """Files for the whole way, below the project's root."""
    accounts: int = 0
    """How many clients passed."""
    resources: int = 0
    """How many things they ask for."""
    matched: frozenset[str] = frozenset()
    """Profiles whose selector chose somebody."""
    names: set[str] = field(default_factory=set)
    """Of the clients that passed."""
    marks: set[str | int] = field(default_factory=set)
    """Their organisation numbers and company ids."""
    clients: dict[str, tuple[str, Passed]] = field(default_factory=dict, repr=False)
    """By name, each with the file it stands in, where more is wanted than that they pass."""

    def take(self, passed: Iterable[Passed], file: str = "") -> bool:
        """Notes the clients of a file; False where one is called or registered as an earlier one is."""
        for client in passed:
            marks = [mark for mark in (client.organization_number, client.company_id) if mark]
            if client.name in self.names or not self.marks.isdisjoint(marks):
                return False
            self.names.add(client.name)
            self.marks.update(marks)
            self.accounts += 1
            self.resources += client.resources
            if file:
                self.clients[client.name] = file, client
        return True

    def meets(self, prepared: Prepared, apart: Container[str] = ()) -> bool:
        """Whether one that went the whole way is called or registered as one that passed, or may speak of one; those
        that did both, and are called as in `apart`, do not count."""
        for item in prepared.accounts:
            identity = item.account.identity
            if item.account.ref.name in apart:
                continue
            if not self.marks.isdisjoint((identity.organization_number, identity.company_id)):
                return True
        for client in prepared.manifests.clients:
            name = client.account.ref.name
            if client.offboarding is not None or (name in self.names and name not in apart):
                return True
        return False

    def knows_better(self, problem: Diagnostic, prepared: Prepared) -> bool:
        """Whether a profile is said to choose nobody, and chose somebody who passed."""
        if problem.code != NOBODY:
            return False
        profiles = prepared.manifests.profiles
        return any(
            problem.source == (profile.selector_source or profile.source) and profile.name in self.matched
            for profile in profiles
        )


def look_quickly(workspace: Workspace, now: datetime, *, telling: bool = False) -> Quick | None:
    """What passes; None where it does not pay, or where clients meet. With `telling` also what becomes of it."""
    names = manifest_names(workspace.root, workspace.project.manifests)
    if len(names) < WORTH_IT or workspace.project.provider.name not in workspace.registry.providers:
        return None
    crowds = Counter(map(_directory, names))
    ordered = sorted(
        names, key=lambda name: crowds[_directory(name)]
    )  # what is not clients is likely to stand with few
    others: list[str] = []
    for _ in range(2):
        known = frozenset(others)
        run = _Run(workspace, now, others, telling)
        if not run.over(name for name in ordered if name not in known):
            return None
        if not run.late:
            run.quick.left += run.others
            run.quick.matched = frozenset(run.judge.matched) if run.judge is not None else frozenset()
            return run.quick
        others = [*run.others, *run.late]
        if len(others) * _OTHERS > len(names):
            return None
    return None


def _directory(name: str) -> str:
    return name.rpartition("/")[0]


class _Run:
    """One look at all files."""

    def __init__(self, workspace: Workspace, now: datetime, others: Iterable[str], telling: bool) -> None:
        self._telling = telling
        self._workspace = workspace
        self._now = now
        self._base = f"{workspace.root}/"
        self._lane = Lane()
        self._tried = 0
        self.quick = Quick()
        self.judge: Judge | None = None
        self.others = list(others)
        """Files that are no clients', or may not be: the judge must know them beforehand."""
        self.late: list[str] = []
        """Such files that were met after the first judgement, which is worth nothing then."""

    def over(self, names: Iterable[str]) -> bool:
        """Looks at each; False where there is no point in it."""
        waiting: list[tuple[str, tuple[PlainClient, ...]]] = []
        for name in names:
            clients = self._read(name)
            if clients is None or self.late:
                continue  # what comes after the judge was mistaken is only sorted
            if self.judge is not None:
                if not self._judged(name, clients):
                    return False
                continue
            waiting.append((name, clients))
            if len(waiting) >= _PATIENCE:
                if not self._begun(waiting):
                    return False
                waiting = []
        return not waiting or self.judge is not None or self._begun(waiting)

    def _read(self, name: str) -> tuple[PlainClient, ...] | None:
        """The clients of a file; None where it is put aside for the whole way."""
        text = _text(f"{self._base}{name}")
        clients = self._lane.read(text) if text is not None else None
        if clients is not None and all(client.head.get("kind") == "Client" for client in clients):
            return clients
        if text is not None and holds_clients_only(text):
            self.quick.left.append(name)
        else:
            (self.others if self.judge is None else self.late).append(name)
        return None

    def _begun(self, waiting: list[tuple[str, tuple[PlainClient, ...]]]) -> bool:
        """Opens the judgement, with those who waited for it; False as in `over`."""
        prepared = prepare_some(self._workspace, self.others)
        if prepared.manifests.client_sets:
            return False
        self.judge = Judge(prepared, self._now, telling=self._telling)
        first, *rest = waiting
        self.quick.left.append(first[0])  # so that there is a client at all on the whole way
        return all(self._judged(name, clients) for name, clients in rest)

    def _judged(self, name: str, clients: Iterable[PlainClient]) -> bool:
        """Puts a file where it belongs; False as in `over`."""
        assert self.judge is not None
        self._tried += 1
        passed = []
        for client in clients:
            one = self.judge.passed(client)
            if one is None:
                self.quick.left.append(name)
                return self._tried < _TRIES or self.quick.accounts > 0
            passed.append(one)
        return self.quick.take(passed, name if self._telling else "")


def _text(path: str) -> str | None:
    """A file's text; None for what the whole way has something to say about."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path for each costs as much as opening it
            data, is_steady = read_once(file)
    except OSError:
        return None
    return decode_text(data, "")[0] if is_steady else None
