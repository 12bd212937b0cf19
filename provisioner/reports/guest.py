"""The house's own formats, brought in by the same door as everybody else's.

Promises: importing this imports no format; each is imported when it is first rendered. Does not: colour anything; the
command line asks for colours where it writes to a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from provisioner.spi.entries import ReportEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.model.plan_view import PlanView

_FORMATS = (
    ("text", "text/plain"),
    ("json", "application/json"),
    ("markdown", "text/markdown"),
    ("html", "text/html"),
)
_MODULES = {"json": "json_report"}


@hookimpl
def provisioner_reports() -> list[ReportEntry]:
    """Text, JSON, Markdown and HTML."""
    return [ReportEntry(name, media_type, _renderer(name)) for name, media_type in _FORMATS]


def _renderer(name: str) -> Callable[[PlanView], str]:
    def render(view: PlanView) -> str:
        module = import_module(f"provisioner.reports.{_MODULES.get(name, name)}")
        return cast("Callable[[PlanView], str]", module.render)(view)

    return render
