"""The check port: a firm's own rules about plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan import Plan


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A guest's rule."""

    code: str
    """The code of the diagnostics it makes."""
    check: Callable[[Plan], Iterable[Diagnostic]]
    """What is wrong with the plan; an error keeps the account it concerns from being applied."""
