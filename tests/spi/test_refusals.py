"""What every backend refuses in the same words: how a lease ended is told in both languages."""

from __future__ import annotations

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseLost
from provisioner.spi.refusals import RELEASED, lease_over

ACCOUNT = AccountRef.client("nordlys-bakeri")


@pytest.mark.parametrize(
    ("how", "english", "norwegian"),
    [
        (RELEASED, "was released.", "er sluppet."),
        ("was broken (Kari is on holiday)", "was broken (Kari is on holiday).", "er brutt: Kari is on holiday."),
        ("ended somehow", "ended somehow.", "er brutt: ended somehow."),
    ],
)
def test_how_a_lease_ended_is_told_in_both(how: str, english: str, norwegian: str) -> None:
    error = LeaseLost.of(lease_over(ACCOUNT, how))
    assert error.summary == f"Our lease on {ACCOUNT} {english}"
    assert error.told_in("nb").summary == f"Låsen vår på {ACCOUNT} {norwegian}"
    assert error.hint
