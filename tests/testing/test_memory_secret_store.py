"""The secret store in memory keeps every law of the port."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.testing import samples
from provisioner.testing.memory import MemorySecretStore
from provisioner.testing.secret_store_suite import SecretStoreSuite


class TestMemorySecretStore(SecretStoreSuite):
    @pytest.fixture
    def store(self) -> MemorySecretStore:
        return MemorySecretStore()

    @pytest.fixture
    def identity(self) -> None:
        return None

    @pytest.fixture
    def broken(self) -> MemorySecretStore:
        store = MemorySecretStore()
        store.refuses = "the vault is sealed"
        return store


def test_a_store_that_refuses_says_why_before_anything_is_kept() -> None:
    store = MemorySecretStore()
    store.refuses = "the vault is sealed"
    attempts: list[Callable[[], object]] = [
        store.probe,
        lambda: store.put(samples.key_address(), 1, Sensitive("x")),
        lambda: store.get(samples.key_address(), 1, None),
        lambda: store.retire(samples.key_address(), 1),
    ]
    for attempt in attempts:
        with pytest.raises(SecretStoreFailed, match="the vault is sealed"):
            attempt()
    assert store.kept == {}
