"""Guests: whoever is broken is named, and nobody else suffers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from provisioner.model.errors import PluginBroken, UsageError
from provisioner.runtime.guests import plugins
from provisioner.runtime.guests.observers import Observers
from provisioner.runtime.guests.plugins import BUILT_IN, Observer, load_guests
from provisioner.runtime.guests.registry import choose
from provisioner.runtime.guests.strangers import find_strangers
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
    assert registry.reports.keys() == {"text", "json", "markdown", "html"}
    assert all(name.startswith("provisioner") for name in BUILT_IN)


@pytest.mark.parametrize(
    ("guest", "words"),
    [
        (Raises(), "fails in `provisioner_reports`: ZeroDivisionError: oh"),
        (WrongThing(), "returns a str from `provisioner_checks`, where a CheckEntry is wanted"),
        (Misspelt(), "no such hook: `provisioner_reprots` of the plugin"),
    ],
)
def test_a_broken_guest_is_named(guest: object, words: str) -> None:
    with pytest.raises(PluginBroken, match=words):
        load_guests((guest,), strangers=False)


def test_a_misspelt_hook_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(PluginBroken) as caught:
        load_guests((Misspelt(),), strangers=False)
    assert caught.value.hint == "Did you mean `provisioner_reports`?"


def test_two_guests_cannot_claim_one_name() -> None:
    assert "count" in load_guests((Report("count"),), strangers=False).registry.reports
    with pytest.raises(PluginBroken, match="both bring the format `count`"):
        load_guests((Report("count"), Report("count")), strangers=False)


def test_a_stranger_comes_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    good = EntryPoint("mine", "tests.runtime.guests.test_plugins:STRANGER", "provisioner")
    monkeypatch.setattr("provisioner.runtime.guests.plugins.find_strangers", lambda group: [good])
    assert "stranger" in load_guests().registry.reports
    bad = EntryPoint("theirs", "no_such_module", "provisioner")
    monkeypatch.setattr("provisioner.runtime.guests.plugins.find_strangers", lambda group: [bad])
    with pytest.raises(PluginBroken, match=r"`theirs` \(no_such_module\) cannot be loaded"):
        load_guests()


STRANGER = Report("stranger")


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    assert choose("format", {"text": 1}, "text") == 1
    with pytest.raises(UsageError) as caught:
        choose("format", {"text": 1, "json": 2}, "txt")
    assert (caught.value.summary, caught.value.hint) == (
        "There is no format called `txt`.",
        "Did you mean `text`? There are: json, text.",
    )
    with pytest.raises(UsageError) as caught:
        choose("format", {}, "zzz")
    assert caught.value.hint == "There are: -."


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


def install(directory: Path, name: str, group: str) -> None:
    info = directory / name
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.split('-')[0]}\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\nmine = some.module\n", encoding="utf-8")


@pytest.mark.parametrize("group", ["provisioner", "console_scripts", "provisioner.other"])
@pytest.mark.parametrize("kind", ["dist-info", "egg-info"])
def test_strangers_are_found_exactly_as_the_standard_library_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: str, kind: str
) -> None:
    install(tmp_path, f"mine-1.{kind}", group)
    (tmp_path / "other-1.dist-info").mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path), str(tmp_path / "not-there"), *sys.path])
    assert set(find_strangers("provisioner")) == set(entry_points(group="provisioner"))
    assert {item.name for item in find_strangers("provisioner")} == ({"mine"} if group == "provisioner" else set())


def test_what_cannot_be_looked_into_cheaply_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(group: str) -> tuple[EntryPoint, ...]:
        asked.append(group)
        return ()

    monkeypatch.setattr("importlib.metadata.entry_points", ask)
    monkeypatch.setattr("sys.meta_path", [finder for finder in sys.meta_path if finder is PathFinder])
    find_strangers("provisioner")
    assert asked == []
    archive = tmp_path / "packages.zip"
    archive.write_bytes(b"")
    (tmp_path / "eggs" / "old.egg").mkdir(parents=True)
    for entry in (archive, tmp_path / "eggs"):
        with monkeypatch.context() as patch:
            patch.setattr("sys.path", [*sys.path, str(entry)])
            find_strangers("provisioner")

    class Finder:
        def find_distributions(self, context: object) -> Iterable[object]:
            return ()

    monkeypatch.setattr("sys.meta_path", [*sys.meta_path, Finder()])
    find_strangers("provisioner")
    assert asked == ["provisioner"] * 3
