"""Whose a thing is, in the account of a client that leaves: never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from provisioner.engine.decide import Parting
from provisioner.engine.leaving import is_over, whose
from provisioner.model.address import AccountRef, Address
from provisioner.model.offboarding import Departure, Leaving, Offboarding, OurPeople
from provisioner.model.values import attributes
from provisioner.testing.strategies import ACCESS, KEY, MODULE

LEAVES = Leaving(
    Offboarding(Departure.LEAVES, date(2026, 12, 31)), OurPeople(("firm.no", "ola@mail.no"), ("shared.no",))
)
OFFICE_KEY = Address(AccountRef.office(), "office_key", "finale")


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        (datetime(2026, 12, 30, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 31, 0, 0, tzinfo=UTC), True),
        (datetime(2027, 6, 1, tzinfo=UTC), True),
    ],
)
def test_the_last_day_counts_as_come(moment: datetime, over: bool) -> None:
    assert is_over(LEAVES, moment) is over
    assert not is_over(None, moment)


@pytest.mark.parametrize(
    ("person", "parting"),
    [
        ("Kari@FIRM.no", Parting.OURS),
        ("ola@mail.no", Parting.OURS),
        ("per@mail.no", Parting.THEIRS),
        ("kari@notfirm.no", Parting.THEIRS),
        ("kari@shared.no", Parting.UNCLEAR),
        (None, Parting.UNCLEAR),
    ],
)
def test_a_key_is_its_owners(person: str | None, parting: Parting) -> None:
    assert whose(LEAVES, KEY, attributes(keyName=person), ()) is parting


def test_what_goes_through_the_office_is_ours_and_what_holds_no_key_is_theirs() -> None:
    assert whose(LEAVES, ACCESS, attributes(), (OFFICE_KEY,)) is Parting.OURS
    assert whose(LEAVES, MODULE, attributes(), ()) is Parting.THEIRS
    activation = replace(KEY, holds_secret=False)
    assert whose(LEAVES, activation, attributes(keyName="kari@firm.no"), ()) is Parting.THEIRS


def test_where_nobody_has_said_anything_nobody_can_tell() -> None:
    assert whose(replace(LEAVES, people=OurPeople()), KEY, attributes(keyName="kari@firm.no"), ()) is Parting.UNCLEAR
