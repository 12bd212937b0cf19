"""The secret store suite notices each law that is broken, and nothing in a store that breaks none."""

from __future__ import annotations

import json

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.testing.memory import MemorySecretStore
from provisioner.testing.secret_store_suite import SecretStoreSuite, leaks
from tests.testing.biting import noticed


class ProbesNothing(MemorySecretStore):
    def probe(self) -> None:
        """All is well, whatever is the case."""

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        MemorySecretStore.probe(self)
        super().put(address, generation, secret)


class GivesNoHint(MemorySecretStore):
    def probe(self) -> None:
        if self.refuses:
            raise SecretStoreFailed(self.refuses)


class RepeatsTheSecret(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        if self.refuses:
            raise SecretStoreFailed("no", hint="later", detail=f"could not keep {secret.reveal()}")
        super().put(address, generation, secret)


class RepeatsItInTheCause(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        if self.refuses:
            try:
                json.loads(secret.reveal() + "}")
            except ValueError as error:
                error.add_note(secret.reveal())
                raise SecretStoreFailed("no", hint="later") from error
        super().put(address, generation, secret)


class KeepsTheFirst(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        if self.get(address, generation, None) is None:
            super().put(address, generation, secret)


class RetiresForEver(MemorySecretStore):
    def __init__(self) -> None:
        super().__init__()
        self.gone: set[tuple[Address, int]] = set()

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        if (address, generation) not in self.gone:
            super().put(address, generation, secret)

    def retire(self, address: Address, generation: int) -> None:
        super().retire(address, generation)
        self.gone.add((address, generation))


class ProbesOverWhatIsThere(MemorySecretStore):
    def probe(self) -> None:
        super().probe()
        for key in self.kept:
            self.kept[key] = Sensitive("probe")


class ChangesLineEnds(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        super().put(address, generation, Sensitive(secret.reveal().replace("\r\n", "\n")))


BAD = {
    ProbesNothing: "test_a_probe_fails_before_anything_is_kept",
    GivesNoHint: "test_a_probe_fails_before_anything_is_kept",
    RepeatsTheSecret: "test_what_cannot_be_kept_is_told_without_the_secret",
    RepeatsItInTheCause: "test_what_cannot_be_kept_is_told_without_the_secret",
    KeepsTheFirst: "test_a_wrong_secret_can_be_put_right",
    RetiresForEver: "test_a_retired_generation_can_be_put_again",
    ProbesOverWhatIsThere: "test_a_probe_leaves_what_is_there_alone",
    ChangesLineEnds: "test_every_secret_comes_back_as_it_was",
}


def fixtures(kind: type[MemorySecretStore]) -> dict[str, object]:
    broken = kind()
    broken.refuses = "closed for the day"
    return {"store": kind(), "identity": None, "broken": broken}


def test_a_sound_store_breaks_no_law() -> None:
    assert noticed(SecretStoreSuite, lambda: fixtures(MemorySecretStore)) == set()


@pytest.mark.parametrize("kind", BAD, ids=lambda kind: kind.__name__)
def test_the_suite_notices(kind: type[MemorySecretStore]) -> None:
    assert BAD[kind] in noticed(SecretStoreSuite, lambda: fixtures(kind))


def test_a_leak_is_found_wherever_it_is_in_the_chain() -> None:
    outer = ValueError("outer")
    outer.__cause__ = KeyError("hush")
    assert leaks(outer, "hush") == ["KeyError"]
    outer.__cause__ = None
    outer.__context__ = KeyError("hush")
    outer.__suppress_context__ = False
    assert leaks(outer, "hush") == ["KeyError"]
    outer.__suppress_context__ = True
    assert leaks(outer, "hush") == []
