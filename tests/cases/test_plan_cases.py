"""Cases as data: each folder of `plan/` holds what is wanted, known and there, and the plan that comes of it.

`case.json` says only what differs from the plain: an account that is attested empty, a state at serial 1, kinds that
can be read whole once `live` is given. `plan.txt` holds one line for each change, each diagnostic and each step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from provisioner.engine.planner import plan_account
from provisioner.engine.request import PlannedAccount, PlanOptions, PlanRequest
from provisioner.engine.schedule import schedule
from provisioner.model.address import Address
from provisioner.model.offboarding import Departure, Leaving, Offboarding, OurPeople
from provisioner.model.plan import Change, Step, StepAction
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation, Intent, IntentPhase, Inventory, InventoryStatus
from provisioner.model.values import Attributes, unthaw
from provisioner.model.work import Handoff, HandoffStatus
from provisioner.testing.strategies import ACCOUNT, CLIENT, NOW, TYPES

CASES = Path(__file__).parent / "plan"


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a case, read field by field."""

    fields: Mapping[str, object]

    def text(self, name: str) -> str | None:
        return cast("str | None", self.fields.get(name))

    def number(self, name: str, default: int) -> int:
        return cast("int", self.fields.get(name, default))

    def flag(self, name: str) -> bool:
        return bool(self.fields.get(name))

    def day(self, name: str) -> date | None:
        text = self.text(name)
        return None if text is None else date.fromisoformat(text)

    def attributes(self) -> Attributes:
        return cast("Attributes", unthaw(self.fields.get("attributes", {})))

    def parts(self, name: str) -> list[Part]:
        return [Part(cast("Mapping[str, object]", one)) for one in cast("list[object]", self.fields.get(name, []))]

    def addresses(self, name: str) -> tuple[Address, ...]:
        return tuple(map(address, cast("list[str]", self.fields.get(name, []))))

    def address(self) -> Address:
        return address(self.text("address") or "")


def address(text: str) -> Address:
    """`key/huma`, of the one account."""
    return Address.parse(f"{CLIENT}/{text}")


def desired(part: Part) -> Desired:
    return Desired(
        part.address(),
        part.attributes(),
        depends_on=part.addresses("needs"),
        adopt=part.flag("adopt"),
        protect=part.flag("protect"),
        expires_on=part.day("expires"),
        rotate_before_days=part.number("rotateBefore", 0),
    )


def generation(part: Part, of: Address) -> Generation:
    secret = SecretStatus(part.text("secret") or "stored") if of.kind == "key" else None
    handoff = part.text("handoff")
    return Generation(
        number=part.number("generation", 1),
        attributes=part.attributes(),
        made_at=NOW,
        native_id=part.text("id"),
        expires_on=part.day("expires"),
        secret=secret,
        handoff=None if handoff is None else Handoff("Vendor", HandoffStatus(handoff)),
    )


def entry(part: Part) -> Entry:
    of = part.address()
    return Entry(
        of,
        generation(part, of),
        deposed=tuple(generation(old, of) for old in part.parts("deposed")),
        tainted=part.flag("tainted"),
        depends_on=part.addresses("needs"),
    )


def intent(part: Part) -> Intent:
    phase = IntentPhase(part.text("phase") or "calling")
    action = StepAction(part.text("action") or "create")
    step = Step(part.address(), action, part.number("generation", 1), part.attributes())
    return Intent(
        id="begun",
        step=step,
        phase=phase,
        opened_at=NOW,
        deadline=NOW if phase is IntentPhase.CALLING else None,
        plan_digest="",
    )


def request(case: Part) -> PlanRequest:
    prior = AccountState(
        CLIENT,
        "line",
        1,
        inventory=Inventory(InventoryStatus(case.text("inventory") or "attested"), exists=case.addresses("exists")),
        entries=tuple(entry(part) for part in case.parts("state")),
        intents=tuple(intent(part) for part in case.parts("intents")),
    )
    live = tuple(
        Live(CLIENT, part.text("kind") or "", part.attributes(), part.text("id")) for part in case.parts("live")
    )
    options = PlanOptions(
        targets=case.addresses("targets"),
        recreate=frozenset(case.addresses("recreate")),
        rotate=frozenset(case.addresses("rotate")),
        destroy=case.flag("destroy"),
    )
    read = Read(CLIENT, visible=True, complete=frozenset(TYPES), live=live) if "live" in case.fields else None
    wanted = tuple(desired(part) for part in case.parts("desired"))
    return replace(PlanRequest(ACCOUNT, TYPES, wanted, prior, read, NOW), options=options, leaving=leaving(case))


def leaving(case: Part) -> Leaving | None:
    """`leaves` is the last day; `ours` and `perhaps` say whose keys are ours."""
    last_day = case.day("leaves")
    if last_day is None:
        return None
    ours, perhaps = (tuple(cast("list[str]", case.fields.get(name, []))) for name in ("ours", "perhaps"))
    return Leaving(Offboarding(Departure.LEAVES, last_day), OurPeople(ours, perhaps))


def lines(planned: PlannedAccount) -> Iterator[str]:
    for change in planned.plan.changes:
        yield told(change)
    for live in planned.plan.unmanaged:
        yield f"unmanaged: {live.kind} {live.native_id}"
    for diagnostic in planned.diagnostics:
        yield f"{diagnostic.severity}: {diagnostic.code} {short(diagnostic.address)}".rstrip()
    for step in schedule(planned.plan):
        yield f"step: {step.action} {short(step.address)} #{step.generation}{' replaces' if step.replaces else ''}"


def told(change: Change) -> str:
    marks = "".join(f" {found.name}={found.kind}" for found in change.attribute_changes)
    drift = "".join(f" drift:{found.name}" for found in change.drift)
    waits = "".join(f" waits:{short(one)}" for one in change.waits_for)
    old = " old" if change.deposed else ""
    which = f"{short(change.address)} #{change.generation}{old}"
    return f"{change.action.value} {which}: {change.reason}{marks}{drift}{waits}"


def short(of: Address | None) -> str:
    return "" if of is None else f"{of.kind}/{of.name}"


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_plan_case(name: str) -> None:
    case = Part(json.loads((CASES / name / "case.json").read_text(encoding="utf-8")))
    assert case.text("why"), "a case says what it is for"
    expected = (CASES / name / "plan.txt").read_text(encoding="utf-8").splitlines()
    assert list(lines(plan_account(request(case)))) == expected


def test_there_are_cases() -> None:
    assert len(list(CASES.iterdir())) >= 8
