"""Saved plans and workbooks on disk.

Promises: a file is either the whole plan or what it was before. Does not: decide whether a plan may be applied.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.cli.invocation import Invocation
from provisioner.cli.refusals import REFUSALS
from provisioner.model.diagnostics import Severity, has_errors
from provisioner.model.errors import UsageError
from provisioner.runtime.platform import write_durably

if TYPE_CHECKING:
    from provisioner.runtime.session import Planned


def save(planned: Planned, out: Path, invocation: Invocation) -> None:
    """Writes the plan, unless nothing in it could ever be applied."""
    found = planned.plan.diagnostics
    if any(item.severity is Severity.ERROR and item.concerns is None for item in found):
        invocation.console.err(invocation.words("not-saved", file=out))
        return
    save_bytes(planned.data, out)
    invocation.console.err(invocation.words("saved-with-errors" if has_errors(found) else "saved", file=out))


def save_bytes(data: bytes, out: Path) -> None:
    """Writes a file whole. UsageError where that cannot be."""
    try:
        write_durably(out, data)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError.of(REFUSALS("not-written", path=out, error=why)) from error


def refuse_workbook(out: Path, *, overwrite: bool) -> None:
    """UsageError where a workbook cannot be written under that name, or something is there that must stay."""
    if out.suffix.lower() != ".xlsx":
        name = out.with_suffix(".xlsx") if out.stem.strip(".") else Path("status.xlsx")
        raise UsageError.of(REFUSALS("workbook-name", path=out, name=name))
    if out.exists() and not overwrite:
        raise UsageError.of(REFUSALS("file-there", path=out))


def load(path: Path) -> bytes:
    """The bytes of a saved plan. UsageError where they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError.of(REFUSALS("not-read", path=path, error=why)) from error
