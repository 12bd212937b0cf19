"""Checked trees to the manifest nouns.

Promises: everything that can be wrong with documents that are each well-formed is found here, in one go: numbers that
fail their check, names that occur twice, a second office. Nothing is raised for trees that were not
checked; what cannot be used is left out and named. Does not: check shapes (schema_check.py), compare companies
(engine/select.py), merge or render.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.manifest_accounts import AccountReader
from provisioner.formats.manifest_project import ProjectReader
from provisioner.formats.words.manifests import MANIFEST_WORDS
from provisioner.formats.yaml_source import Document
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Client, ClientSet, Integration, Manifests, Office, Profile, Project

N = TypeVar("N")

PROJECT: Final = "Project"
KINDS: Final = (PROJECT, "Office", "Client", "ClientSet", "Profile", "Integration")


def kind_of(document: Document) -> str:
    """What the document says it is; empty where it does not say."""
    return document.root.text("kind")


def check_kind(document: Document) -> tuple[Diagnostic, ...]:
    """What is wrong with a document's `kind:`."""
    kind = kind_of(document)
    if kind in KINDS:
        return ()
    kinds = ", ".join(f"`{known}`" for known in KINDS)
    node = document.root.get("kind")
    if node is None or not kind:
        return (MANIFEST_WORDS("missing-kind", Place(document.source), kinds=kinds),)
    near, near_nb = did_you_mean(kind, KINDS)
    return (
        MANIFEST_WORDS("unknown-kind", Place(node.origin), kind=kind[:60], kinds=kinds, near=near, near_nb=near_nb),
    )


def provider_name(document: Document) -> str | None:
    """The one key under a project's `provider:`, wanted before the document can be checked."""
    node = document.root.get("provider")
    return next(iter(node.entries()), None) if node is not None else None


def to_project(document: Document) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """The project, or None, and what is wrong with it."""
    reader = ProjectReader()
    project = reader.project(document)
    return project, tuple(reader.diagnostics)


def to_manifests(project: Project, documents: Iterable[Document]) -> tuple[Manifests, tuple[Diagnostic, ...]]:
    """Everything below one project, and what is wrong with it. The project's own document may be among them."""
    collector = _Collector(project)
    for document in sorted(documents, key=lambda document: document.source):
        collector.add(document)
    return collector.manifests(), tuple(collector.diagnostics + collector.reader.diagnostics)


@dataclass(frozen=True, slots=True)
class _Named:
    """A noun under its name."""

    noun: object
    source: SourceRange


class _Collector:
    """Gathers nouns by kind and name."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.reader = AccountReader()
        self.diagnostics: list[Diagnostic] = []
        self.found: dict[str, dict[str, _Named]] = {kind: {} for kind in KINDS}
        self.makers: dict[str, Callable[[Document], object | None]] = {
            "Office": self.reader.office,
            "Client": self.reader.client,
            "ClientSet": self.reader.client_set,
            "Profile": self.reader.profile,
            "Integration": self.reader.integration,
        }

    def add(self, document: Document) -> None:
        """One document."""
        kind = kind_of(document)
        if kind == PROJECT:
            if document.source != self.project.source:
                self.report("second-project", document.source, self.project.source)
            return
        if kind not in KINDS:
            self.diagnostics += check_kind(document)
            return
        noun = self.makers[kind](document)
        if noun is None:
            return
        named = self.found[kind]
        name = document.root.text("name")
        if kind == "Office" and named:
            self.report("second-office", document.source, next(iter(named.values())).source)
        elif name in named:
            place = document.root.get("name")
            here = place.origin if place is not None and place.origin is not None else document.source
            self.report("duplicate-name", here, named[name].source, kind=kind, name=name)
        else:
            named[name] = _Named(noun, document.source)

    def manifests(self) -> Manifests:
        """Everything found, sorted by name."""
        office = next(iter(self.nouns(Office)), None)
        clients = self.nouns(Client)
        sets = self.nouns(ClientSet)
        return Manifests(self.project, office, clients, self.nouns(Profile), self.nouns(Integration), sets)

    def nouns(self, kind: type[N]) -> tuple[N, ...]:
        """Those of one kind, sorted by name."""
        found = self.found[kind.__name__]
        return tuple(noun for name in sorted(found) if isinstance(noun := found[name].noun, kind))

    def report(self, code: str, here: SourceRange, first: SourceRange, **values: object) -> None:
        """One diagnostic about two places."""
        self.diagnostics.append(MANIFEST_WORDS(code, Place(here, related=(first,)), first=first, **values))
