"""Clients from the rows of a list: one for each row, as if somebody had written it.

Promises: a template over `row` is rendered for each row and what comes out is checked as a Client is; an empty cell
makes no label, no profile, no number; whatever is wrong names the row, and what is wrong with every row is told once.
The digest of a client is of its own row and of the template, so that a changed row concerns one client only. Templates
of integrations are left for later, when the rest of their scope is known. Does not: read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.canonical import digest
from provisioner.formats.manifest_accounts import AccountReader
from provisioner.formats.rendered import rendered_at, showing
from provisioner.formats.rows import Row
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.templating import Renderer, Scope
from provisioner.formats.words.lists import IN_ROWS, LIST_WORDS, SHORTENED
from provisioner.formats.yaml_source import Document
from provisioner.model.diagnostics import Diagnostic, Place, has_errors
from provisioner.model.manifest import Client, ClientSet, Generated, Manifests
from provisioner.model.values import FrozenMap, Node, plain, thaw

MAX_BAD_ROWS: Final = 50
MAX_ROWS_NAMED: Final = 3
_LATER: Final = "integrations"
_NUMBERS: Final = frozenset({"companyId"})
_LISTS: Final = ("profiles", "without")
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_PARTING: Final = (";", ",", "|", "/", "\n")


@dataclass(frozen=True, slots=True)
class ListedSet:
    """A ClientSet with the rows that were read for it."""

    client_set: ClientSet
    """What was written."""
    rows: tuple[Row, ...]
    """The list's."""
    whole: bool = True
    """Whether all rows are there, so that what is not among them is not in the list."""


@dataclass(frozen=True, slots=True)
class _Making:
    """What one list's rows are made into clients with."""

    listed: ListedSet
    schemas: SchemaSet
    renderer: Renderer
    names: Mapping[str, object]
    template: Node
    """Without what is rendered later."""
    later: Node | None
    digest: str
    excluded: set[str] = field(default_factory=set)
    """Entries of `exclude:` that left a row out."""
    values: dict[Diagnostic, str] = field(default_factory=dict)
    """What came out where something is wrong, by what is, its row included."""


def generate(
    manifests: Manifests, lists: Iterable[ListedSet], schemas: SchemaSet
) -> tuple[Manifests, tuple[Diagnostic, ...]]:
    """The manifests with the clients of all lists among them, and what is wrong with the rows."""
    renderer = Renderer()
    written = {client.account.ref.name: client for client in manifests.clients}
    made: dict[str, Client] = {}
    found: list[Diagnostic] = []
    values: dict[Diagnostic, str] = {}
    for listed in sorted(lists, key=lambda listed: listed.client_set.name):
        twice = 0
        making = _making(manifests, listed, schemas, renderer)
        for client in _clients(making, found):
            name = client.account.ref.name
            other = made.get(name) or written.get(name)
            if other is None:
                made[name] = client
                continue
            first = other.account.source or other.source
            code = "row-name-twice" if name in made else "row-client-written"
            if name in made and other.account.identity == client.account.identity:
                code = "row-company-twice"
            place = Place(client.account.source, related=(client.source, first))
            found.append(LIST_WORDS(code, place, name=name, first=first))
            twice += 1
            if twice > MAX_BAD_ROWS:
                found.append(_too_many(listed.client_set))
                break
        values.update(making.values)
    clients = tuple(sorted((*written.values(), *made.values()), key=lambda client: client.account.ref))
    return replace(manifests, clients=clients), tuple(_told_once(found, values))


def _making(manifests: Manifests, listed: ListedSet, schemas: SchemaSet, renderer: Renderer) -> _Making:
    office = manifests.office.account if manifests.office is not None else None
    whole = listed.client_set.template
    template = Node(whole.entries().without(_LATER), whole.origin, whole.key)
    return _Making(
        listed=listed,
        schemas=schemas,
        renderer=renderer,
        names=Scope.around(office, manifests.project),
        template=template,
        later=whole.get(_LATER),
        digest=digest(thaw(plain(whole))),
    )


def _clients(making: _Making, found: list[Diagnostic]) -> Iterable[Client]:
    """A client for each row that is not left out and that nothing is wrong with."""
    client_set = making.listed.client_set
    bad = count = 0
    for row in making.listed.rows:
        client, problems = _client(making, row)
        found.extend(problem.beside(row.place) for problem in problems)
        if client is not None:
            count += 1
            yield client
        bad += has_errors(problems)
        if bad > MAX_BAD_ROWS:
            found.append(_too_many(client_set))
            return
    if making.listed.whole and not bad:  # whom a row that cannot be used is about, nobody knows
        found.extend(_idle(making, is_empty=not count))


def _too_many(client_set: ClientSet) -> Diagnostic:
    return LIST_WORDS("too-many-bad-rows", Place(client_set.source), limit=MAX_BAD_ROWS, name=client_set.name)


def _idle(making: _Making, *, is_empty: bool) -> Iterable[Diagnostic]:
    """What has no effect: an entry of `exclude:` that nobody answers to, a list of nobody."""
    client_set = making.listed.client_set
    idle = [mention for mention in client_set.exclude if mention.name not in making.excluded]
    if idle:
        known = {str(value) for row in making.listed.rows for value in row.cells.values() if value != ""}
        for mention in idle:
            # Of numbers none is nearly another, and what a row has word for word is no help to whoever wrote it.
            guess = mention.name not in known and not "".join(mention.name.split()).isdigit()
            near, near_nb = did_you_mean(mention.name, known) if guess else ("", "")
            place = Place(mention.source)
            yield LIST_WORDS("exclude-nobody", place, name=mention.name[:60], near=near, near_nb=near_nb)
    if is_empty and not making.excluded:
        yield LIST_WORDS("list-gives-nobody", Place(client_set.source), name=client_set.name)


def _client(making: _Making, row: Row) -> tuple[Client | None, tuple[Diagnostic, ...]]:
    """What the row becomes; None where it is left out, or is unusable."""
    scope = Scope({**making.names, "row": thaw(row.cells)})
    rendered, faults = making.renderer.render(making.template, scope, number_fields=_NUMBERS)
    entries = {key: tidy for key, node in rendered.entries().items() if (tidy := _tidied(key, node)) is not None}
    if _is_excluded(making, entries):
        return None, ()
    if faults:
        return None, faults
    parted = tuple(_otherwise_parted(rendered))
    if parted:
        return None, _noted(making, row, rendered, parted)
    for name in ("name", "organizationNumber"):
        node = rendered.get(name)
        if node is not None and name not in entries and (name == "name" or "companyId" not in entries):
            return None, (LIST_WORDS("row-nothing-for", Place(node.origin), field=name),)
    client_set = making.listed.client_set
    if making.later is not None:
        entries[_LATER] = making.later
    root = Node(FrozenMap({"kind": Node("Client", rendered.origin), **entries}), rendered.origin, rendered.key)
    problems = making.schemas.check("Client", root)
    if has_errors(problems):
        return None, _noted(making, row, rendered, problems)
    cells = thaw(row.cells)
    reader = AccountReader()
    client = reader.client(Document(root, row.place, digest([making.digest, cells])))
    if client is None:
        return None, tuple(reader.diagnostics)
    generated = Generated(client_set.name, row.cells, row.place)
    client = replace(client, source=client_set.source, generated=generated)
    leaves = client_set.offboarding.get(client.account.ref.name)
    if leaves is not None:
        said = digest([client.digest, leaves.reason.value, leaves.last_day.isoformat(), leaves.into])
        client = replace(client, offboarding=leaves, digest=said)
    return client, tuple(reader.diagnostics)


def _tidied(key: str, node: Node) -> Node | None:
    """A rendered field without what came out empty; None where nothing is left of it."""
    if key in _LISTS:
        return _names(node)
    if key == "labels":
        kept = {name: tidy for name, child in node.entries().items() if (tidy := _stripped(child)) is not None}
        return Node(FrozenMap(kept), node.origin, node.key)
    return _stripped(node) if isinstance(node.value, str) else node


def _stripped(node: Node) -> Node | None:
    text = str(node.value).strip()
    return Node(text, node.origin, node.key) if text else None


def _names(node: Node) -> Node:
    """A list of names, or one text that holds several, as a list without doubles."""
    parts = [(str(item.value), item) for item in node.items()]
    cell = node.get("split")
    if cell is not None:
        parts = [(part, cell) for part in str(cell.value).split(node.text("on", ",") or ",")]
    names: dict[str, Node] = {}
    for text, at in parts:
        if text.strip():
            names.setdefault(text.strip(), Node(text.strip(), at.origin))
    return Node(tuple(names.values()), node.origin, node.key)


def _noted(making: _Making, row: Row, rendered: Node, problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The same; what came out where they are is noted, to be told with what is alike in other rows."""
    for problem in problems:
        value = rendered_at(making.template, rendered, problem.source)
        if value is not None:
            making.values[problem.beside(row.place)] = value
    return problems


def _otherwise_parted(rendered: Node) -> Iterable[Diagnostic]:
    """Cells that hold several names, parted by another sign than the manifest says."""
    for key in _LISTS:
        whole, cell = rendered.get(key), rendered.get(key, "split")
        if whole is None or cell is None:
            continue
        on, text = whole.text("on", ",") or ",", str(cell.value).strip()
        other = next((sign for sign in _PARTING if sign != on and sign in text), "")
        if other and on not in text:
            yield LIST_WORDS("row-other-delimiter", Place(cell.origin), field=key, on=on, other=other)


def _is_excluded(making: _Making, entries: Mapping[str, Node]) -> bool:
    """Whether an entry of `exclude:` means this row: by organisation number, by name, or by the company's name."""
    said = {key: str(entries[key].value) for key in ("name", "displayName", "organizationNumber") if key in entries}
    number = "".join(said.pop("organizationNumber", "").split())
    names = {name.casefold() for name in said.values()}
    left_out = False
    for mention in making.listed.client_set.exclude:
        if mention.name.casefold() in names or (number and "".join(mention.name.split()) == number):
            making.excluded.add(mention.name)
            left_out = True
    return left_out


def _told_once(found: Iterable[Diagnostic], values: Mapping[Diagnostic, str]) -> Iterable[Diagnostic]:
    """What differs only in the row it is about, as one that names the first few, and what stands there."""
    rows: dict[Diagnostic, list[Diagnostic]] = {}
    for problem in found:
        rows.setdefault(replace(problem, related=()), []).append(problem)
    for problem, alike in rows.items():
        related = tuple(dict.fromkeys(place for one in alike for place in one.related))[:MAX_ROWS_NAMED]
        shown = list(dict.fromkeys(values[one] for one in alike if one in values))[:MAX_ROWS_NAMED]
        words = SHORTENED if any(_SHORTENED.fullmatch(value) for value in shown) else IN_ROWS
        yield showing(replace(problem, related=related), shown, words)
