"""Events for programs: one JSON object a line on standard output, as its model streams them.

Promises: every line has `type`, `@level`, `@message` and `@timestamp`; the first is `version`, and nothing secret is
ever in one, for an event holds none. Does not: keep anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from provisioner import __version__
from provisioner.cli import machine
from provisioner.cli.console import Console
from provisioner.cli.machine import Json
from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.plan import Plan
from provisioner.model.plan_view import PlanView
from provisioner.reports.plain import plan_summary, utc
from provisioner.spi.events import Event, EventKind

STREAM_VERSION: Final = "1.0"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warn", Severity.INFO: "info"}


class EventStream:
    """Writes events. Safe to use from several threads."""

    def __init__(self, console: Console, now: Callable[[], datetime]) -> None:
        self._console = console
        self._now = now
        self._lock = threading.Lock()
        self._write("version", f"provisioner {__version__}", {"provisioner": __version__, "ui": STREAM_VERSION})

    def observe(self, event: Event) -> None:
        """An event of the run."""
        fields: dict[str, Json] = {}
        if event.account is not None:
            fields["account"] = str(event.account)
        if event.address is not None:
            fields["address"] = str(event.address)
        if event.total:
            fields |= {"done": event.done, "total": event.total}
        if event.detail:
            fields["detail"] = machine.noun(event.detail)
        level = "error" if event.kind is EventKind.APPLY_ERRORED else "info"
        about = event.address or event.account
        message = event.message or event.kind.value.replace("_", " ") + (f": {about}" if about is not None else "")
        self._write(event.kind.value, message, fields, level, event.at)

    def diagnostic(self, found: Diagnostic) -> None:
        """Something that is wrong or worth knowing."""
        fields: dict[str, Json] = {"diagnostic": machine.diagnostic(found)}
        self._write(EventKind.DIAGNOSTIC.value, found.summary, fields, _LEVELS[found.severity])

    def plan(self, plan: Plan, view: PlanView) -> None:
        """What would change, and how much of it there is."""
        for account in view.accounts:
            for row in account.told:
                change = row.change
                fields: dict[str, Json] = {
                    "account": str(account.ref),
                    "address": str(row.address),
                    "change": {
                        "action": change.action.value,
                        "reason": change.reason.value,
                        "generation": change.generation,
                        "deposed": change.deposed,
                    },
                }
                self._write(EventKind.PLANNED_CHANGE.value, f"{row.address}: {row.verdict}", fields)
        for found in (*plan.diagnostics, *plan.guards):
            self.diagnostic(found)
        totals = view.totals
        changes: dict[str, Json] = {
            "add": totals.add,
            "change": totals.change,
            "remove": totals.destroy,
            "adopt": totals.adopt,
            "forget": totals.forget,
            "held": totals.held,
            "awaiting": totals.awaiting,
            "errors": totals.errors,
            "operation": "plan",
        }
        self._write(EventKind.CHANGE_SUMMARY.value, plan_summary(totals), {"changes": changes})

    def applied(self, message: str, changes: dict[str, Json]) -> None:
        """How it ended."""
        self._write(EventKind.CHANGE_SUMMARY.value, message, {"changes": changes})

    def _write(
        self, kind: str, message: str, fields: dict[str, Json], level: str = "info", at: datetime | None = None
    ) -> None:
        line: dict[str, Json] = {"@level": level, "@message": message, "@module": "provisioner"}
        line |= {"@timestamp": utc(at or self._now()), "type": kind, **fields}
        with self._lock:
            self._console.machine(machine.one_line(line))
