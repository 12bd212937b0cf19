"""A firm whose state is in PostgreSQL: planned, applied, read by many, killed and cut off in the middle, and converged.

`PROVISIONER_KILLS=300 pytest tests/end_to_end/test_postgres.py -k again_and_again` kills that many times.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from provisioner.spi.backend import CommitRequest
from provisioner_state_postgres import backend as guest
from provisioner_state_postgres.backend import PostgresBackend
from provisioner_state_postgres.database import Transaction
from provisioner_tripletex_simulator.world import hash_of
from tests.end_to_end.firm import EXAMPLE, OFFICE, Firm, small_firm
from tests.end_to_end.kills import KILLS_EACH, campaign, world_of
from tests.end_to_end.served import serve
from tests.end_to_end.test_kill import (
    ADDRESSES,
    CLIENT,
    OFFICE_KEYS,
    check,
    come_back,
    kill_at,
    kill_during_call,
    made,
)
from tests.plugins.provisioner_state_postgres.opening import HURRIED
from tests.postgres import Server, running

# Read once at import: every test runs with a bare environment of its own.
KILLS = int(os.environ.get("PROVISIONER_KILLS", "24"))
PASSWORD = "hunter2-0a1b2c3d"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A real server."""
    with running() as server:
        yield server


@pytest.fixture
def schema(server: Server) -> str:
    """Where the firm's tables are."""
    return server.schema()


@pytest.fixture
def firm(tmp_path: Path, server: Server, schema: str) -> Iterator[Firm]:
    """A firm with four keys to be made, its state in the database."""
    firm = small_firm(tmp_path / "firm", CLIENT, OFFICE + OFFICE_KEYS)
    firm.edit("provisioner.yaml", "sqlite:.provisioner/state.db\nsingleMachine: true", server.url(schema=schema))
    with serve(tmp_path / "world.json") as endpoint:
        firm.options = ("--endpoint", endpoint)
        firm.run("state", "init")
        firm.attest_all()
        yield firm


def test_planned_applied_and_read_by_whoever_may(
    firm: Firm, server: Server, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")  # in a pipeline, where a state of one machine would be refused
    plan = firm.run("plan", "--detailed-exitcode", "--out", str(firm.directory / "plan.bin"), code=2)
    assert "Plan: 6 to add, 0 to change, 0 to destroy, 1 to adopt." in plan.out
    firm.run("apply", str(firm.directory / "plan.bin"))
    assert "No changes." in firm.run("plan", "--detailed-exitcode", "--refresh", "all").out
    check(firm)
    assert len(firm.run("state", "list", "--format", "json").json()["accounts"]) == 2
    reader = f"{schema}_reader"
    with server.connected() as owner:
        owner.execute(f"CREATE ROLE {reader} LOGIN")
        owner.execute(f"GRANT USAGE ON SCHEMA {schema} TO {reader}")
        owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}")
    firm.edit("provisioner.yaml", "//postgres@", f"//{reader}@")
    firm.edit(
        "clients/client.yaml", "  huma:", "  shopbox: {owner: {employee: per@nordlys.example}, validFor: 365d}\n  huma:"
    )
    assert "Plan: 1 to add" in firm.run("plan").out
    refused = firm.apply(code=6)
    assert "lacks a right" in " ".join(refused.text.split())
    assert made(firm.directory.parent, "Shopbox") == 0


def test_the_state_moves_to_a_file_and_comes_back(firm: Firm, server: Server) -> None:
    firm.apply()
    before = firm.run("state", "pull").json()
    text = (firm.directory / "provisioner.yaml").read_text(encoding="utf-8")
    for place in ("sqlite:.provisioner/state.db", server.url(schema=server.schema())):
        firm.run("state", "migrate", "--to", place)
        closed = firm.apply("--refresh", "all", code=4)
        assert "state migrate" in closed.text
        firm.write("provisioner.yaml", re.sub(r"state: .*", f"state: {place}\nsingleMachine: true", text))
        after = firm.run("state", "pull").json()
        assert after["accounts"] == before["accounts"]
        assert "No changes." in firm.run("plan", "--detailed-exitcode", "--refresh", "all").out
    check(firm)


@pytest.mark.parametrize(("event", "number"), [("intent_recorded", 3), ("secret_sealed", 2), ("apply_complete", 3)])
def test_killed_at_an_event(firm: Firm, event: str, number: int) -> None:
    assert kill_at(firm, event, number)
    come_back(firm)
    check(firm)


def test_killed_while_a_key_is_on_its_way(firm: Firm) -> None:
    kill_during_call(firm, skip=1)
    come_back(firm)
    assert any("lost" in said.text for said in firm.said)
    check(firm)


@pytest.mark.parametrize("seed", range(-(-KILLS // KILLS_EACH)))
def test_killed_again_and_again(server: Server, seed: int) -> None:
    count = campaign(lambda: server.url(schema=server.schema()), KILLS_EACH, seed)
    assert count.kills == KILLS_EACH
    assert count.wrong == 0, count


def move(firm: Firm, server: Server) -> None:
    """Begin anew on another server."""
    text = (firm.directory / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", re.sub(r"state: .*", f"state: {server.url()}", text))
    firm.run("state", "init")
    firm.attest_all()


@pytest.fixture
def doomed() -> Iterator[Server]:
    """A server of our own, to be killed."""
    with running() as server:
        yield server


def test_the_database_is_killed_at_the_very_commit_of_a_fresh_key(
    firm: Firm, doomed: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither commit nor deposit can be made: the sealed key goes to a rescue file, and from there home."""
    state = next(
        line for line in (firm.directory / "provisioner.yaml").read_text("utf-8").splitlines() if "state:" in line
    )
    firm.edit("provisioner.yaml", state, f"state: {doomed.url()}")
    firm.run("state", "init")
    firm.attest_all()
    before = {application: made(firm.directory.parent, application) for application in ADDRESSES.values()}
    real, seen = PostgresBackend._commit, []

    def kill(self: PostgresBackend, transaction: Transaction, request: CommitRequest) -> int:
        if request.sealed and request.commit_id not in seen:
            seen.append(request.commit_id)
            if len(seen) == 2:
                doomed.stop("immediate")
        return real(self, transaction, request)

    monkeypatch.setattr(PostgresBackend, "_commit", kill)
    monkeypatch.setattr(guest, "Patience", lambda: HURRIED)
    broken = firm.apply(code=None)
    assert broken.code == 6
    assert "cannot be reached, or broke off" in " ".join(broken.text.split())
    assert len(list((firm.directory / ".provisioner" / "rescue").glob("*.json"))) >= 1
    assert "cannot be reached" in firm.run("plan", code=6).text
    doomed.start()
    monkeypatch.undo()
    come_back(firm)
    world = world_of(firm)
    for address, application in ADDRESSES.items():
        opened = firm.run("secret", "show", address, "--identity", str(EXAMPLE / "demo-identity.txt")).out.strip()
        assert world.keys[world.key_tokens[hash_of(opened)]].application == application
        assert made(firm.directory.parent, application) == before[application] + 1, "made once, and nothing of it lost"


def test_the_database_restarts_in_the_middle_and_nobody_notices(
    firm: Firm, doomed: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = next(
        line for line in (firm.directory / "provisioner.yaml").read_text("utf-8").splitlines() if "state:" in line
    )
    firm.edit("provisioner.yaml", state, f"state: {doomed.url()}")
    firm.run("state", "init")
    firm.attest_all()
    real, seen = Transaction.end, []

    def restart(self: Transaction) -> None:
        real(self)
        seen.append(1)
        if len(seen) in (8, 14):
            doomed.stop("immediate")
            doomed.start()
            raise psycopg.OperationalError("the answer is lost")

    monkeypatch.setattr(Transaction, "end", restart)
    monkeypatch.setattr(guest, "Patience", lambda: replace(HURRIED, pauses=(0.0,) * 20))
    firm.apply()
    assert len(seen) > 14
    monkeypatch.undo()
    assert "No changes." in firm.run("plan", "--detailed-exitcode", "--refresh", "all").out
    check(firm)


def test_the_password_is_nowhere(firm: Firm, server: Server, schema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    role = f"{schema}_role"
    with server.connected() as owner:
        owner.execute(f"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
    url = server.url(schema=schema)
    firm.edit("provisioner.yaml", url, server.url(schema=schema, user=role, host="127.0.0.1"))
    monkeypatch.setenv("PGPASSWORD", f"{PASSWORD}-wrong")
    assert "does not let us in" in firm.run("plan", code=6).text
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    firm.apply()
    firm.run("state", "list", "--format", "json")
    monkeypatch.delenv("PGPASSWORD")
    firm.edit("provisioner.yaml", f"//{role}@", f"//{role}:{PASSWORD}@")
    assert "There is a password in the address of the state." in firm.run("plan", code=1).text
    assert all(PASSWORD not in said.text for said in firm.said)
    files = [path for path in firm.directory.parent.rglob("*") if path.is_file() and path.name != "provisioner.yaml"]
    assert not any(PASSWORD.encode() in path.read_bytes() for path in files)
