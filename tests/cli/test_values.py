"""What options hold: what is wrong is told with what was meant."""

from __future__ import annotations

from datetime import datetime

import pytest

from provisioner.cli.values import DayType
from provisioner.model.errors import UsageError
from tests.cli.driver import provisioner


def test_a_day_is_written_as_in_manifests() -> None:
    assert DayType().convert("2027-02-01", None, None) == datetime(2027, 2, 1)  # noqa: DTZ001  # a day has no zone


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("01.02.2027", "2027-02-01"),
        ("1.2.2027", "2027-02-01"),
        ("31/12/2027", "2027-12-31"),
        ("2027/12/31", "2027-12-31"),
        ("20271231", "2027-12-31"),
        ("32.01.2027", "2027-01-31"),
        ("tomorrow", "2027-01-31"),
    ],
)
def test_another_way_to_write_it_is_told_how_it_is_written_here(written: str, meant: str) -> None:
    with pytest.raises(UsageError, match="is no day") as caught:
        DayType().convert(written, None, None)
    assert caught.value.hint == f"Write {meant}."


@pytest.mark.parametrize(
    "words", [("offboard", "x", "--reason", "leaves", "--last-day"), ("simulate", "--on")], ids=" ".join
)
def test_the_verbs_that_take_a_day_say_so(words: tuple[str, ...]) -> None:
    refused = provisioner(*words, "01.02.2027")
    assert (refused.code, "Write 2027-02-01" in refused.err) == (1, True)
