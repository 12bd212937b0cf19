"""Guests: whoever is broken is named, and nobody else suffers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from provisioner.model.errors import PluginBroken, UsageError
from provisioner.runtime import plugins
from provisioner.runtime.observers import Observers
from provisioner.runtime.plugins import BUILT_IN, Observer, load_guests
from provisioner.runtime.registry import choose
from provisioner.spi.check import CheckEntry
from provisioner.spi.events import Event, EventKind
from provisioner.spi.markers import hookimpl
from provisioner.spi.report import ReportEntry
from tests.runtime.firm import Firm

EVENT = Event(EventKind.DIAGNOSTIC, datetime(2026, 11, 22, tzinfo=UTC))


def nothing_wrong(plan: object) -> Iterable[object]:
    return ()


class Report:
    def __init__(self, name: str) -> None:
        self.name = name

    @hookimpl
    def provisioner_reports(self) -> list[ReportEntry]:
        return [ReportEntry(self.name, "text/plain", lambda view: "")]


class Raises:
    @hookimpl
    def provisioner_reports(self) -> list[ReportEntry]:
        raise ZeroDivisionError("oh")


class WrongThing:
    @hookimpl
    def provisioner_checks(self) -> list[object]:
        return ["a check"]


class Misspelt:
    @hookimpl
    def provisioner_reprots(self) -> list[ReportEntry]:
        return []


def test_the_built_in_guests_bring_what_the_house_needs() -> None:
    registry = load_guests(strangers=False).registry
    assert {"tripletex"} <= registry.providers.keys()
    assert {"https", "simulator", "simulator+http"} <= registry.endpoints.keys()
    assert {"sqlite"} <= registry.backends.keys()
    assert {"age"} <= registry.secret_stores.keys()
    assert {"scripted"} <= registry.operators.keys()
    assert {"simulator", "catalog"} <= registry.commands.keys()
    assert all(name.startswith("provisioner_") for name in BUILT_IN)


@pytest.mark.parametrize(
    ("guest", "words"),
    [
        (Raises(), "fails in `provisioner_reports`: ZeroDivisionError: oh"),
        (WrongThing(), "returns a str from `provisioner_checks`, where a CheckEntry is wanted"),
        (Misspelt(), "a hook that does not exist"),
    ],
)
def test_a_broken_guest_is_named(guest: object, words: str) -> None:
    with pytest.raises(PluginBroken, match=words):
        load_guests((guest,), strangers=False)


def test_two_guests_cannot_claim_one_name() -> None:
    assert load_guests((Report("count"),), strangers=False).registry.reports.keys() == {"count"}
    with pytest.raises(PluginBroken, match="both bring the format `count`"):
        load_guests((Report("count"), Report("count")), strangers=False)


def test_a_stranger_comes_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    good = EntryPoint("mine", "tests.runtime.test_plugins:STRANGER", "provisioner")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [good])
    assert "stranger" in load_guests().registry.reports
    bad = EntryPoint("theirs", "no_such_module", "provisioner")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [bad])
    with pytest.raises(PluginBroken, match=r"`theirs` \(no_such_module\) cannot be loaded"):
        load_guests()


STRANGER = Report("stranger")


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    assert choose("format", {"text": 1}, "text") == 1
    with pytest.raises(UsageError) as caught:
        choose("format", {"text": 1, "json": 2}, "txt")
    assert (caught.value.summary, caught.value.hint) == ("There is no format called `txt`.", "Did you mean `text`?")
    with pytest.raises(UsageError) as caught:
        choose("format", {}, "zzz")
    assert caught.value.hint == "There are: none."


def test_an_observer_that_raises_is_left_out_after_that() -> None:
    heard: list[Event] = []

    def raises(event: Event) -> None:
        raise RuntimeError("no")

    observers = Observers([Observer("broken", raises), Observer("sound", heard.append)])
    observers.tell(EVENT)
    observers.tell(EVENT)
    assert len(heard) == 2
    assert [(item.code, "broken" in item.summary) for item in observers.left_out()] == [("observer-failed", True)]


def test_a_guest_hears_events_and_its_checks_stop_the_account(firm: Firm) -> None:
    class Rule:
        def __init__(self) -> None:
            self.heard: list[Event] = []

        @hookimpl
        def provisioner_event(self, event: Event) -> None:
            self.heard.append(event)

        @hookimpl
        def provisioner_checks(self) -> list[CheckEntry]:
            from provisioner.model.diagnostics import Diagnostic, Severity, Text

            def rule(plan: object) -> Iterable[Diagnostic]:
                yield Diagnostic("house-rule", Severity.ERROR, Text("Not today."))

            return [CheckEntry("house-rule", rule)]

    rule = Rule()
    load: Callable[..., plugins.Guests] = plugins.load_guests
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("provisioner.runtime.workspace.load_guests", lambda extra: load((*extra, rule)))
        report = firm.apply()
    assert {item.problem.code for item in report.accounts if item.problem} == {"house-rule"}
    assert len(rule.heard) == len(firm.events) > 0
    assert not firm.world.things()
    assert isinstance(firm.root, Path)
