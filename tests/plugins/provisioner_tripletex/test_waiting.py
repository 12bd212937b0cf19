"""Waiting ends when the run does: closed, or asked to stop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from provisioner.model.errors import ProviderFailed
from provisioner.spi.endpoint import TransportResponse
from provisioner_tripletex.budget import Budget
from provisioner_tripletex.waiting import Waiting
from tests.plugins.provisioner_tripletex.bench import NOW


def test_a_wait_that_is_not_ended_takes_its_time() -> None:
    assert Waiting()(0.01) is False
    assert Waiting(lambda: False)(0.01) is False


def test_closing_ends_every_wait() -> None:
    waiting = Waiting()
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(waiting, 600)
        waiting.end()
        assert found.result(timeout=30) is True
    assert waiting(600) is True


def test_whoever_asks_to_stop_waits_for_no_period_and_sends_nothing() -> None:
    budget = Budget(lambda: NOW, Waiting(lambda: True))
    budget.take()
    budget.returned(TransportResponse(200, (("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Reset", "600"))))
    with pytest.raises(ProviderFailed, match="stopped"):
        budget.take()
