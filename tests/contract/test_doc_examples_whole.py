"""Every YAML block of the documentation, whole: read, merged, rendered and expanded in a firm with what it refers to.

The firm's own documents give way to those of the same kind and name in the block; a part stands in the document that it
is a part of, as in test_doc_examples.py, which holds its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from provisioner.formats.manifest_format import kind_of
from provisioner.formats.yaml_source import read_documents
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import ManifestInvalid
from provisioner.runtime.session import validate
from provisioner.runtime.workspace import OpenOptions, Workspace
from tests.contract.test_doc_examples import AGE, Example, examples, filled, fitting_in

NOW = "2026-11-22T09:00:00Z"
PROJECT = f"""\
apiVersion: provisioner/v1
kind: Project
name: fjord-regnskap
manifests: ["*.yaml"]
state: sqlite:.provisioner/state.db
secrets: {{recipients: {{kari: {AGE}}}}}
provider: {{tripletex: {{endpoint: simulator, drivers: [guided]}}}}
vars: {{manager: per@nordlys.example, keysUntil: 2030-12-31, mandate: oppdragsavtale 2026-03}}
"""
AROUND = """\
kind: Office
name: fjord-regnskap
organizationNumber: 314 286 014
officeKeys:
  visma-finale: {owner: {employee: kari@fjord.example}, validFor: 365d}
  kredin: {owner: {employee: kari@fjord.example}, validFor: 365d}
---
kind: Integration
name: kassa-pluss
vendor: Kassa Pluss AS
applicationName: KassaPluss_Prod
methods: [custom-key]
permissions: same-as-owner
---
kind: Profile
name: butikk
integrations:
  shopify-connectmyapps:
    method: menu
    agreement: {acceptedBy: kari@fjord.example, authority: oppdragsavtale 2026-03}
---
kind: Profile
name: personal
integrations:
  huma: {method: user-key, owner: {employee: "{{ vars.manager }}"}, expires: 2027-12-31}
---
kind: Client
name: nordlys-bakeri
displayName: Nordlys Bakeri AS
organizationNumber: 312 345 676
labels: {bransje: handel, ring: canary}
---
kind: Client
name: annen-klient
displayName: Annen Klient AS
organizationNumber: 317 044 860
labels: {bransje: bygg}
"""
LIST = "navn;orgnr;bransje;profiler\nBrygga Blomster;923 609 016;handel;butikk\n"


def firm(example: Example, root: Path) -> None:
    """The block in a firm: the project's file, the block, and what is around it and not in it."""
    documents, _ = read_documents(filled(example.text), "block.yaml")
    texts = [part for part in filled(example.text).split("\n---\n") if part.strip()]
    whole = [text for text in texts if kind_of(read_documents(text, "x")[0][0])]
    there = {(kind_of(one), one.root.text("name")) for one in documents}
    kinds = {kind for kind, _ in there}
    project = next((text for text in whole if kind_of(read_documents(text, "x")[0][0]) == "Project"), PROJECT)
    around = [text for text in AROUND.split("---\n") if not _gives_way(text, there, kinds)]
    others = [text for text in whole if text is not project]
    for document, text in zip(documents, texts, strict=True):
        if not kind_of(document):
            frame, part = fitting_in(document)
            if frame == "Project":
                project = _joined(project, text)
            else:
                index = next(i for i, one in enumerate(around) if one.startswith(f"kind: {frame}"))
                around[index] = _joined(around[index], part_of(text) if part else text)
    (root / "provisioner.yaml").write_text(project, encoding="utf-8")
    for number, text in enumerate((*others, *around)):
        (root / f"{number}.yaml").write_text(text, encoding="utf-8")
    (root / "klienter.csv").write_text(LIST, encoding="utf-8")


def part_of(text: str) -> str:
    """An integration's own fields, under it."""
    return "integrations:\n  huma:\n" + "".join(f"    {line}\n" for line in text.splitlines())


def _gives_way(text: str, there: set[tuple[str, str]], kinds: set[str]) -> bool:
    (document,), _ = read_documents(text, "around.yaml")
    kind = kind_of(document)
    return (kind, document.root.text("name")) in there or (kind == "Office" and kind in kinds)


def _joined(whole: str, part: str) -> str:
    """The whole with the part's fields instead of its own."""
    (document,), _ = read_documents(part, "part.yaml")
    own = read_documents(whole, "whole.yaml")[0][0].root.entries()
    lines = whole.splitlines()
    starts = sorted(node.key.line for node in own.values() if node.key is not None)
    for name in document.root.entries():
        node = own.get(name)
        if node is None or node.key is None:
            continue
        end = next((line for line in starts if line > node.key.line), len(lines) + 1)
        lines[node.key.line - 1 : end - 1] = [""] * (end - node.key.line)
    return "\n".join((*lines, part))


def told(example: Example, root: Path) -> Iterator[str]:
    firm(example, root)
    with Workspace(OpenOptions(directory=root)) as workspace:
        try:
            found = validate(workspace).diagnostics
        except ManifestInvalid as error:
            found = error.diagnostics
    return (f"{one.source}: {one.code}: {one.summary}" for one in found if one.severity is Severity.ERROR)


@pytest.mark.parametrize("example", examples(), ids=str)
def test_a_block_is_valid_in_a_firm_that_has_what_it_refers_to(example: Example, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        assert list(told(example, tmp_path)) == []


def test_the_rule_sees_what_a_schema_does_not(tmp_path: Path) -> None:
    text = "kind: Client\nname: x\norganizationNumber: 312 345 677\nprofiles: [butik]\n"
    codes = {line.split(": ")[1] for line in told(Example("page.md", 1, text), tmp_path)}
    assert codes == {"organization-number", "unknown-profile"}
