"""What programs read: diagnostics, outcomes, states and work as JSON.

Promises: every document is an object that begins with its `format_version` and holds its lists under a name; times in
UTC with `Z`, keys in one order, nothing secret. A diagnostic has the shape it has in a plan.
Does not: round-trip.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from provisioner.formats import canonical
from provisioner.model.diagnostics import ENGLISH, Diagnostic, Severity, SourceRange

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


FORMAT_VERSION: Final = "1.0"
"""Of every document that a verb prints. Its first number changes where a program that reads it would have to."""


def document(fields: Mapping[str, Json]) -> str:
    """What a verb prints for programs with `--format json`: an object, so that something can be added to it later."""
    return json.dumps({"format_version": FORMAT_VERSION, **fields}, ensure_ascii=False, indent=2) + "\n"


def one_line(document: Json) -> str:
    """An event of a stream; its version stands in the stream's first."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def noun(value: object) -> dict[str, Json]:
    """A noun of the house as plain data, in its canonical form."""
    plain: dict[str, Json] = json.loads(canonical.encode(value))
    return plain


def diagnostic(found: Diagnostic) -> dict[str, Json]:
    """One diagnostic, as in a plan."""
    about = found.concerns
    return {
        "severity": found.severity.value,
        "code": found.code,
        "summary": found.text.summary,
        "detail": found.text.detail,
        "hint": found.text.hint,
        "address": str(found.address) if found.address is not None else None,
        "account": str(about) if about is not None else None,
        "source": _source(found.source),
        "related": [_source(related) for related in found.related],
    }


def verdict(diagnostics: Iterable[Diagnostic]) -> dict[str, Json]:
    """What `validate` says, in the shape that programs know from its model; what stands wrong in one place is one of
    its `diagnostics`, with every account that it concerns."""
    from provisioner.reports.findings import alike
    from provisioner.reports.words import words

    groups = alike(diagnostics, words(ENGLISH))
    found = tuple(group[0] for group in groups)
    errors = sum(1 for item in found if item.severity is Severity.ERROR)
    return {
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": sum(1 for item in found if item.severity is Severity.WARNING),
        "diagnostics": [
            {**diagnostic(group[0]), "accounts": [*sorted({str(item.concerns) for item in group if item.concerns})]}
            for group in groups
        ],
    }


def _source(source: SourceRange | None) -> Json:
    return None if source is None else {"file": source.file, "line": source.line, "column": source.column}
