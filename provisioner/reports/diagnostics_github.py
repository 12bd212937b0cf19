"""Diagnostics as GitHub's workflow commands, which show them at their lines in a pull request.

Promises: no text of a manifest can end a command or begin another. Does not: print.
"""

from __future__ import annotations

from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.reports.checked import Checked

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(checked: Checked) -> str:
    """A line for each; empty where there is none."""
    return "".join(_command(found, checked) + "\n" for found in checked.diagnostics)


def _command(found: Diagnostic, checked: Checked) -> str:
    first, *rest = checked.paragraphs(found)
    properties: dict[str, object] = {}
    source = found.source
    if source is not None:
        properties |= {"file": checked.path(source.file), "line": source.line}
        if source.end_line:
            properties["endLine"] = source.end_line
        properties["col"] = source.column
        if source.end_column and source.end_line in (0, source.line):
            properties["endColumn"] = source.end_column
    properties["title"] = found.code
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {told}::{_data(chr(10).join([first, *rest]))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
