"""Taking everything away again: the world is as it was, but for modules, and the plan says why those stay."""

from __future__ import annotations

from typing import Any

from tests.end_to_end.firm import Firm, resources


def destroy(firm: Firm, *words: str, code: int = 0) -> str:
    return firm.run("destroy", "--auto-approve", "--operator", "scripted", *words, code=code).text


def test_the_world_is_as_it_was_but_for_modules(example: Firm) -> None:
    example.run("plan")
    before = example.world()
    example.attest_all()
    example.apply()
    applied = example.world()
    assert resources(applied) != resources(before)

    said = destroy(example)
    after = example.world()
    assert resources(after) == resources(before)
    assert {name: row["modules"] for name, row in after.items()} == {
        name: row["modules"] for name, row in applied.items()
    }
    assert "client/nordlys-bakeri/module/api-v2 will be forgotten, not destroyed" in said
    assert "others may depend on them" in " ".join(said.replace("#", " ").split())
    assert "Resources: 0 added, 0 changed, 35 destroyed, 13 forgotten." in said
    states = example.run("state", "list", "--format", "json").json()["accounts"]
    assert [state["account"] for state in states if state["entries"] or state["intents"]] == []


def test_what_was_there_before_stays(example: Firm) -> None:
    example.write(
        "clients/gamle-kolonial.yaml",
        "kind: Client\nname: gamle-kolonial\ndisplayName: Gamle Kolonial AS\norganizationNumber: 326 380 415\n",
    )
    example.run("plan")
    before = example.world()["gamle-kolonial"]
    example.attest_all()
    example.apply()
    destroy(example)
    assert example.world()["gamle-kolonial"] == before


def test_one_client_alone(example: Firm) -> None:
    example.attest_all()
    example.apply()
    world = example.world()
    destroy(example, "--client", "havna-ror")
    left = example.world()
    assert left["havna-ror"]["keys"] == []
    assert {name for name in world if world[name]["keys"] != left[name]["keys"]} == {"havna-ror", "fjord-regnskap"}
    office = {key["name"]: key["clients"] for key in left["fjord-regnskap"]["keys"]}
    assert "havna-ror" not in office["Visma Finale"]
    assert len(office["Visma Finale"]) == 10


def office_keys(firm: Firm) -> list[dict[str, Any]]:
    return [key for key in firm.world()["fjord-regnskap"]["keys"] if key["application"] == "KREDIN"]


def test_an_office_key_is_not_ended_while_a_client_goes_through_it(example: Firm) -> None:
    example.attest_all()
    example.apply()
    said = destroy(example, "--target", "office/office_key/kredin")
    assert "held: something still uses it" in said
    assert "0 destroyed" in said
    assert len(office_keys(example)) == 1


def test_an_office_key_is_exchanged_for_another(example: Firm) -> None:
    """The new one is made, the clients move over, and only then the old one is ended: by the plan after."""
    example.attest_all()
    example.apply()
    example.edit("office.yaml", "  kredin:\n", "  kredin-ny:\n    integration: kredin\n")
    example.apply("--allow-deletes")
    assert sorted(len(key["clients"]) for key in office_keys(example)) == [0, 2]
    example.apply()
    assert [len(key["clients"]) for key in office_keys(example)] == [2]
    assert "No changes." in example.run("plan", "--detailed-exitcode", "--refresh", "all").out


def test_destroying_and_applying_again(example: Firm) -> None:
    example.attest_all()
    example.apply()
    first = resources(example.world())
    destroy(example)
    example.apply()
    assert resources(example.world()) == first
