"""The whole way from a file's text to nouns, as the tests of this room walk it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import provisioner_schemas
from provisioner.formats.manifest_format import kind_of, to_manifests, to_project
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.yaml_source import Document, decode_text, read_documents
from provisioner.model.diagnostics import Diagnostic, has_errors, sort_unique
from provisioner.model.manifest import Manifests, Project

PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: fjord-regnskap
state: sqlite:.provisioner/state.db
provider: {tripletex: {endpoint: simulator}}
"""


@lru_cache
def schemas() -> SchemaSet:
    """The shipped schemas, compiled once."""
    return SchemaSet(provisioner_schemas.documents())


@dataclass(frozen=True)
class Reading:
    """What became of some texts."""

    documents: tuple[Document, ...]
    manifests: Manifests | None
    project: Project | None
    diagnostics: tuple[Diagnostic, ...]

    def found(self) -> list[tuple[str, int, int]]:
        """Code, line and column of everything that is wrong."""
        return [
            (diagnostic.code, diagnostic.source.line, diagnostic.source.column)
            for diagnostic in self.diagnostics
            if diagnostic.source is not None
        ]


def read(*texts: str | bytes, project: str = PROJECT) -> Reading:
    """Everything in `texts`, beside a project; every step is taken, whatever the one before found."""
    documents: list[Document] = []
    diagnostics: list[Diagnostic] = []
    for number, text in enumerate((project, *texts)):
        file = f"{number}.yaml"
        decoded, problems = decode_text(text if isinstance(text, bytes) else text.encode(), file)
        diagnostics += problems
        found, problems = read_documents(decoded or "", file)
        documents += found
        diagnostics += problems
    shaped = []
    for document in documents:
        problems = schemas().check_document(document)
        diagnostics += problems
        if not has_errors(problems):
            shaped.append(document)
    own = next((document for document in documents if kind_of(document) == "Project"), None)
    noun = None
    manifests = None
    if own is not None:
        noun, problems = to_project(own)
        diagnostics += problems
    if noun is not None:
        manifests, problems = to_manifests(noun, shaped)
        diagnostics += problems
    return Reading(tuple(documents), manifests, noun, sort_unique(diagnostics))
