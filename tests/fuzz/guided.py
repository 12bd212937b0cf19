"""The coverage-guided fuzzer of the reader and the composer: any bytes at all, from a file to nouns and templates.

Promises that `one_input` raises for nothing that a person could write: whatever the bytes are, there are documents or
diagnostics, every diagnostic has a place, and a text that was taken is taken the same way twice. The tests run it on
`corpus.json`; with atheris, which is no dependency of the project (`pip install atheris`), it looks for more:

    python -m tests.fuzz.guided -max_total_time=60

What it finds is added to `corpus.json`, as text in Latin-1, so that it stays found. Does not: reach for files.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import provisioner_schemas
from provisioner.formats.manifest_format import to_manifests, to_project
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.templating import Renderer, Scope
from provisioner.formats.yaml_source import Document, decode_text, read_documents
from provisioner.model.diagnostics import Diagnostic, has_errors
from provisioner.model.manifest import Project
from tests.cases.gallery import cases

CORPUS: Final = Path(__file__).with_name("corpus.json")
NAME: Final = "fuzz.yaml"
PROJECT: Final = (
    "apiVersion: provisioner/v1\nkind: Project\nname: fjord\nstate: sqlite:x\n"
    "provider: {tripletex: {endpoint: simulator}}\n"
)
SCOPE: Final = Scope({"client": {"name": "nordlys", "labels": {"a": "b"}}, "vars": {"a": [1, "x"]}})


@cache
def schemas() -> SchemaSet:
    """The shipped language."""
    return SchemaSet(provisioner_schemas.documents())


@cache
def project() -> Project:
    """A project around whatever is drawn."""
    (document,), _ = read_documents(PROJECT, "provisioner.yaml")
    found, problems = to_project(document)
    assert found is not None, problems
    return found


def one_input(data: bytes) -> None:
    """The whole way of one file. Raises where the program would have shown a trace."""
    text, problems = decode_text(data, NAME)
    documents: tuple[Document, ...] = ()
    found = list(problems)
    if text is not None:
        documents, problems = read_documents(text, NAME)
        found += problems
        again = read_documents(text, NAME)
        assert again == (documents, problems), "the same text is read the same way"
    sound = []
    renderer = Renderer()
    for document in documents:
        problems = schemas().check_document(document)
        found += problems
        if not has_errors(problems):
            sound.append(document)
        found += renderer.render(document.root, SCOPE, frozenset(("keyName",)))[1]
        to_project(document)
    found += to_manifests(project(), sound)[1]
    check(found)


def check(found: list[Diagnostic]) -> None:
    """What holds for whatever is said."""
    for problem in found:
        assert problem.source is not None, problem
        assert problem.source.line >= 1, problem
        assert problem.source.column >= 1, problem
        assert problem.text.summary, problem
        assert problem.told_in("nb").summary, problem
        assert len(problem.text.summary) < 2_000, problem.code


def seeds() -> list[bytes]:
    """What was found before, and the gallery of mistakes."""
    known: list[str] = json.loads(CORPUS.read_text(encoding="utf-8"))
    files = [path for case in cases() for path in sorted(case.rglob("*.yaml"))]
    return [*(text.encode("latin-1") for text in known), *(path.read_bytes() for path in files)]


def main() -> None:
    """Looks for more, from the seeds on."""
    atheris = importlib.import_module("atheris")  # only whoever fuzzes by hand has it
    atheris.instrument_all()
    with tempfile.TemporaryDirectory() as directory:
        for number, seed in enumerate(seeds()):
            (Path(directory) / f"{number:04}").write_bytes(seed)
        atheris.Setup([*sys.argv, "-timeout=10", "-rss_limit_mb=400", directory], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
