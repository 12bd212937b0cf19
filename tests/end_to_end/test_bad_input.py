"""Bad input, line by line: a clear diagnostic, the right exit code, nothing half done and nothing lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from provisioner.spi.endpoint import TransportFailed, TransportRequest, TransportResponse
from provisioner_tripletex.transport import HttpsTransport
from tests.end_to_end.firm import CLIENT, OFFICE, WORLD, Firm, Said, small_firm

NUMBER = "312 345 676"
KEY = "huma:\n    method: user-key\n    owner: {employee: per@nordlys.example}\n    validFor: 365d\n"
STATE = Path(".provisioner") / "state.db"


def client(*edits: tuple[str, str]) -> str:
    """The client's document with something else in it."""
    text = CLIENT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


KIOSKEN = client(
    ("nordlys-bakeri", "kiosken"),
    ("Nordlys Bakeri AS", "Kiosken på Hjørnet AS"),
    (NUMBER, "324 155 708"),
    ("per@nordlys.example", "roy@kiosken.example"),
)
STILLE_VANN = client(
    ("nordlys-bakeri", "stille-vann"),
    ("Nordlys Bakeri AS", "Stille Vann Design AS"),
    (NUMBER, "325 022 868"),
    ("per@nordlys.example", "vera@stillevann.example"),
)
OFFICE_TAMIGO = "officeKeys:\n  tamigo:\n    owner: {employee: kari@fjord.example}\n    validFor: 365d\n"
TAMIGO_ACCESS = "integrations:\n  tamigo:\n    method: office-key\n    access: STANDARD_PRIVILEGES_ACCOUNTANT\n"


@dataclass(frozen=True, slots=True)
class Written:
    """A manifest that is wrong, and what must be said about it without asking anybody."""

    code: str
    """The diagnostic's."""
    line: str
    """Where."""
    hint: str
    """Words that say what to do."""
    client: str = CLIENT
    """The client's document."""
    office: str = ""
    """More of the office."""
    other: str = ""
    """A second client."""


WRITTEN = {
    "unknown integration": Written(
        "unknown-integration", "6, column 3", "Did you mean `huma`?", client(("huma", "hima"))
    ),
    "wrong capital": Written(
        "application-capitals",
        "10, column 22",
        "Write `Huma`.",
        CLIENT + "    applicationName: huma\n",
    ),
    "office key forbidden, in the office": Written(
        "office-key-forbidden", "6, column 3", "user-key", office=OFFICE_TAMIGO
    ),
    "office key forbidden, at the client": Written(
        "office-key-forbidden",
        "7, column 13",
        "user-key",
        client((CLIENT.partition("integrations:\n")[1] + CLIENT.partition("integrations:\n")[2], TAMIGO_ACCESS)),
    ),
    "the same key twice": Written(
        "duplicate-key",
        "10, column 3",
        "another owner",
        CLIENT + "  " + KEY.replace("huma:", "huma-to:\n    integration: huma"),
    ),
    "two clients with one number": Written(
        "same-company-twice", "1, column 1", "Correct the number", other=client(("nordlys-bakeri", "annen"))
    ),
    "expired": Written(
        "expires-past", "9, column 14", "Write a later date.", client(("validFor: 365d", "expires: 2020-01-01"))
    ),
    "no such day": Written(
        "no-such-day", "9, column 14", "last day", client(("validFor: 365d", "expires: 2027-02-30"))
    ),
    "wrong organisation number": Written(
        "organization-number", "4, column 21", "Brønnøysundregistrene", client((NUMBER, "312 345 677"))
    ),
    "unknown profile": Written("unknown-profile", "10, column 12", "No profile", CLIENT + "profiles: [butik]\n"),
}


def flat(text: str) -> str:
    """Without its line breaks, which depend on the width of the terminal."""
    return " ".join(text.split())


@pytest.mark.parametrize("case", WRITTEN.values(), ids=WRITTEN)
def test_what_is_written(case: Written, tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm", case.client, OFFICE + case.office)
    if case.other:
        firm.write("clients/other.yaml", case.other)
    for verb in (("validate",), ("plan",)):
        said = firm.run(*verb, code=1)
        assert f"[{case.code}]" in said.text
        assert f"line {case.line.partition(',')[0]}" in said.text
        assert case.hint in flat(said.text)
    firm.apply(code=1)
    assert holds_nothing(firm) or case.office, "an error of the office stops the office alone"
    assert "tamigo" not in firm.run("state", "list").out


def holds_nothing(firm: Firm) -> bool:
    """Whether nothing was made, in the world or in the state."""
    states = firm.run("state", "list", "--format", "json").json()["accounts"]
    keys = firm.world()["nordlys-bakeri"]["keys"] if (firm.directory / WORLD).exists() else []
    return not keys and not any(state["entries"] or state["intents"] for state in states)


def test_an_unknown_client(small: Firm) -> None:
    small.attest_all()
    for verb in (("plan",), ("apply", "--auto-approve"), ("destroy", "--auto-approve")):
        said = small.run(*verb, "--client", "nordlys-bakari", code=1)
        assert "[unknown-client]" in said.err
        assert "Did you mean nordlys-bakeri?" in said.err
    assert "no account" in small.run("inventory", "attest", "--client", "nordlys-bakari", "--empty", code=1).err
    assert holds_nothing(small)


UNFIT = {
    "unknown owner": ("owner-unknown-near", "Did you mean per@nordlys.example?", client(("per@", "par@"))),
    "package too small": ("module-unavailable", "Change the package", KIOSKEN),
    "not visible": ("client-not-visible", "Regnskapsførers", STILLE_VANN),
}


@pytest.mark.parametrize("case", UNFIT.values(), ids=UNFIT)
def test_what_the_world_will_not_have(case: tuple[str, str, str], tmp_path: Path) -> None:
    code, hint, document = case
    firm = small_firm(tmp_path / "firm", document)
    firm.attest_all()
    said = firm.run("plan", code=None)
    assert f"[{code}]" in said.err
    assert hint in flat(said.err)
    before = firm.world()
    firm.apply(code=1)
    assert firm.world() == before
    assert holds_nothing(firm)


def test_an_owner_without_the_right(tmp_path: Path) -> None:
    """What the application asks of its owner cannot be read: the plan says so, and Tripletex refuses."""
    firm = small_firm(tmp_path / "firm", client(("per@", "ida@")))
    firm.attest_all()
    assert "what the application asks of them cannot be read" in flat(firm.run("plan").text)
    said = firm.apply(code=1)
    assert "[refused-by-tripletex]" in said.text
    assert firm.world()["nordlys-bakeri"]["keys"] == []
    firm.edit("clients/client.yaml", "ida@", "per@")
    firm.apply()
    assert len(firm.world()["nordlys-bakeri"]["keys"]) == 1


def test_an_owner_who_may_less_than_the_key_is_to_have(tmp_path: Path) -> None:
    """Tripletex makes such a key, and it reaches no further than its owner: the plan says so beforehand."""
    firm = small_firm(tmp_path / "firm", client(("huma:\n    method: user-key", "plecto:"), ("per@", "ida@")))
    firm.attest_all()
    plan = firm.run("plan")
    assert "The key is to have all rights, and ida@nordlys.example at Nordlys Bakeri AS has not" in flat(plan.text)


def test_a_company_that_changed_under_its_name(small: Firm) -> None:
    small.attest_all()
    small.apply()
    before = small.world()
    small.edit("clients/client.yaml", NUMBER, "312 348 020")
    assert "[company-changed]" in small.run("plan", code=1).err
    small.apply(code=1)
    assert small.world() == before
    small.edit("clients/client.yaml", "312 348 020", NUMBER)
    assert "No changes." in small.run("plan", "--detailed-exitcode").out


def test_a_new_name_for_the_same_company(small: Firm) -> None:
    """It is a move: what it has goes along, nothing is made a second time, and every key still opens."""
    small.attest_all()
    small.apply()
    before = small.world()
    small.edit("clients/client.yaml", "name: nordlys-bakeri", "name: nordlys")
    said = small.run("plan")
    assert "to rename" in said.out.splitlines()[-1]
    assert "nordlys-bakeri" in said.out
    small.apply()
    assert small.world() == before
    assert "No changes." in small.run("plan", "--refresh", "all", "--detailed-exitcode").out
    listed = small.run("state", "list").out
    assert "client/nordlys/user_key/huma" in listed
    assert "client/nordlys-bakeri/user_key/huma" not in listed
    small.edit("clients/client.yaml", "name: nordlys", "name: nordlys-bakeri")
    small.apply()
    assert small.world() == before


def test_an_endpoint_that_is_down(small: Firm) -> None:
    small.attest_all()
    small.apply()
    before = small.run("state", "list", "--format", "json").out
    down = ("--endpoint", "simulator+http://127.0.0.1:9")
    for verb in (("plan", "--refresh", "all"), ("doctor",)):
        said = small.run(*verb, *down, code=1)
        assert "There is no simulator at http://127.0.0.1:9" in said.text
    assert "Level: not known" in small.run("doctor", *down, code=1).out, "what could not be asked is not level 0"
    small.edit(
        "clients/client.yaml",
        "  huma:",
        "  busy:\n    owner: {employee: per@nordlys.example}\n    validFor: 365d\n  huma:",
    )
    small.run("apply", "--auto-approve", *down, code=1)
    after = small.run("state", "list", "--format", "json").json()["accounts"]
    earlier = Said(0, before, "").json()["accounts"]
    assert [state["entries"] for state in after] == [state["entries"] for state in earlier]
    assert not any(state["intents"] for state in after)
    small.apply()
    assert len(small.world()["nordlys-bakeri"]["keys"]) == 2


@pytest.mark.parametrize(
    ("endpoint", "token", "told"),
    [
        ("https://tripletex.no", "test-eyJ0b2tlbiI6ImFhYWFhYWFhIn0", "is a test token, and the endpoint is production"),
        (
            "https://api-test.tripletex.tech",
            "eyJ0b2tlbiI6ImFhYWFhYWFhIn0",
            "is a production token, and the endpoint is test",
        ),
        ("simulator", "eyJ0b2tlbiI6ImFhYWFhYWFhIn0", "is a production token, and the endpoint is simulator"),
    ],
)
def test_a_token_of_the_wrong_environment(
    small: Firm, monkeypatch: pytest.MonkeyPatch, endpoint: str, token: str, told: str
) -> None:
    """It is not sent anywhere. The doctor asks whether anybody is there, with no token at all."""
    sent: list[TransportRequest] = []

    def nobody(transport: HttpsTransport, request: TransportRequest) -> TransportResponse:
        sent.append(request)
        raise TransportFailed("no connection", sent=False)

    monkeypatch.setattr(HttpsTransport, "send", nobody)
    credentials = "{consumerToken: env:TT, officeEmployeeToken: env:TT, officeKey: env:TT}"
    small.edit("provisioner.yaml", "endpoint: simulator", f"endpoint: {endpoint}\n    credentials: {credentials}")
    monkeypatch.setenv("TT", token)
    small.run("state", "init", code=None)
    for verb in (("doctor",), ("plan",), ("apply", "--auto-approve")):
        said = small.run(*verb, code=1)
        assert told in flat(said.text)
        assert token not in said.text
        if verb == ("doctor",):
            assert flat(said.out).count(told) == 3
            assert "Level: 0" in said.out
    assert not any(request.body or dict(request.headers).get("Authorization") for request in sent)


def test_a_state_that_is_missing(small: Firm) -> None:
    small.edit("provisioner.yaml", "endpoint: simulator", "endpoint: https://tripletex.no")
    small.edit("provisioner.yaml", "[api, guided]", "[guided]")
    for verb in (("plan",), ("apply", "--auto-approve"), ("inventory", "attest", "--all", "--empty")):
        said = small.run(*verb, code=6)
        assert "There is no state" in said.err
        assert "provisioner state init" in said.err
    assert not (small.directory / STATE).exists()
    small.write(STATE.as_posix(), "")
    assert "Hint:" in small.run("plan", code=6).err
    (small.directory / STATE).unlink()
    small.run("state", "init")
    small.attest_all()
    small.run("plan")


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 99")
    connection.commit()
    connection.close()


def rubbish(path: Path) -> None:
    path.write_bytes(b"this is no database " * 100)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("spoil", [newer, rubbish, cut])
def test_a_state_that_cannot_be_used(small: Firm, spoil: Callable[[Path], None]) -> None:
    small.attest_all()
    small.apply()
    path = small.directory / STATE
    kept, world = path.read_bytes(), small.world()
    assert not list(path.parent.glob("state.db-*")), "the log was folded in when the program ended"
    spoil(path)
    spoilt = path.read_bytes()
    for verb in (("plan",), ("apply", "--auto-approve"), ("destroy", "--auto-approve"), ("state", "list")):
        said = small.run(*verb, code=6)
        assert "Hint:" in said.err
    assert path.read_bytes() == spoilt
    assert small.world() == world
    path.write_bytes(kept)
    assert "No changes." in small.run("plan", "--detailed-exitcode", "--refresh", "all").out


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data.replace(b"per@nordlys.example", b"ida@nordlys.example"),
        lambda data: data[:-40],
        lambda data: b"hello",
        lambda data: b"",
        lambda data: data.replace(b'"version":1', b'"version":2', 1),
    ],
    ids=["edited", "cut", "another file", "empty", "of another version"],
)
def test_a_plan_that_was_edited(small: Firm, edit: Callable[[bytes], bytes]) -> None:
    small.attest_all()
    path = small.directory / "plan.bin"
    small.run("plan", "--out", str(path))
    before = small.world()
    path.write_bytes(edit(path.read_bytes()))
    for verb in (("apply", str(path)), ("show", str(path))):
        said = small.run(*verb, code=5)
        assert "Hint:" in said.err
    assert small.world() == before
    assert holds_nothing(small)


def test_a_plan_of_another_state(small: Firm, tmp_path: Path) -> None:
    small.attest_all()
    path = str(tmp_path / "plan.bin")
    small.run("plan", "--out", path)
    other = small_firm(tmp_path / "other")
    other.attest_all()
    said = other.run("apply", path, "--operator", "scripted", code=5)
    assert holds_nothing(other)
    assert "Error" in said.text
