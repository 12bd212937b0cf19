"""The secret verbs on a real project: what became of every key, storing by hand, new people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioner.runtime.sealing import new_identity
from tests.end_to_end.firm import EXAMPLE, Firm, recipient, small_firm

KEY = "client/nordlys-bakeri/user_key/huma"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """One client with one key, which is sealed and in no store."""
    firm = small_firm(tmp_path / "firm")
    firm.attest_all()
    firm.apply()
    (tmp_path / "kari.txt").write_bytes((EXAMPLE / "demo-identity.txt").read_bytes())
    return firm


def kari(firm: Firm) -> tuple[str, str]:
    return "--identity", str(firm.directory.parent / "kari.txt")


def add_store(firm: Firm, url: str = "age:secrets") -> None:
    firm.edit("provisioner.yaml", "secrets:\n", f"secrets:\n  store: {url}\n")


def opened(firm: Firm, *identity: str) -> str:
    return Firm(firm.directory).run("secret", "show", KEY, *(identity or kari(firm))).out.strip()


def test_another_store_does_not_have_what_the_one_before_has(firm: Firm) -> None:
    add_store(firm)
    firm.run("secret", "store", "--all", *kari(firm))
    key = opened(firm)
    firm.edit("provisioner.yaml", "store: age:secrets\n", "store: age:elsewhere\n")
    said = firm.run("secret", "list")
    assert said.out.splitlines()[1].split()[2:4] == ["elsewhere", "age:secrets"]
    assert "1 in another store than the project's: provisioner secret store --all" in said.err
    assert firm.run("secret", "list", "--status", "stored").out == "No secret fits.\n"
    assert "not in age:elsewhere, which the project names today: 1." in firm.run("plan").err.replace("\n  ", " ")
    said = firm.run("handoff", "confirm", KEY)
    assert said.err == (
        f"Its key is in age:secrets, not in the project's store: provisioner secret store {KEY} --identity FILE\n"
    )
    said = firm.run("secret", "store", "--all", *kari(firm))
    assert said.out == f"{KEY}, generation 1: in the store now.\n"
    assert "is in age:secrets, too" in said.err
    assert firm.run("secret", "list", "--status", "stored").out.splitlines()[1].split()[2:5] == [
        *("stored", "age:elsewhere", "-"),
    ]
    assert opened(firm) == key
    firm.edit("provisioner.yaml", "  store: age:elsewhere\n", "")
    assert "put `store:` back" in firm.run("secret", "list").err
    assert opened(firm) == key


def test_from_sealed_to_stored_to_new_people(firm: Firm, tmp_path: Path) -> None:
    assert firm.run("secret", "list").out.splitlines() == [
        "ADDRESS                              GENERATION  STATUS  STORE  SEALED COPY   WHO CAN OPEN IT",
        f"{KEY}  1           sealed  -      in the state  demo",
    ]
    key = opened(firm)
    add_store(firm)
    said = firm.run("secret", "list")
    assert "secret store --all" in said.err
    said = firm.run("secret", "store", "--all", *kari(firm))
    assert said.out == f"{KEY}, generation 1: in the store now.\n"
    assert firm.run("secret", "store", "--all", *kari(firm)).out == "Nothing is sealed that the store does not have.\n"

    public, identity = new_identity()
    lise = tmp_path / "lise.txt"
    lise.write_text(identity.reveal(), encoding="utf-8")
    firm.edit("provisioner.yaml", f"{{demo: {recipient()}}}", f"{{lise: {public}}}")
    (listed,) = firm.run("secret", "list", "--format", "json").json()["secrets"]
    assert (listed["status"], listed["store"], listed["missing"]) == ("stored", "age:secrets", ["lise"])
    assert "secret rewrap --all" in firm.run("secret", "list").err
    firm.run("secret", "show", KEY, "--identity", str(lise), code=1)
    said = firm.run("secret", "rewrap", "--all", *kari(firm))
    assert f"{recipient()[:16]}… could open it, lise can now." in said.out
    assert "the store's copy is encrypted to lise now" in said.out
    assert "replace keys if it matters." in said.err
    assert opened(firm, "--identity", str(lise)) == key
    firm.run("secret", "show", KEY, *kari(firm), code=1)
    assert key not in "".join(said.text for said in firm.said)
    events = [record["event"] for record in firm.run("audit", "log", "--format", "json").json()["records"]]
    assert events.count("secret-opened") == 3
    assert events.count("secrets-rewrapped") == 1


def test_what_went_wrong_is_told_and_ends_with_1(firm: Firm, tmp_path: Path) -> None:
    said = firm.run("secret", "store", "--all", *kari(firm), code=1)
    assert "names no secret store" in said.err
    add_store(firm)
    for words in (["secret", "store"], ["secret", "rewrap", KEY, "--all"]):
        assert "--all" in firm.run(*words, *kari(firm), code=1).err
    said = firm.run("secret", "rewrap", "client/nordlys-bakeri/user_key/nobody", *kari(firm), code=1)
    assert "There is no secret at" in said.err
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(new_identity()[1].reveal(), encoding="utf-8")
    said = firm.run("secret", "store", KEY, "--identity", str(stranger), "--format", "json", code=1)
    document = json.loads(said.out)
    assert (document["kept"], document["shut_out"]) == ([], [])
    assert [found["address"] for found in document["diagnostics"]] == [KEY]
    assert firm.run("secret", "rewrap", "--all", *kari(firm)).out == "1 sealed to today's recipients already.\n"
    said = firm.run("secret", "list", "--status", "lost")
    assert said.out == "No secret fits.\n"


def test_in_norwegian(firm: Firm) -> None:
    add_store(firm)
    assert "i lageret nå" in firm.run("secret", "store", KEY, *kari(firm), "--lang", "nb").out
    assert firm.run("secret", "rewrap", "--all", *kari(firm), "--lang", "nb").out.endswith("dagens mottakere.\n")
