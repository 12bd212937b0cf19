"""Writing down that a client leaves, where the manifests speak of it.

Promises: one line in the client's own document, or in the list that it is made of; for a client that stands nowhere any
more, a document of its own, with the company that the state knows. What is written already is left as it is. Does not:
plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from provisioner.formats.yaml_edit import insert_lines
from provisioner.formats.yaml_source import read_documents
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef
from provisioner.model.errors import UsageError
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.offboarding import Departure, Offboarding
from provisioner.model.values import FrozenMap, Node
from provisioner.runtime.planning.scope import refuse_unknown
from provisioner.runtime.reading.editing import FileEdit, edited
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace

_ONE_LINE: Final = ("name", "organizationNumber", "companyId")


@dataclass(frozen=True, slots=True)
class DepartureWish:
    """What is said about a client that leaves."""

    client: str
    """Which."""
    reason: Departure | None = None
    """Why; None where the manifests say it already."""
    last_day: date | None = None
    """The last day; None where the manifests say it already."""
    into: str = ""
    """The client that goes on, of a merger."""

    @property
    def line(self) -> str:
        """As it stands in a manifest."""
        assert self.reason is not None, "it was checked"
        into = f", into: {self.into}" if self.into else ""
        return f"{{reason: {self.reason.value}, lastDay: {self.last_day}{into}}}"


def departure(workspace: Workspace, prepared: Prepared, wish: DepartureWish) -> FileEdit | None:
    """The edit that says it; None where it is said already. UsageError where it cannot be said so."""
    clients = {item.account.ref.name: item for item in prepared.accounts if not item.account.ref.is_office}
    summaries = {item.account: item for item in workspace.backend().summaries() if not item.account.is_office}
    gone = [ref for ref, item in summaries.items() if item.holds_anything]
    refuse_unknown((wish.client,), (*(item.account.ref for item in clients.values()), *gone))
    declared = clients.get(wish.client)
    if declared is not None and declared.offboarding is not None:
        _refuse_another(wish, declared.offboarding)
        return None
    _check(wish, clients)
    if declared is None:
        return _new_document(workspace, wish, summaries[AccountRef.client(wish.client)].bound_to)
    return _in_document(workspace, wish, declared)


def _refuse_another(wish: DepartureWish, written: Offboarding) -> None:
    said = (wish.reason or written.reason, wish.last_day or written.last_day, wish.into or written.into)
    if said != (written.reason, written.last_day, written.into):
        raise UsageError.of(REFUSALS("leaves-otherwise", client=wish.client, source=written.source))


def _check(wish: DepartureWish, clients: Mapping[str, DeclaredAccount]) -> None:
    if wish.reason is None or wish.last_day is None:
        raise UsageError.of(REFUSALS("leaves-how", client=wish.client))
    if (wish.reason is Departure.MERGED) != bool(wish.into):
        raise UsageError.of(REFUSALS("into-alone"))
    if wish.into == wish.client:
        raise UsageError.of(REFUSALS("into-itself"))
    if wish.into:
        refuse_unknown((wish.into,), (item.account.ref for item in clients.values()))
        if clients[wish.into].offboarding is not None:
            raise UsageError.of(REFUSALS("into-leaves", client=wish.into))


def _in_document(workspace: Workspace, wish: DepartureWish, declared: DeclaredAccount) -> FileEdit:
    """In the client's own document, or in that of the list it is made of."""
    source = declared.source
    assert source is not None, "it was written"
    generated = declared.generated
    kind, name = ("ClientSet", generated.client_set) if generated is not None else ("Client", wish.client)

    def edit(text: str) -> str | None:
        for document in read_documents(text, source.file)[0]:
            root = document.root
            if root.text("kind") == kind and root.text("name") == name:
                return _with_line(text, root, wish, listed=generated is not None)
        return None

    done = edited(workspace.root, source.file, edit)
    if done is None:
        written = f"{wish.client}: {wish.line}" if generated is not None else wish.line
        raise UsageError.of(REFUSALS("edit-by-hand", file=source.file, line=written, kind=kind, name=name))
    return done


def _with_line(text: str, root: Node, wish: DepartureWish, *, listed: bool) -> str | None:
    """`text` with the line in the document `root`; None where its fields do not stand on lines of their own."""
    lines = text.split("\n")
    there = root.get("offboarding") if listed else None
    if there is not None and there.key is not None:
        first = next(iter(there.entries().values()), None)
        if not isinstance(there.value, FrozenMap) or first is None or first.key is None:
            return None
        if not _stands_alone(lines, first.key.line, first.key.column):
            return None
        return insert_lines(text, first.key.line - 1, [f"{' ' * (first.key.column - 1)}{wish.client}: {wish.line}"])
    fields = [node for name in _ONE_LINE if (node := root.get(name)) is not None]
    places = [node.key for node in fields if node.key is not None]
    if not places or not all(_stands_alone(lines, place.line, place.column) for place in places):
        return None
    last = max(places, key=lambda place: place.line)
    indent = " " * (last.column - 1)
    added = [f"{indent}offboarding:", f"{indent}  {wish.client}: {wish.line}"]
    return insert_lines(text, last.line, added if listed else [f"{indent}offboarding: {wish.line}"])


def _stands_alone(lines: list[str], line: int, column: int) -> bool:
    """Whether nothing but blanks stands before a key on its line."""
    return not lines[line - 1][: column - 1].strip()


def _new_document(workspace: Workspace, wish: DepartureWish, company: Identity | None) -> FileEdit:
    """For a client that no manifest speaks of any more."""
    name = _new_file(workspace, wish.client)
    if company is None or name is None or (workspace.root / name).exists():
        raise UsageError.of(REFUSALS("nowhere-to-write", client=wish.client, line=wish.line))
    number = company.organization_number
    spaced = " ".join(number[start : start + 3] for start in range(0, 9, 3)) if number else ""
    which = f"organizationNumber: {spaced}" if spaced else f"companyId: {company.company_id}"
    lines = ["kind: Client", f"name: {wish.client}", which, f"offboarding: {wish.line}"]
    return FileEdit(name, "", "".join(f"{line}\n" for line in lines))


def _new_file(workspace: Workspace, client: str) -> str | None:
    """A file that the project reads, preferably among the clients."""
    patterns = [pattern for pattern in workspace.project.manifests if pattern.endswith(("/*.yaml", "/*.yml"))]
    for pattern in sorted(patterns, key=lambda one: "client" not in one):
        folder, _, rest = pattern.rpartition("/")
        return f"{folder.removesuffix('/**')}/{client}{rest[1:]}"
    return None
