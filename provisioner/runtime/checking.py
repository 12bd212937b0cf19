"""Documents against the manifest language, each text but once.

Promises: a document that passed is passed over afterwards only where the very same text passed under the very same
rules: the house's schemas, the provider's part and the version. A memory that is missing, damaged or of other rules
knows nothing. Does not: remember what was wrong, or anything of a document but its digest.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provisioner import __version__
from provisioner.formats.canonical import digest
from provisioner.formats.yaml_source import Document
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.runtime.platform import make_private_directory, write_durably
from provisioner.runtime.words import WORDS
from provisioner_schemas import documents, fingerprint

if TYPE_CHECKING:
    from provisioner.formats.schema_check import SchemaSet

MOST_IN_A_FILE: Final = 50
MOST: Final = 1000
"""So many things that are wrong are told of one file, and of all of them."""
MEMORY: Final = "checked"
"""The file's name in the project's private directory: the digest of the rules, then one of each document."""


class Checking:
    """The check of one project's documents."""

    def __init__(self, provider_schema: Mapping[str, object] | None, private_directory: Path) -> None:
        """`provider_schema` is the provider's part of the language; None where the project names no known provider."""
        self._provider_schema = provider_schema
        self._directory = private_directory
        self._all: frozenset[str] | None = None

    @cached_property
    def schemas(self) -> SchemaSet:
        """The manifest language, compiled for what is not known to have passed."""
        from provisioner.formats.schema_check import SchemaSet  # noqa: PLC0415  # a twelfth of a plan without changes

        house = SchemaSet(documents())
        return house if self._provider_schema is None else house.with_provider(self._provider_schema)

    @cached_property
    def rules(self) -> str:
        """A digest of everything that decides what passes."""
        return digest([__version__, fingerprint(), self._provider_schema])

    @cached_property
    def _known(self) -> frozenset[str]:
        try:
            rules, *known = (self._directory / MEMORY).read_text(encoding="utf-8").split()
        except (OSError, ValueError):  # also text that is no UTF-8, or none at all
            return frozenset()
        return frozenset(known) if rules == self.rules else frozenset()

    def check(self, document: Document) -> tuple[Diagnostic, ...]:
        """Everything wrong with the kind and shape of one document that was read from a file.

        Its digest is of its whole text; what is made of others has no text of its own, and goes to `schemas`.
        """
        return () if document.digest in self._known else self.schemas.check_document(document)

    def check_all(
        self, found: Iterable[Document], *, are_all: bool = True
    ) -> tuple[tuple[Document, tuple[Diagnostic, ...]], ...]:
        """The same for all the documents that there are, the project's own among them; else say that they are not."""
        checked = tuple(self._within_limits(found))
        if not are_all:
            return checked
        self._all = frozenset(document.digest for document, problems in checked if not problems)
        return checked

    def _within_limits(self, found: Iterable[Document]) -> Iterator[tuple[Document, tuple[Diagnostic, ...]]]:
        """Each with what is wrong with it; where much is, of the rest of its file only that it is not sound.

        What is wrong takes far longer to say than to see, and nobody reads it all before mending the first of it.
        """
        of_files: Counter[str] = Counter()
        passed_by: dict[str, Diagnostic] = {}
        for document in found:
            file = document.source.file
            if of_files[file] < MOST_IN_A_FILE and of_files.total() < MOST:
                problems = self.check(document)
                of_files[file] += len(problems)
            elif document.digest in self._known or self.schemas.is_sound(document):
                problems = ()
            else:
                place = Place(document.source)
                problems = (passed_by.setdefault(file, WORDS("more-in-file", place, file=file)),)
            yield document, problems

    def remember(self) -> None:
        """Keeps which documents passed, if all were looked at. Where it cannot be kept, only time is lost."""
        if self._all is None or self._all == self._known:
            return
        with contextlib.suppress(OSError):
            make_private_directory(self._directory)
            write_durably(self._directory / MEMORY, "\n".join([self.rules, *sorted(self._all), ""]).encode())
