"""A firm whose state is in a bucket: killed in the middle, cut off from the bucket in the middle, and converged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from provisioner_state_object_store import backend
from provisioner_state_object_store.objects import open_objects
from provisioner_tripletex_simulator.world import World, hash_of
from tests.end_to_end.firm import EXAMPLE, OFFICE, Firm, small_firm
from tests.end_to_end.served import serve
from tests.end_to_end.test_kill import ADDRESSES, CLIENT, OFFICE_KEYS, check, come_back, kill_at, kill_during_call, made
from tests.plugins.provisioner_state_object_store.opening import IMPATIENT
from tests.plugins.provisioner_state_object_store.servers import (
    ACCESS_KEY,
    SECRET_KEY,
    Bumpy,
    Fault,
    Moto,
    moto,
    s3_url,
)


@pytest.fixture(scope="module")
def bucket() -> Iterator[Moto]:
    """An S3 server with a bucket."""
    with moto() as server:
        yield server


@pytest.fixture
def firm(tmp_path: Path, bucket: Moto, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """A firm with four keys to be made, its state in the bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    firm = small_firm(tmp_path / "firm", CLIENT, OFFICE + OFFICE_KEYS)
    url = s3_url(bucket.endpoint, tmp_path.name.replace("_", "-"))
    firm.edit("provisioner.yaml", "sqlite:.provisioner/state.db", url)
    with serve(tmp_path / "world.json") as endpoint:
        firm.options = ("--endpoint", endpoint)
        firm.run("state", "init")
        firm.attest_all()
        yield firm
    said = "".join(said.text for said in firm.said)
    assert SECRET_KEY not in said
    bucket.road.ask = None


@pytest.mark.parametrize(("event", "number"), [("intent_recorded", 3), ("secret_sealed", 2)])
def test_killed_at_an_event(firm: Firm, event: str, number: int) -> None:
    assert kill_at(firm, event, number)
    come_back(firm)
    check(firm)


def test_killed_while_a_key_is_on_its_way(firm: Firm) -> None:
    kill_during_call(firm, skip=1)
    come_back(firm)
    check(firm)


def from_the_second_key_on(fault: Fault, times: int) -> Callable[[str, str], Fault | None]:
    """`fault` for every request from the commit of the second key on, so many times."""
    keys, left = 0, iter([fault] * times)

    def ask(method: str, path: str) -> Fault | None:
        nonlocal keys
        keys += method == "PUT" and "/sealed/" in path
        return next(left, None) if keys > 1 else None

    return ask


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.LOST], ids=lambda fault: fault.name)
def test_the_bucket_is_out_of_reach_right_after_a_key_was_made(
    firm: Firm, bucket: Moto, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither commit nor deposit can be made: the sealed key goes to a rescue file, and from there home."""
    monkeypatch.setattr(backend, "open_objects", partial(open_objects, patience=IMPATIENT))
    before = {application: made(firm.directory.parent, application) for application in ADDRESSES.values()}
    road: Bumpy = bucket.road
    road.ask = from_the_second_key_on(fault, 10_000)
    assert firm.apply(code=None).code != 0
    assert list((firm.directory / ".provisioner" / "rescue").glob("*.json")) != []
    road.ask = None
    come_back(firm)
    assert not any("lost" in said.text for said in firm.said)
    world = World.from_json((firm.directory.parent / "world.json").read_bytes())
    for address, application in ADDRESSES.items():
        opened = firm.run("secret", "show", address, "--identity", str(EXAMPLE / "demo-identity.txt")).out.strip()
        assert world.keys[world.key_tokens[hash_of(opened)]].application == application
        assert made(firm.directory.parent, application) == before[application] + 1
    assert not any(state["intents"] for state in firm.run("state", "list", "--format", "json").json()["accounts"])


def test_a_bad_moment_of_the_bucket_is_nobodys_trouble(firm: Firm, bucket: Moto) -> None:
    bucket.road.ask = from_the_second_key_on(Fault.LOST, 3)
    firm.apply()
    bucket.road.ask = None
    assert "No changes." in firm.run("plan", "--detailed-exitcode", "--refresh", "all").out
    check(firm)


def test_a_firm_moves_into_a_bucket_and_back(tmp_path: Path, bucket: Moto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    firm = small_firm(tmp_path / "firm")
    firm.attest_all()
    firm.apply()
    before, made_so = firm.run("state", "pull").json(), "sqlite:.provisioner/state.db"
    for place in (s3_url(bucket.endpoint, "moved"), "sqlite:.provisioner/back.db"):
        firm.run("state", "migrate", "--to", place)
        firm.edit("provisioner.yaml", made_so, place)
        made_so = place
        after = firm.run("state", "pull").json()
        assert {**after, "made_at": before["made_at"]} == before
        assert "No changes." in firm.run("plan", "--detailed-exitcode").out
    assert firm.run("audit", "verify").code == 0
