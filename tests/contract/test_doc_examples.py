"""Every YAML block of the documentation is the language as it is: whole documents fit their schemas, parts fit in one.

A part (`state: …`, `secrets: …`) is checked as a part of a project, of a client or of the project's provider, whichever
has its keys. `…` stands for what everybody fills in themselves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pytest

import provisioner_schemas
from provisioner.formats.manifest_format import kind_of
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.yaml_source import Document, read_documents
from provisioner.model.values import FrozenMap, Node
from provisioner.runtime.guests.plugins import load_guests
from tests.contract import tree

PAGES = ("README.md", "CONTRIBUTING.md", *tree.under("docs/", "plugins/", "examples/", suffix=".md"))
ANOTHER_PROVIDERS = ("docs/plugins.md",)
"""Whose YAML is in the language of the provider that the page makes; tests/end_to_end/test_plugin_author.py runs it."""
BLOCK = re.compile(r"^```ya?ml[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
AGE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
PROJECT = "apiVersion: provisioner/v1\nkind: Project\nname: x\nstate: sqlite:x\nprovider: {tripletex: {}}\n"
CLIENT = "kind: Client\nname: x\norganizationNumber: 312 345 676\n"
OFFICE = "kind: Office\nname: x\norganizationNumber: 314 286 014\n"


FRAMES = ((PROJECT, "Project"), (CLIENT, "Client"), (OFFICE, "Office"))


class Example(NamedTuple):
    """One block of a page."""

    page: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def examples() -> list[Example]:
    found = []
    for page in sorted(set(PAGES) - set(ANOTHER_PROVIDERS)):
        text = tree.text(page)
        blocks = BLOCK.finditer(text)
        found += [Example(page, text.count("\n", 0, block.start()) + 2, block[1]) for block in blocks]
    return found


@cache
def schemas() -> SchemaSet:
    (provider,) = load_guests((), strangers=False).registry.providers.values()
    return SchemaSet(provisioner_schemas.documents()).with_provider(provider.language().schema)


def problems(text: str) -> list[str]:
    """What is wrong with each document of a block."""
    documents, found = read_documents(filled(text), "block.yaml")
    told = [f"{one.source}: {one.summary}" for one in found]
    for document in documents:
        told += fitting(document)
    return told if documents or found else ["it holds nothing"]


def filled(text: str) -> str:
    return re.sub(r"age1…", AGE, text).replace("env:…", "env:NAME")


def fitting(document: Document) -> list[str]:
    """What is wrong with a whole document; with a part, what is wrong with it wherever it fits best."""
    if kind_of(document):
        return [f"{one.source}: {one.summary} {one.hint}" for one in schemas().check_document(document)]
    attempts = [wrong_in(whole, document.root) for whole, _ in FRAMES]
    as_integration = Node(FrozenMap({"huma": document.root}))
    attempts.append(wrong_in(CLIENT, Node(FrozenMap({"integrations": as_integration}))))
    return min(attempts, key=len)


def fitting_in(document: Document) -> tuple[str, bool]:
    """The kind of document that a part fits in best, and whether it is a part of an integration there."""
    as_integration = Node(FrozenMap({"integrations": Node(FrozenMap({"huma": document.root}))}))
    attempts = [(len(wrong_in(whole, document.root)), kind, False) for whole, kind in FRAMES]
    attempts.append((len(wrong_in(CLIENT, as_integration)), "Client", True))
    _, kind, is_integration = min(attempts, key=lambda attempt: attempt[0])
    return kind, is_integration


def wrong_in(whole: str, part: Node) -> list[str]:
    """What is wrong with a part when it stands in a whole document instead of its own fields of the same names."""
    (frame,), _ = read_documents(whole, "frame.yaml")
    root = Node(FrozenMap({**frame.root.entries(), **part.entries()}), part.origin)
    return [f"{one.source}: {one.summary} {one.hint}" for one in schemas().check(kind_of(frame), root)]


@pytest.mark.parametrize("example", examples(), ids=str)
def test_a_block_is_the_language_as_it_is(example: Example) -> None:
    assert problems(example.text) == []


def test_there_are_examples_to_check() -> None:
    pages = {example.page for example in examples()}
    assert {"README.md", "docs/manifests.md", "docs/secrets.md", "docs/levels.md"} <= pages


@pytest.mark.parametrize(
    "text", ["kind: Client\nname: x\n", "stat: sqlite:x\n", "a: {{ b }}\n", "", "kind: Clint\n", "profiles: butikk\n"]
)
def test_the_rule_sees(text: str) -> None:
    assert problems(text)


def test_no_block_hides_as_another_language() -> None:
    """What looks like a manifest is marked as YAML, so that it is checked."""
    fence = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
    hidden = [
        f"{page}: {text.splitlines()[0]}"
        for page in PAGES
        for language, text in fence.findall(tree.text(page))
        if language not in ("yaml", "yml") and re.search(r"^kind: [A-Z]", text, re.MULTILINE)
    ]
    assert hidden == []
