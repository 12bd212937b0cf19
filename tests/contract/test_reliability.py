"""The table of docs/reliability.md has the form that the command writes, and says zero where it must."""

from __future__ import annotations

from benchmarks import reliability
from provisioner.testing.simulation.campaign import INVARIANTS


def told(**broken: int) -> dict[str, object]:
    """What `provisioner simulate --format json` says."""
    return {
        "runs": 500,
        "faults": {"crash": 300, "race": 45},
        "counts": {"keys shown": 900},
        "invariants": dict.fromkeys(INVARIANTS, 0) | {name.replace("_", "-"): many for name, many in broken.items()},
    }


def test_the_page_is_as_the_command_writes_it() -> None:
    assert reliability.main(["--check"]) == 0


def test_nothing_was_doubled_lost_leaked_or_left_behind() -> None:
    rows = reliability.standing(reliability.PAGE.read_text(encoding="utf-8"))
    assert rows
    for cells in rows.values():
        assert cells[4:] == ("0", "0", "0", "0"), cells[0]
        assert int(cells[1].replace(",", "")) > 0


def test_several_documents_are_one_row() -> None:
    row = reliability.summed("both", [told(keys=1, canary=2), told(secret_dropped=3, stale_lease=4, once=1)])
    assert row.cells() == ("both", "1,000", "690", "1,800", "2", "3", "2", "4")


def test_a_row_takes_the_place_of_the_one_of_its_name_and_others_stay() -> None:
    page = "before\n" + reliability.table([("by hand", "1", "2", "3", "0", "0", "0", "0")]) + "\nafter\n"
    fresh = reliability.summed("random runs, small firm", [told()])
    once = reliability.written(page, [fresh])
    assert list(reliability.standing(once)) == ["random runs, small firm", "by hand"]
    assert reliability.written(once, [fresh]) == once
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
