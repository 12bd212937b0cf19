"""Office, clients, profiles and the firm's own catalogue entries as nouns.

Promises: every noun keeps the places of its parts; nothing is raised for a tree that breaks the schema, what cannot be
used is left out. Does not: complain about what the schema already complains about.
"""

from __future__ import annotations

from datetime import date

from provisioner.formats.forms import is_name, is_reserved
from provisioner.formats.words.manifests import MANIFEST_WORDS
from provisioner.formats.yaml_source import Document
from provisioner.model.account import Account, organization_number_is_valid
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import (
    EMPTY_NODE,
    Client,
    ClientList,
    ClientSet,
    Declaration,
    Integration,
    ListKind,
    Mention,
    Office,
    Profile,
    Section,
    identity_of,
)
from provisioner.model.offboarding import Departure, Offboarding
from provisioner.model.values import FrozenMap, Node


class AccountReader:
    """Makes nouns of documents and collects what is wrong with them."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def office(self, document: Document) -> Office | None:
        """The office that `document` describes."""
        name = self.name(document)
        if name is None:
            return None
        root = document.root
        return Office(
            account=self.account(AccountRef.office(), name, document),
            source=document.source,
            office_keys=declarations(root, Section.OFFICE_KEYS),
            integrations=declarations(root, Section.INTEGRATIONS),
            profiles=mentions(root, "profiles"),
            without=mentions(root, "without"),
            our_people=tuple(mention.name for mention in mentions(root, "ourPeople")),
            vars=mapping(root, "vars"),
            digest=document.digest,
        )

    def client(self, document: Document) -> Client | None:
        """The client that `document` describes."""
        name = self.name(document)
        if name is None:
            return None
        root = document.root
        if is_reserved(name):
            self.report("reserved-name", root.get("name"), name=name)
        return Client(
            account=self.account(AccountRef.client(name), name, document),
            source=document.source,
            integrations=declarations(root, Section.INTEGRATIONS),
            profiles=mentions(root, "profiles"),
            without=mentions(root, "without"),
            vars=mapping(root, "vars"),
            digest=document.digest,
            offboarding=offboarding(root.get("offboarding")),
            labels_source=_origin(root, "labels"),
        )

    def client_set(self, document: Document) -> ClientSet | None:
        """The list of clients that `document` describes."""
        name = self.name(document)
        rows = client_list(document.root)
        if name is None or rows is None:
            return None
        if is_reserved(name):
            self.report("reserved-name", document.root.get("name"), name=name)
        return ClientSet(
            name=name,
            source=document.source,
            rows=rows,
            template=mapping(document.root, "client"),
            exclude=mentions(document.root, "exclude"),
            offboarding=departures(document.root),
        )

    def profile(self, document: Document) -> Profile | None:
        """The profile that `document` describes."""
        name = self.name(document)
        if name is None:
            return None
        root = document.root
        return Profile(
            name=name,
            source=document.source,
            selector=texts(root, "selector") if root.get("selector") is not None else None,
            selector_source=_origin(root, "selector"),
            integrations=declarations(root, Section.INTEGRATIONS),
            vars=mapping(root, "vars"),
            digest=document.digest,
        )

    def integration(self, document: Document) -> Integration | None:
        """The catalogue entry that `document` holds."""
        name = self.name(document)
        if name is None:
            return None
        return Integration(name=name, body=document.root, source=document.source, digest=document.digest)

    def name(self, document: Document) -> str | None:
        """The document's name, where it can be one."""
        name = document.root.text("name")
        if is_name(name):
            return name
        self.report("invalid-name", document.root.get("name") or document.root)
        return None

    def account(self, ref: AccountRef, name: str, document: Document) -> Account:
        """The account of an office or a client."""
        root = document.root
        company = root.get("companyId")
        return Account(
            ref=ref,
            display_name=root.text("displayName") or name,
            identity=identity_of(
                self.organization_number(root.get("organizationNumber")),
                company.value if company is not None and type(company.value) is int else None,
            ),
            labels=texts(root, "labels"),
            source=document.source,
        )

    def organization_number(self, node: Node | None) -> str | None:
        """Nine digits, where they are right. YAML reads one without blanks as a number."""
        if node is None or isinstance(node.value, bool) or not isinstance(node.value, (str, int)):
            return None  # the schema has said so
        digits = "".join(str(node.value).split())
        if organization_number_is_valid(digits):
            return digits
        self.report("organization-number", node, number=str(node.value)[:40], count=len(digits))
        return None

    def report(self, code: str, node: Node | None, **values: object) -> None:
        """One diagnostic at `node`."""
        self.diagnostics.append(MANIFEST_WORDS(code, Place(node.origin if node is not None else None), **values))


def client_list(root: Node) -> ClientList | None:
    """Where a list's rows are; None where it does not say."""
    node = root.get("from")
    if node is None or node.origin is None:
        return None
    if isinstance(node.value, tuple):
        return ClientList(ListKind.INLINE, node.origin, rows=node.items())
    kind = next((kind for kind in ListKind if node.get(kind.value) is not None), None)
    if kind is None or kind is ListKind.INLINE:
        return None
    return ClientList(
        kind=kind,
        source=node.origin,
        file=node.text(kind.value),
        delimiter=node.text("delimiter"),
        encoding=node.text("encoding"),
        sheet=node.text("sheet"),
    )


def offboarding(node: Node | None) -> Offboarding | None:
    """What is written about a client that leaves; None where it stays, or the schema complains."""
    if node is None:
        return None
    try:
        reason, day = Departure(node.text("reason")), date.fromisoformat(node.text("lastDay"))
    except ValueError:
        return None
    return Offboarding(reason, day, node.origin, node.text("into"))


def departures(root: Node) -> FrozenMap[Offboarding]:
    """The clients of a list that leave, by name."""
    node = root.get("offboarding")
    found = {name: offboarding(child) for name, child in node.entries().items()} if node is not None else {}
    return FrozenMap({name: one for name, one in found.items() if one is not None})


def declarations(root: Node, section: Section) -> tuple[Declaration, ...]:
    """What is declared under one of an account's lists, sorted by name."""
    declared = root.get(section.value)
    if declared is None:
        return ()
    found = []
    for name, body in declared.entries().items():
        source = body.key or body.origin
        if isinstance(body.value, FrozenMap) and source is not None and is_name(name):
            found.append(Declaration(name, section, body, source))
    return tuple(sorted(found, key=lambda declaration: declaration.name))


def mentions(root: Node, key: str) -> tuple[Mention, ...]:
    """A list of names, in the order written; a name that stands twice counts once."""
    node = root.get(key)
    found: dict[str, Mention] = {}
    for item in node.items() if node is not None else ():
        if isinstance(item.value, str | int) and item.origin is not None:
            found.setdefault(str(item.value), Mention(str(item.value), item.origin))
    return tuple(found.values())


def _origin(root: Node, key: str) -> SourceRange | None:
    node = root.get(key)
    return node.origin if node is not None else None


def texts(root: Node, key: str) -> FrozenMap[str]:
    """A mapping from text to text."""
    node = root.get(key)
    entries = node.entries() if node is not None else FrozenMap[Node]()
    return FrozenMap({name: child.value for name, child in entries.items() if isinstance(child.value, str)})


def mapping(root: Node, key: str) -> Node:
    """The mapping under `key`; an empty one where there is none."""
    node = root.get(key)
    return node if node is not None and isinstance(node.value, FrozenMap) else EMPTY_NODE
