"""Diagnostics as SARIF 2.1.0, for code scanning on GitHub, Azure and in editors.

Promises: one rule a code and one result a diagnostic, with the region it is about and the places that belong to it;
paths are URIs relative to the pipeline's own directory. Does not: read or write a file.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final, TypeAlias
from urllib.parse import quote

from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange
from provisioner.reports.checked import Checked

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT: Final = "%SRCROOT%"


def render(checked: Checked) -> str:
    """The document."""
    codes = sorted({found.code for found in checked.diagnostics})
    driver: dict[str, Json] = {"name": "provisioner", "rules": [_rule(code, checked) for code in codes]}
    if checked.version:
        driver["version"] = checked.version
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "language": checked.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "Where the pipeline checked the project out."}}},
        "results": [_result(found, codes.index(found.code), checked) for found in checked.diagnostics],
    }
    document: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, checked: Checked) -> Json:
    """A code, and the first example of it in place of a description: summaries are about what was found."""
    first = next(found for found in checked.diagnostics if found.code == code)
    parts = checked.paragraphs(first)
    return {
        "id": code,
        "shortDescription": {"text": code.replace("-", " ")},
        "fullDescription": {"text": parts[0]},
        "help": {"text": parts[-1]},
        "defaultConfiguration": {"level": _LEVELS[first.severity]},
    }


def _result(found: Diagnostic, rule: int, checked: Checked) -> Json:
    result: dict[str, Json] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": "\n".join(checked.paragraphs(found))},
        "partialFingerprints": {"provisioner/v1": _fingerprint(found)},
    }
    location: dict[str, Json] = {}
    if found.source is not None:
        location["physicalLocation"] = _physical(found.source, checked)
    about = found.address or found.account
    if about is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": str(about), "kind": "resource"}]
    if location:
        result["locations"] = [location]
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(related, checked), "message": {"text": checked.place(related)}}
            for number, related in enumerate(found.related, start=1)
        ]
    return result


def _physical(source: SourceRange, checked: Checked) -> Json:
    region: dict[str, Json] = {"startLine": max(source.line, 1), "startColumn": max(source.column, 1)}
    if source.end_line:
        region["endLine"] = source.end_line
    if source.end_line and source.end_column:
        region["endColumn"] = source.end_column
    uri = quote(checked.path(source.file), safe="/", errors="backslashreplace")
    return {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, "region": region}


def _fingerprint(found: Diagnostic) -> str:
    """The same for the same trouble when lines above it come or go."""
    file = found.source.file if found.source is not None else ""
    parts = [found.code, file, str(found.address or found.account or ""), found.text.summary]
    return hashlib.sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:32]
