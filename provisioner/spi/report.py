"""The report port: a plan as text in some format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.model.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A guest's format, chosen by `--format NAME`."""

    format: str
    """Its name."""
    media_type: str
    """What the text is, such as `text/html`."""
    render: Callable[[PlanView], str]
    """The text. It never writes, and never holds a secret, for the view holds none."""
