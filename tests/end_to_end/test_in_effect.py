"""Many services activated at once take a while: what has not taken effect goes on waiting, by the commands."""

from __future__ import annotations

from pathlib import Path

from provisioner_tripletex_simulator.world import World
from tests.end_to_end.firm import CLIENT, WORLD, Firm, small_firm

MODULE = "client/nordlys-bakeri/module/api-v2"


def waiting(firm: Firm) -> list[str]:
    return [one["item"]["id"] for one in firm.run("work", "--format", "json").json()["items"]]


def takes_effect(firm: Firm) -> None:
    """What the office began on its screen comes to the client."""
    path = firm.directory / WORLD
    world = World.from_json(path.read_bytes())
    company = world.company_by("nordlys-bakeri")
    assert company is not None
    company.modules["API_V2"] = None
    world.revision += 1
    path.write_bytes(world.to_json())


def test_done_is_recorded_once_it_has_taken_effect(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm", CLIENT)
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided, api]")
    firm.attest_all()
    firm.run("apply", "--auto-approve")
    (module,) = waiting(firm)
    said = firm.run("work", "complete", module, "--done")
    assert "Warning: «Integrasjoner» is not active at Nordlys Bakeri AS yet" in said.out
    assert "0 added, 0 changed, 0 destroyed, 1 awaiting." in said.out
    assert waiting(firm) == [module]
    assert "er ikke aktivert hos" in firm.run("--lang", "nb", "work", "complete", module, "--done").out
    takes_effect(firm)
    assert "1 added" in firm.run("work", "complete", module, "--done").out
    assert waiting(firm) == []
    assert MODULE in firm.run("state", "list").out
