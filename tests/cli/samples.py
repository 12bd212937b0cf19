"""Plans and reports for tests of the command line, and a workspace that opens nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from provisioner.cli.audience import Audience
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.model.errors import StateCorrupt
from provisioner.model.outcome import AccountReport, Applied, ApplyReport, Awaiting
from provisioner.model.plan import AccountPlan, Action, Change, Plan, Reason, Step, StepAction
from provisioner.model.state import Intent, IntentPhase
from provisioner.model.values import attributes
from provisioner.reports.guest import provisioner_reports
from provisioner.runtime.guests.registry import Registry
from provisioner.runtime.workspace import OpenOptions
from provisioner.spi.events import Event

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BAKERY = AccountRef.client("nordlys-bakeri")
KEY = Address(BAKERY, "user_key", "huma")
STEP = Step(KEY, StepAction.CREATE, 1, attributes(application="Huma"), driver="guided", holds_secret=True)
INTENT = Intent("abcdefgh23456789", STEP, IntentPhase.AWAITING, NOW, None, "sha256:0")


def change(action: Action = Action.CREATE, reason: Reason = Reason.NOT_IN_STATE, **more: Any) -> Change:
    return Change(KEY, action, reason, after=attributes(application="Huma"), **more)


def account_plan(*changes: Change, **more: Any) -> AccountPlan:
    account = Account(BAKERY, "Nordlys Bakeri AS", Identity(organization_number="312345676"))
    return AccountPlan(account, "lineage", 1, changes, **more)


def plan(*changes: Change, **more: Any) -> Plan:
    return Plan("fjord-regnskap", NOW, "0.1.0", (account_plan(*changes),), **more)


def problem(severity: Severity = Severity.ERROR, **more: Any) -> Diagnostic:
    text = Text("Something is wrong.", "This and that.", "Do it better.")
    norwegian = Text("Noe er galt.", "Ditt og datt.", "Gjør det bedre.")
    return Diagnostic("made-up", severity, text, translations=(("nb", norwegian),), **more)


AT = SourceRange("clients/nordlys.yaml", 2, 3, 2, 9)
CREATE = plan(change())
NOTHING = plan(change(Action.NO_OP, Reason.UNCHANGED))
WAITING = plan(change(Action.AWAIT, Reason.AWAITING_PERSON, since=NOW, intent_id=INTENT.id))
MADE = ApplyReport((AccountReport(BAKERY, (Applied(STEP, NOW, INTENT.id, "n1"),)),))
ASKED = ApplyReport((AccountReport(BAKERY, (Awaiting(INTENT, NOW),)),))
EMPTY = ApplyReport()


@dataclass
class FakeWorkspace:
    """Has what verbs look at, and remembers how it was opened."""

    options: OpenOptions
    root: Path
    language: str = "en"
    types: dict[str, Any] = field(default_factory=dict)
    registry: Registry = field(default_factory=Registry)
    provider: Any = None
    is_open: bool = False
    unreadable: dict[AccountRef, StateCorrupt] = field(default_factory=dict)
    minds_moves: bool = True
    opened_backend: None = None

    def __enter__(self) -> FakeWorkspace:
        self.is_open = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.is_open = False

    def types_in(self, plan: Plan) -> dict[str, Any]:
        return self.types

    def tell(self, event: Event) -> None:
        for guest in self.options.guests:
            if isinstance(guest, Audience):
                guest.provisioner_event(event)


@dataclass
class Stage:
    """A fake runtime: what verbs asked of it, and what it answers."""

    monkeypatch: pytest.MonkeyPatch
    root: Path
    language: str = "en"
    registry: Registry = field(default_factory=Registry)
    provider: Any = None
    opened: list[FakeWorkspace] = field(default_factory=list)
    asked: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.monkeypatch.setattr("provisioner.runtime.workspace.Workspace", self._open)

    def _open(self, options: OpenOptions) -> FakeWorkspace:
        house = {entry.format: entry for entry in provisioner_reports()}
        registry = replace(self.registry, reports={**house, **self.registry.reports})
        made = FakeWorkspace(options, self.root, options.language or self.language, registry=registry)
        made.provider = self.provider
        self.opened.append(made)
        return made

    def answers(self, name: str, answer: object) -> None:
        """`name`, such as `session.make_plan`, gives `answer`, calls it, or raises it."""
        calls = self.asked.setdefault(name, [])

        def function(workspace: FakeWorkspace, *words: Any, **named: Any) -> object:
            assert workspace.is_open, "the workspace was closed"
            calls.append((*words, *named.values()))
            if isinstance(answer, BaseException):
                raise answer
            return answer(workspace, *words) if callable(answer) else answer

        self.monkeypatch.setattr(f"provisioner.runtime.{name}", function)

    def plans(self, made: Plan, report: ApplyReport = EMPTY, settled: ApplyReport = EMPTY) -> None:
        """Planning gives `made`, applying it `report`."""
        from provisioner.runtime.session import Planned

        self.answers("session.settle_open", settled)
        self.answers("session.make_plan", Planned(made))
        self.answers("session.apply_plan", report)
