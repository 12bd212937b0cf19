"""The fake clock moves only when it is moved, and never draws an id twice."""

from __future__ import annotations

from datetime import timedelta

from provisioner.testing.fakes import FakeClock
from provisioner.testing.samples import NOW


def test_time_stands_still_until_it_is_moved() -> None:
    fake = FakeClock()
    clock = fake.as_clock()
    assert (clock.now(), clock.now(), clock.monotonic()) == (NOW, NOW, 0.0)
    clock.sleep(2.5)
    fake.advance(1)
    assert clock.now() == NOW + timedelta(seconds=3.5)
    assert clock.monotonic() == 3.5
    assert fake.slept == [2.5]


def test_ids_are_sixteen_long_and_differ_in_their_last_six() -> None:
    clock = FakeClock().as_clock()
    ids = [clock.new_id() for _ in range(1000)]
    assert {len(each) for each in ids} == {16}
    assert len({each[-6:] for each in ids}) == 1000
