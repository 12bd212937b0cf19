"""The laws of the provider port, held against each level a firm can be at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from provisioner.spi.provider import ExpandRequest, Provider
from provisioner.testing.provider_suite import ProviderSuite
from tests.plugins.provisioner_tripletex.bench import ATTACHED, FINALE, PER, Bench, request_of

MENU = {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale 2026-03"}}}
REQUESTS = (
    request_of(label="fjord-regnskap", keys=FINALE),
    request_of({**MENU, **ATTACHED, "huma": {**PER, "expires": "2027-12-31"}, "shopbox": PER}, keys=FINALE),
    request_of(
        {"kassa": {**PER, "method": "custom-key", "applicationName": "ask-vendor", "permissions": "all"}},
        label="tommer-og-bolt",
    ),
)


class Suite(ProviderSuite):
    """What every level shares."""

    @pytest.fixture
    def provider(self, bench: Bench) -> Provider:
        bench.company("fjord-regnskap").modules.pop("API_V2")  # what the samples want is not there yet
        return bench.provider

    @pytest.fixture
    def requests(self) -> Sequence[ExpandRequest]:
        return REQUESTS

    @pytest.fixture
    def snapshot(self, bench: Bench) -> Callable[[], object]:
        return bench.world.digest


class TestLevel0WithNobody(Suite):
    """No credentials, nobody at hand: everything is work for later."""

    @pytest.fixture
    def bench(self) -> Bench:
        return Bench(drivers=("guided",))


class TestLevel0WithAPerson(Suite):
    """No credentials, a person at hand."""

    @pytest.fixture
    def bench(self) -> Bench:
        return Bench(drivers=("guided",), with_person=True)


class TestLevel1(Suite):
    """The office's own account by API."""

    @pytest.fixture
    def bench(self) -> Bench:
        return Bench().without("officeKey")


class TestLevel3(Suite):
    """Everything the API can do."""

    @pytest.fixture
    def bench(self) -> Bench:
        return Bench(with_person=True)


del Suite
