"""The doctor: a line for each thing, the right verdict on each credential, and no level that nobody has seen."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from provisioner.spi.endpoint import TransportFailed, TransportRequest, TransportResponse
from provisioner.spi.provider import DoctorReport, Health
from provisioner_tripletex.web import doctor as web_doctor
from provisioner_tripletex.web.version import version_of
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
from tests.plugins.provisioner_tripletex.bench import Bench

NAMES = ("consumerToken", "officeEmployeeToken", "officeKey")
REFERENCES = {name: f"env:{name}" for name in NAMES}


def given(**secrets: str | None) -> Bench:
    """A firm with credentials of its own: the demo's, but for these; None is not set."""
    demo = Bench()
    held = {f"env:{name}": value for name in NAMES if (value := secrets.get(name, demo.demo(name))) is not None}
    named = {name: REFERENCES[name] for name in NAMES if REFERENCES[name] in held}
    return Bench(settings={"credentials": named}, secrets=held)


def examined(bench: Bench) -> DoctorReport:
    report = bench.provider.doctor()
    text = repr(report)
    for secret in (*bench.secrets.values(), *(value.reveal() for value in bench.endpoint.credentials.values())):
        assert secret not in text
    for line in report.lines:
        wrong = line.health in (Health.WRONG, Health.WARNING)
        assert not wrong or line.finding.hint, f"{line.finding.code} says nothing of what to do"
    return report


def codes(report: DoctorReport, topic: str) -> list[str]:
    return [line.finding.code for line in report.lines if line.topic == topic]


def wrong(report: DoctorReport) -> list[str]:
    return [line.finding.code for line in report.lines if line.health is Health.WRONG]


LEVELS = {
    "0": (Bench(drivers=("guided",)), "0", ["doctor-untried"] * 3),
    "0-nothing": (Bench().without(*NAMES), "0", ["doctor-unset"] * 3),
    "0-consumer": (Bench().without(*NAMES[1:]), "0", ["doctor-untried", *["doctor-unset"] * 2]),
    "1": (Bench().without("officeKey"), "1", ["doctor-consumer", "doctor-office", "doctor-unset"]),
    "2": (Bench(), "2", ["doctor-consumer", "doctor-office", "doctor-clients"]),
    "2-own": (given(), "2", ["doctor-consumer", "doctor-office", "doctor-clients"]),
}


@pytest.mark.parametrize("name", LEVELS)
def test_the_level_and_each_credential(name: str) -> None:
    bench, level, found = LEVELS[name]
    report = examined(bench)
    assert (report.level, codes(report, "credentials"), wrong(report)) == (level, found, [])
    assert codes(report, "level") == [f"level-{level}"]
    assert codes(report, "next") == [f"level-next-{int(level) + 1}"]
    topics = list(dict.fromkeys(line.topic for line in report.lines))
    assert [topic for topic in topics if topic != "keys"] == [
        *("endpoint", "reachability", "clock", "credentials", "rights", "browser", "level", "next")
    ]


def test_a_firm_that_uses_no_api_is_not_asked_of() -> None:
    bench = Bench(drivers=("guided",))
    assert codes(examined(bench), "reachability") == ["doctor-not-asked"]
    assert bench.transport.sent == []


@pytest.mark.parametrize("by_api", [True, False])
def test_how_keys_are_made(by_api: bool) -> None:
    told = codes(examined(Bench(settings={"keysByApi": by_api})), "keys")
    assert told == ["doctor-keys-tried" if by_api else "doctor-keys-by-hand"]


WRONG = {
    "an office key for the office's own": ("officeEmployeeToken", "officeKey", "doctor-key-is-office", "2"),
    "an ordinary key for the clients": ("officeKey", "officeEmployeeToken", "doctor-key-is-ordinary", "1"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_key_of_the_wrong_kind(name: str) -> None:
    setting, held, code, level = WRONG[name]
    report = examined(given(**{setting: Bench().demo(held)}))
    assert (wrong(report), report.level) == ([code], level)


def test_what_only_a_plan_would_have_found_is_found_though_the_words_are_missing() -> None:
    """An ordinary key whose owner may read nothing at home, in the place of the office key."""
    bench = given(officeKey=Bench().demo("officeEmployeeToken"))
    (owner,) = [person for person in bench.world.people.values() if person.email == "kari@fjord.example"]
    owner.entitlements = []
    report = examined(bench)
    assert report.level != "2"
    assert "doctor-clients" not in codes(report, "credentials")


@pytest.mark.parametrize("setting", ["officeEmployeeToken", "officeKey"])
def test_a_key_that_does_not_work(setting: str) -> None:
    report = examined(given(**{setting: "test-nothing-of-the-kind"}))
    assert wrong(report) == ["doctor-refused"]
    assert f"credentials.{setting}" in next(each.summary for each in report.findings if each.code == "doctor-refused")
    assert codes(report, "credentials")[0] == "doctor-consumer"


def test_a_consumer_token_that_is_wrong_is_said_to_be() -> None:
    report = examined(given(consumerToken="test-nothing-of-the-kind"))
    assert codes(report, "credentials") == ["doctor-consumer-wrong", "doctor-untried", "doctor-untried"]
    assert (wrong(report), report.level) == (["doctor-consumer-wrong"], "0")


@pytest.mark.parametrize("setting", NAMES)
def test_a_token_of_another_environment_hides_no_other_line(setting: str) -> None:
    bench = given(**{setting: "eyJ0b2tlbiI6ImFhYWFhYWFhIn0"})
    report = examined(bench)
    assert wrong(report) == ["doctor-token-production"]
    assert len(codes(report, "credentials")) == 3
    assert codes(report, "reachability") == ["doctor-reached"]
    assert not any(b"eyJ0b2tlbiI6ImFhYWFhYWFhIn0" in request.body for request in bench.transport.sent)


def test_a_test_token_in_production() -> None:
    bench = given()
    bench.endpoint = type(bench.endpoint)("https://tripletex.no", bench.transport, {}, "production")
    bench.provider = bench.open()
    report = examined(bench)
    assert wrong(report) == ["doctor-token-test"] * 3
    assert not any(request.body for request in bench.transport.sent)


def test_a_reference_with_nothing_behind_it() -> None:
    bench = Bench(settings={"credentials": REFERENCES}).without(*NAMES)
    assert wrong(examined(bench)) == ["credential-missing"] * 3
    unused = Bench(settings={"credentials": REFERENCES}, drivers=("guided",)).without(*NAMES)
    assert wrong(examined(unused)) == []
    assert codes(examined(unused), "credentials") == ["doctor-nothing-behind"] * 3


def test_a_tripletex_that_cannot_be_reached_is_not_level_0() -> None:
    bench = Bench()

    def nobody(request: TransportRequest) -> TransportResponse:
        raise TransportFailed("no connection", sent=False)

    bench.transport.hook = nobody
    report = examined(bench)
    assert (report.level, wrong(report)) == ("", ["doctor-unreached"])
    assert codes(report, "credentials") == ["doctor-untried"] * 3
    assert (codes(report, "level"), codes(report, "next")) == (["level-unknown"], [])
    assert len(bench.transport.sent) == 1, "asked once, and not waited for with every key"


@pytest.mark.parametrize(("status", "body"), [(503, b"{}"), (200, b"<html>log in to the network</html>")])
def test_somebody_else_who_answers(status: int, body: bytes) -> None:
    bench = Bench()
    bench.transport.hook = lambda request: TransportResponse(status, (), body)
    report = examined(bench)
    assert (report.level, wrong(report)) == ("", ["doctor-answers-badly"])


def test_a_tripletex_that_fails_halfway_leaves_the_level_unknown() -> None:
    bench = Bench()
    examined(bench)
    add_fault(bench.world, Fault("down", skip=1, times=99))
    report = examined(bench)
    assert report.level == ""
    assert "doctor-refused" in wrong(report)


def told_the_time(bench: Bench, seconds: int) -> None:
    """Every answer says a time that is so far before ours."""
    bench.transport.hook = lambda request: _dated(bench, request, seconds)


def _dated(bench: Bench, request: TransportRequest, seconds: int) -> TransportResponse:
    answer = bench.transport.inner.send(request)
    date = format_datetime(bench.now - timedelta(seconds=seconds), usegmt=True)
    others = tuple((name, value) for name, value in answer.headers if name != "Date")
    return TransportResponse(answer.status, (*others, ("Date", date)), answer.body)


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(0, "doctor-clock"), (59, "doctor-clock"), (61, "doctor-clock-fast"), (-300, "doctor-clock-slow")],
)
def test_the_clock_is_compared(ahead: int, code: str) -> None:
    bench = Bench()
    told_the_time(bench, ahead)
    report = examined(bench)
    assert codes(report, "clock") == [code]
    assert str(abs(ahead)) in next(each.summary for each in report.findings if each.code == code)


@pytest.mark.parametrize("date", ["", "yesterday", "Sun, 22 Nov 2026 10:00:00 -0000"])
def test_a_clock_that_nobody_told(date: str) -> None:
    bench = Bench()
    bench.transport.hook = lambda request: TransportResponse(401, (("Date", date),), b"{}")
    (line,) = [line for line in bench.provider.doctor().lines if line.topic == "clock"]
    assert (line.finding.code, line.health) == ("doctor-clock-unknown", Health.UNKNOWN)


def rights(chosen: list[int], of: str = "owner") -> DoctorReport:
    bench = Bench()
    key = next(
        key
        for key in bench.world.keys.values()
        if not key.office and key.company_id == bench.company("fjord-regnskap").id
    )
    bench.world.people[key.owner_id if of == "owner" else key.robot_id].entitlements = chosen
    return examined(bench)


def test_rights_are_what_owner_and_hidden_user_share() -> None:
    assert codes(examined(Bench()), "rights") == ["doctor-rights"]
    for of in ("owner", "robot"):
        report = rights([1, 61, 119], of)
        assert codes(report, "rights") == ["doctor-rights-lacking"]
        (told,) = [each for each in report.findings if each.code == "doctor-rights-lacking"]
        assert "AUTH_CLIENT_ACCOUNT_ADMIN (71)" in told.summary
        assert "ROLE_ADMINISTRATOR" not in told.summary


def test_the_browser_is_told_of_whether_or_not_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    wanted, unused = (examined(Bench(drivers=drivers)) for drivers in (("api", "web", "guided"), ("api", "guided")))
    assert (codes(wanted, "browser"), wrong(wanted)) == (["doctor-no-browser"], ["doctor-no-browser"])
    assert (codes(unused, "browser"), wrong(unused)) == (["doctor-no-browser-unused"], [])
    get = {each.told_in("nb").hint for each in wanted.findings if each.code == "doctor-no-browser"}
    assert get <= {
        "Installer det: pip install 'tripletex-provisioner[web]'",
        "Installer Chromium, Chrome eller Edge, eller oppgi programmet i PROVISIONER_BROWSER.",
    }
    monkeypatch.setattr(web_doctor, "find_spec", lambda name: object())
    monkeypatch.setattr("shutil.which", lambda name: str(program(tmp_path, "Chromium 131.0.6778.85 built on Debian")))
    there, unused = (examined(Bench(drivers=drivers)) for drivers in (("api", "web", "guided"), ("api", "guided")))
    for report, code in ((there, "doctor-browser"), (unused, "doctor-browser-unused")):
        told = next(each.summary for each in report.findings if each.code == code)
        assert f"{tmp_path}/browser is there, version 131.0.6778.85" in told


def program(directory: Path, says: str, then: str = "exit 0") -> Path:
    """A program that says so when it is started, whatever it is asked."""
    path = directory / "browser"
    path.write_text(f"#!/bin/sh\necho '{says}'\n{then}\n", encoding="utf-8")
    path.chmod(0o700)
    return path


SILENT = [("", "exit 127"), ("Chromium 131.0.6778.85", "exit 1"), ("what?", "exit 0")]


@pytest.mark.parametrize(("says", "then"), SILENT)
def test_a_browser_that_does_not_say_which_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, then: str
) -> None:
    monkeypatch.setattr(web_doctor, "find_spec", lambda name: object())
    monkeypatch.setattr("shutil.which", lambda name: str(program(tmp_path, says, then)))
    wanted, unused = (examined(Bench(drivers=drivers)) for drivers in (("api", "web", "guided"), ("api", "guided")))
    (line,) = [line for line in wanted.lines if line.topic == "browser"]
    assert (line.finding.code, line.health) == ("doctor-browser-silent", Health.WARNING)
    assert codes(unused, "browser") == ["doctor-browser-silent-unused"]


def test_what_does_not_answer_in_time_is_not_waited_for(tmp_path: Path) -> None:
    assert version_of(str(program(tmp_path, "", "exec sleep 20")), seconds=0.2) == ""
    assert version_of(str(tmp_path / "not-there")) == ""


def test_on_windows_the_version_is_that_of_the_folder_beside_the_program(tmp_path: Path) -> None:
    browser = tmp_path / "msedge.exe"
    assert version_of(str(browser)) == ""
    for name in ("131.0.2903.51", "99.0.1150.30", "Extensions"):
        (tmp_path / name).mkdir()
    assert version_of(str(browser)) == "131.0.2903.51", "the newest, by number"
    assert version_of(str(tmp_path / "gone" / "chrome.exe")) == ""


def test_the_simulator_says_what_time_it_is_as_tripletex_does() -> None:
    report = examined(Bench())
    assert codes(report, "clock") == ["doctor-clock"]


def test_calls_that_are_used_up_for_an_hour_are_told_and_not_waited_for() -> None:
    bench = Bench()
    bench.world.switches.rate_limit, bench.world.switches.rate_period_seconds = 1, 3600
    report = examined(bench)
    assert bench.waits == []
    told = [each for each in report.findings if each.code == "doctor-refused"]
    assert told
    assert any("until 11:00:01 UTC" in each.summary + each.text.detail for each in told)
