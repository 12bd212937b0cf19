"""What was found in live accounts, in the form in which a workbook says it, so that one writer makes the manifests.

Promises: what is declared of each client comes out of the manifests as it went in; things that are declared alike are
one column. Does not: know what an integration is, or read any account.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from provisioner.formats.survey.manifests import Body, Yaml, declaration_text, document_text, yaml_of
from provisioner.formats.survey.nouns import Answer, Company, KeyLine, Product, Survey
from provisioner.model.manifest import Declared, Integration
from provisioner.model.values import FrozenMap, Node, Value, plain
from provisioner.spi.language import AskedField, SetUp

_HEAD = ("integration", "method")


@dataclass(frozen=True, slots=True)
class FoundClient:
    """One client, and what is declared for it."""

    company: Company
    """Who, with a name."""
    declared: tuple[Declared, ...]
    """What was found."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one column is about."""

    name: str
    integration: str
    method: str


def survey_of_found(clients: Iterable[FoundClient]) -> Survey:
    """The survey that says the same."""
    clients = tuple(clients)
    counted = Counter(_kind(item) for client in clients for item in client.declared)
    ids = _ids(counted)
    paths: dict[str, dict[str, None]] = defaultdict(dict)
    companies: list[Company] = []
    lines: list[KeyLine] = []
    for client in clients:
        answers: dict[str, Answer] = {}
        for item in sorted(client.declared, key=lambda one: one.name):
            id_, said = ids[_kind(item)], fields_of(item.body)
            answers[id_] = Answer.THERE
            paths[id_].update(dict.fromkeys(said))
            lines.append(KeyLine(client.company.name, id_, FrozenMap(said)))
        companies.append(replace(client.company, answers=FrozenMap(answers)))
    products = (_product(id_, kind, tuple(paths[id_])) for kind, id_ in sorted(ids.items(), key=lambda one: one[1]))
    return Survey(tuple(products), tuple(companies), tuple(lines))


def fields_of(body: Node) -> Body:
    """What a declaration says besides its integration and its method, by path with dots."""
    found: Body = {}
    for key, node in body.entries().items():
        if key in _HEAD:
            continue
        inner = node.entries()
        if inner and not any(child.entries() or child.items() for child in inner.values()):
            found |= {f"{key}.{name}": _said(plain(child)) for name, child in inner.items()}
        else:
            found[key] = _said(plain(node))
    return found


def section_lines(declared: Iterable[Declared], indent: str = "  ") -> list[str]:
    """The lines of declarations below `officeKeys:` or `integrations:`."""
    lines: list[str] = []
    for item in sorted(declared, key=lambda one: one.name):
        head = {key: item.body.text(key) for key in _HEAD if item.body.text(key)}
        lines += declaration_text(item.name, {**head, **fields_of(item.body)})
    return [indent + line.removeprefix("  ") for line in lines]


def entry_text(entry: Integration) -> str:
    """A catalogue entry as a document."""
    fields = {key: _said(plain(node)) for key, node in entry.body.entries().items()}
    return document_text({"kind": "Integration", "name": entry.name, **fields})


def _said(value: Value) -> str:
    return value if isinstance(value, str) else Yaml(yaml_of(value))


def _kind(item: Declared) -> _Kind:
    integration = item.body.text("integration")
    return _Kind(item.name, "" if integration == item.name else integration, item.body.text("method"))


def _ids(counted: Mapping[_Kind, int]) -> dict[_Kind, str]:
    """A name for each column: its own for the most common way to declare it, else with its method behind."""
    ids: dict[_Kind, str] = {}
    taken: set[str] = set()
    for kind in sorted(counted, key=lambda one: (-counted[one], one.name, one.integration, one.method)):
        for name in _names(kind):
            if name not in taken:
                taken.add(name)
                ids[kind] = name
                break
    return ids


def _names(kind: _Kind) -> Iterator[str]:
    yield kind.name
    longer = "-".join(part for part in (kind.name, kind.method) if part)
    yield longer
    number = 2
    while True:
        yield f"{longer}-{number}"
        number += 1


def _product(id_: str, kind: _Kind, paths: tuple[str, ...]) -> Product:
    integration = kind.integration or (kind.name if id_ != kind.name else "")
    asked = tuple(AskedField(tuple(path.split(".")), FrozenMap({"en": path}), each=True) for path in paths)
    return Product(id_, id_, (SetUp(kind.method, asked),), integration, kind.method)
