"""Where each value of one resource came from, and why one that is asked for is not there.

Promises: offline; every value with the place it was written at, the layers that said something else, and what its
template reads; of what is not there, every reason that can be found. Does not: look at the account, or print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from provisioner.engine.suggest import did_you_mean
from provisioner.engine.trace import (
    Said,
    declared_names,
    excluded_by,
    path_at,
    said_about,
    said_of_var,
    why_absent,
)
from provisioner.engine.trace_words import TRACE_WORDS
from provisioner.model.address import OFFICE, Address
from provisioner.model.diagnostics import Diagnostic, Place, Severity, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import Declared, DeclaredAccount
from provisioner.model.offboarding import Offboarding
from provisioner.model.resource import Desired
from provisioner.model.values import FrozenMap, Node, Value, plain
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.workspace import Workspace

_MOST_ACCOUNTS: Final = 20
"""So many are looked through for somebody who names none."""
_VARS: Final = re.compile(r"\bvars\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")


@dataclass(frozen=True, slots=True)
class Explained:
    """One value."""

    name: str
    """The attribute; of what is no attribute, the field of the manifest."""
    value: Value
    """What it is."""
    source: SourceRange | None
    """Where it was written; None: by the catalogue, or worked out."""
    template: str = ""
    """The template it was rendered from."""
    layers: tuple[Said, ...] = ()
    """Who says something about it, the one that holds first."""
    reads: tuple[tuple[str, tuple[Said, ...]], ...] = ()
    """The variables of its template, each with who says something about it."""
    path: str = ""
    """The field of the manifest, as it is written: `owner.employee`."""

    def answers_to(self, field: str) -> bool:
        """Whether it is what `field` names: the value, a field of the manifest, or a variable that it reads."""
        names = (self.name, self.path, *(name for name, _ in self.reads))
        return any(name == field or name.startswith(f"{field}.") for name in names)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What can be told of one address."""

    address: Address
    """Which."""
    found: Desired | None
    """What is wanted there; None: nothing."""
    values: tuple[Explained, ...] = ()
    """Its values, by name."""
    row: SourceRange | None = None
    """The row that its account was made of."""
    reasons: tuple[Diagnostic, ...] = ()
    """Why nothing is wanted there; errors first."""
    offboarding: Offboarding | None = None
    """That the client leaves, where it does."""
    entry: SourceRange | None = None
    """Where the firm's own catalogue entry for it is written; None: it is a bundled one, or none."""
    errors_elsewhere: bool = False
    """Whether the manifests hold errors that are not this account's."""


def explain_resource(workspace: Workspace, address: Address) -> Explanation:
    """Everything about `address`. ManifestInvalid where the manifests do not even say what is wanted of its account."""
    prepared = prepare(workspace)
    declared = next((item for item in prepared.accounts if item.account.ref == address.account), None)
    wrong = tuple(item for item in prepared.diagnostics if item.severity is Severity.ERROR)
    own = tuple(item for item in wrong if declared is None or item.concerns == address.account)
    if own:
        raise ManifestInvalid(own)
    return replace(_explanation(workspace, prepared, address, declared), errors_elsewhere=bool(wrong))


def addresses_near(workspace: Workspace, text: str) -> tuple[Address, ...]:
    """The addresses that somebody may mean who writes a part of one: of the account that it names, those of the name
    that follows; all of its own where none has that."""
    prepared = prepare(workspace)
    *_, last = parts = text.split("/")
    is_named = [item for item in prepared.accounts if item.account.ref.name in parts or text.startswith(OFFICE)]
    accounts = [item for item in is_named if item.account.ref.is_office == text.startswith(OFFICE)]
    there: list[Address] = []
    for declared in accounts or prepared.accounts[:_MOST_ACCOUNTS]:
        there += (item.address for item in prepared.expand(declared, workspace.clock.now()).desired)
    fitting = [address for address in there if last in (address.name, address.kind)]
    return tuple(fitting or (there if accounts else ()))


def _explanation(
    workspace: Workspace, prepared: Prepared, address: Address, declared: DeclaredAccount | None
) -> Explanation:
    if declared is None:
        return Explanation(address, None, reasons=(_no_account(prepared, address),))
    expansion = prepared.expand(declared, workspace.clock.now())
    found = next((item for item in expansion.desired if item.address == address), None)
    if found is not None:
        row = declared.generated.place if declared.generated is not None else None
        values = tuple(_values(prepared, declared, found))
        own = (item.source for item in prepared.manifests.integrations if item.name == found.integration)
        return Explanation(address, found, values, row, offboarding=declared.offboarding, entry=next(own, None))
    wrong = tuple(item for item in expansion.diagnostics if _concerns(item, address)) or expansion.diagnostics
    if has_errors(wrong):
        return Explanation(address, None, reasons=sort_unique(wrong))
    there = tuple(item.address for item in expansion.desired)
    return Explanation(address, None, reasons=tuple(_absent(prepared, declared, address, there)))


def _concerns(problem: Diagnostic, address: Address) -> bool:
    return problem.address is not None and problem.address.name == address.name


def _no_account(prepared: Prepared, address: Address) -> Diagnostic:
    name = address.account.name
    excluded = excluded_by(prepared.manifests, name)
    if excluded is not None:
        return excluded
    near, near_nb = did_you_mean(name, [item.account.ref.name for item in prepared.accounts if item.account.ref.name])
    return TRACE_WORDS("absent-account", Place(), name=name or "office", near=near, near_nb=near_nb)


def _absent(
    prepared: Prepared, declared: DeclaredAccount, address: Address, there: tuple[Address, ...]
) -> Iterator[Diagnostic]:
    """Why an account about which nothing is wrong does not have `address`."""
    name, account = address.name, declared.account.ref
    other = next((one for one in there if one.name == name), None)
    if other is not None:
        item = next((one for one in declared.declared if one.name == name), None)
        place = Place(item.source if item is not None else None, account=account)
        yield TRACE_WORDS("absent-elsewhere", place, name=name, there=other)
        return
    reasons = why_absent(prepared.manifests, declared, name)
    yield from reasons
    if not reasons:
        near, near_nb = did_you_mean(name, [*declared_names(prepared.manifests), *(one.name for one in there)])
        place = Place(declared.source, account=account)
        yield TRACE_WORDS("absent-undeclared", place, name=name, account=account, near=near, near_nb=near_nb)


def _values(prepared: Prepared, declared: DeclaredAccount, found: Desired) -> Iterator[Explained]:
    """The attributes by name, then what else was written."""
    item = _declaration(declared, found)
    told: set[tuple[str, ...]] = set()
    for name in sorted(found.attributes):
        origin = found.origins.get(name)
        path = path_at(item.body, origin) if item is not None and origin is not None else None
        if item is None or path is None:
            yield Explained(name, found.attributes[name], origin)
            continue
        told.add(path)
        yield _explained(prepared, declared, item, path, Explained(name, found.attributes[name], origin))
    for path, node in _leaves(item.body, ()) if item is not None else ():
        if not any(path[: len(one)] == one for one in told):
            bare = Explained(".".join(path), plain(node), node.origin)
            yield _explained(prepared, declared, item, path, bare)


def _declaration(declared: DeclaredAccount, found: Desired) -> Declared | None:
    alike = [one for one in declared.declared if one.name == found.address.name]
    return next((one for one in alike if one.source == found.source), alike[0] if alike else None)


def _explained(
    prepared: Prepared, declared: DeclaredAccount, item: Declared | None, path: tuple[str, ...], bare: Explained
) -> Explained:
    assert item is not None
    manifests = prepared.manifests
    node = item.body.get(*path)
    below = tuple(_leaves(node, path)) if node is not None else ()
    if len(below) == 1:  # `owner: {employee: …}` is one value
        path, node = below[0]
    text = node.value if node is not None and isinstance(node.value, str) else ""
    template = text if "{{" in text or "{%" in text else ""
    names = dict.fromkeys(_VARS.findall(template))
    reads = tuple((f"vars.{name}", said_of_var(manifests, declared, name.split("."))) for name in names)
    layers = said_about(manifests, declared, item.name, path)
    return Explained(bare.name, bare.value, bare.source, template, layers, reads, ".".join(path))


def _leaves(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    for name, child in sorted(node.entries().items()):
        if isinstance(child.value, FrozenMap):
            yield from _leaves(child, (*path, name))
        else:
            yield (*path, name), child
