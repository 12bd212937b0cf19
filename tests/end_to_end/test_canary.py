"""No secret of a run appears anywhere but sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.endpoint import TransportRequest
from tests.end_to_end.canary import Birds, everything, files_under
from tests.end_to_end.firm import Firm, copy_of_example
from tests.end_to_end.served import serve

KEY = "client/nordlys-bakeri/user_key/huma"
PLANTED = "test-eyJ0b2tlbklkIjo5OTksInRva2VuIjoiY2FuYXJ5Y2FuYXJ5Y2FuYXJ5In0"


@pytest.fixture(params=["embedded", "served"])
def firm(request: pytest.FixtureRequest, place: Path) -> Iterator[Firm]:
    """The example, in a world of either kind."""
    firm = copy_of_example(place / "fjord-regnskap")
    if request.param == "embedded":
        yield firm
        return
    with serve(place / "world.json") as endpoint:
        firm.options = ("--endpoint", endpoint)
        yield firm


def trouble(firm: Firm, **fault: object) -> None:
    """Order something to go wrong."""
    endpoint = firm.options[1] if firm.options else None
    with Workspace(OpenOptions(directory=firm.directory, endpoint=endpoint)) as workspace:
        body = json.dumps(fault).encode()
        answer = workspace.endpoint().transport.send(TransportRequest("POST", "/simulator/faults", body=body))
        assert answer.status == 201


def opener(firm: Firm) -> Firm:
    """The same firm; what it says is meant to be secret, and is not searched."""
    return Firm(firm.directory, firm.options)


def test_in_a_whole_run(
    firm: Firm, place: Path, birds: Birds, errors: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    firm.run("validate")
    firm.run("doctor")
    firm.attest_all()
    for format_ in ("text", "json", "markdown", "html"):
        report = firm.run("plan", "--format", format_, "--out", str(place / f"plan-{format_}.bin"))
        firm.write(f"reports/plan.{format_}", report.out)
    assert '"add":45' in firm.apply("--format", "json").out.replace(" ", "")
    firm.run("plan", "--refresh", "all")
    firm.run("state", "list", "--format", "json")
    firm.run("state", "show", KEY, "--format", "json")
    firm.run("work", "list", "--format", "json")
    firm.run("destroy", "--client", "havna-ror", "--auto-approve", "--operator", "scripted", "--format", "json")

    assert len(birds.tokens) > 20, "nothing was seen, so nothing is proved"
    assert birds.headers
    opened = opener(firm).run("secret", "show", KEY, "--identity", str(firm.directory / "demo-identity.txt"))
    assert opened.out.strip() in birds.tokens
    assert birds.found_in(everything(firm, place, errors, caplog)) == []


def test_when_things_go_wrong(
    firm: Firm, place: Path, birds: Birds, errors: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    firm.attest_all()
    create = "/v2/token/employee/:create"
    trouble(firm, kind="answer-lost", path=create, skip=1)
    trouble(firm, kind="server-error-after", path=create, skip=3)
    trouble(firm, kind="server-error", path="/v2/company/salesmodules", method="POST", times=2)
    firm.apply(code=None)
    trouble(firm, kind="session-expired", path="/v2/company")
    firm.apply(code=None)
    trouble(firm, kind="down", path="/v2/token/session", times=50)
    firm.run("plan", "--refresh", "all", code=None)
    firm.run("secret", "show", KEY, "--identity", "provisioner.yaml", code=1)

    assert len(birds.tokens) > 20
    assert birds.found_in(everything(firm, place, errors, caplog)) == []


def test_what_a_person_pastes(place: Path, birds: Birds, errors: list[str], caplog: pytest.LogCaptureFixture) -> None:
    """A key that is refused, and one that is taken: neither is repeated."""
    firm = copy_of_example(place / "fjord-regnskap")
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided]")
    birds.tokens.add(PLANTED)
    firm.attest_all()
    firm.run("apply", "--auto-approve")
    for found in firm.run("work", "list", "--format", "json").json()["items"]:
        firm.run("work", "complete", found["item"]["id"], "--done")
    firm.run("apply", "--auto-approve")
    keys = [
        found["item"]["id"]
        for found in firm.run("work", "list", "--format", "json").json()["items"]
        if found["item"]["asks_secret"]
    ]
    firm.run("work", "complete", keys[0], "--done", "--secret-stdin", stdin=f"{PLANTED} and more", code=1)
    firm.run("work", "complete", keys[0], "--done", "--secret-stdin", stdin=PLANTED)
    firm.run("work", "complete", keys[1], "--done", "--secret-stdin", "--note", "ok", stdin=PLANTED)

    assert birds.found_in(everything(firm, place, errors, caplog)) == []


@pytest.mark.parametrize("endpoint", ["https://tripletex.no", "https://example.com", "simulator+http://127.0.0.1:9"])
def test_the_firms_own_credentials(
    endpoint: str,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    birds: Birds,
    errors: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    firm = copy_of_example(place / "fjord-regnskap")
    credentials = "{consumerToken: env:CANARY, officeEmployeeToken: env:CANARY, officeKey: env:CANARY}"
    drivers = "drivers: [api, guided]"
    firm.edit("provisioner.yaml", drivers, f"{drivers}\n    credentials: {credentials}")
    firm.edit("provisioner.yaml", "endpoint: simulator ", f"endpoint: {endpoint} ")
    monkeypatch.setenv("CANARY", PLANTED)
    birds.tokens.add(PLANTED)
    firm.run("state", "init", code=None)
    firm.run("doctor", code=None)
    firm.run("plan", code=None)
    firm.run("apply", "--auto-approve", "--format", "json", code=None)

    assert any(said.code for said in firm.said)
    assert birds.found_in(everything(firm, place, errors, caplog)) == []


def test_a_secret_written_into_a_manifest_is_not_repeated(
    place: Path, birds: Birds, errors: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    firm = copy_of_example(place / "fjord-regnskap")
    drivers = "drivers: [api, guided]"
    firm.edit("provisioner.yaml", drivers, f"{drivers}\n    credentials: {{consumerToken: {PLANTED}}}")
    birds.tokens.add(PLANTED)
    firm.run("validate", code=1)
    firm.run("plan", "--format", "json", code=1)
    told = [(name, text) for name, text in everything(firm, place, errors, caplog) if "provisioner.yaml" not in name]
    assert birds.found_in(told) == []


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    birds = Birds({PLANTED}, {"MDp0ZXN0"})
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "clean.txt").write_text("nothing here", encoding="utf-8")
    (tmp_path / "deep" / "as-it-is.txt").write_text(f"token={PLANTED}\n", encoding="utf-8")
    (tmp_path / "opened.bin").write_bytes(b"\x00canary" * 3)
    (tmp_path / "header.log").write_text("Authorization: Basic MDp0ZXN0", encoding="utf-8")
    assert birds.found_in(files_under(tmp_path)) == ["deep/as-it-is.txt", "header.log"]
    known = Birds({"test-eyJ0b2tlbklkIjo1LCJ0b2tlbiI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIn0"})
    assert known.found_in([("inner", b"x 0123456789abcdef0123456789abcdef y"), ("other", b"0123")]) == ["inner"]
