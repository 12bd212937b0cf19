"""What is wrong with a manifest that is not written yet, told of the cell from which it would be.

Promises: what the office's sheet says is told there, and what follows from it for clients is not told beside it; all
else stays as it was. Does not: find anything wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from provisioner.formats.survey.nouns import Cell, OfficeKey, Survey
from provisioner.formats.yaml_source import read_documents
from provisioner.model.diagnostics import Diagnostic, Text
from provisioner.model.manifest import Section
from provisioner.runtime.reading.editing import FileEdit


def told_at_cells(
    told: Iterable[Diagnostic], edits: Iterable[FileEdit], survey: Survey, file: str
) -> tuple[Diagnostic, ...]:
    """`told` of `edits`, which were made of what the workbook `file` says."""
    places = {place: (cell, key) for place, cell, key in _written(edits, survey)}
    kept: list[Diagnostic] = []
    wrong: list[OfficeKey] = []
    for one in told:
        found = places.get((one.source.file, one.source.line, one.source.column)) if one.source is not None else None
        if found is not None:
            wrong.append(found[1])
        kept.append(_at(one, found[0], file) if found is not None else one)
    return tuple(one for one in kept if not _follows(one, survey, wrong))


def _written(edits: Iterable[FileEdit], survey: Survey) -> Iterator[tuple[tuple[str, int, int], Cell, OfficeKey]]:
    """Where each answer about a key of the office would stand."""
    for edit in edits:
        for document in read_documents(edit.after, edit.name)[0]:
            for key in survey.office_keys:
                for path in key.said:
                    node = document.root.get(Section.OFFICE_KEYS.value, key.id, *path.split("."))
                    if node is not None and node.origin is not None and path in key.cells:
                        yield (node.origin.file, node.origin.line, node.origin.column), key.cells[path], key


def _at(one: Diagnostic, cell: Cell, file: str) -> Diagnostic:
    return replace(
        one,
        text=_naming(one.text, cell),
        translations=tuple((language, _naming(text, cell)) for language, text in one.translations),
        source=cell.at(file),
        address=None,
    )


def _naming(text: Text, cell: Cell) -> Text:
    return replace(text, summary=f"{cell}: {text.summary}")


def _follows(one: Diagnostic, survey: Survey, wrong: list[OfficeKey]) -> bool:
    """Whether it is told of a client's access through a key that is wrong itself, and may be right once that is."""
    if one.address is None or one.address.account.is_office:
        return False
    product = survey.product(one.address.name)
    through = product is not None and product.set_up.at_office is not None
    return through and product is not None and any(key.serves(product) for key in wrong)
