"""Azure Key Vault as secret store: every law of the port, over TLS, with Azure's own library on our side."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.testing import samples
from provisioner.testing.secret_store_suite import SecretStoreSuite, leaks
from provisioner_secrets_azure import open_lazily, provisioner_secret_stores
from provisioner_secrets_azure.location import Location, read_location
from provisioner_secrets_azure.store import AzureStore, Pace, open_store
from tests.plugins.provisioner_secrets_azure.stub import CLIENT_SECRET, TOKEN, VaultStub, throttled, vault
from tests.plugins.tls import Answer

KEY = samples.key_address()
CANARY = "canary-4711-in-the-clear"
FAST = Pace(backoff_seconds=0.001, settle_seconds=0.001, settle_tries=5)


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[VaultStub]:
    with vault(tmp_path) as (stub, _):
        yield stub


@pytest.fixture
def store(stub: VaultStub, tmp_path: Path) -> AzureStore:
    return open_store(SecretStoreContext("azkv://fjord-kv/firma", tmp_path, ()), FAST)


def failure(attempt: Any) -> SecretStoreFailed:
    with pytest.raises(SecretStoreFailed) as caught:
        attempt()
    for secret in (CANARY, TOKEN, CLIENT_SECRET):
        assert leaks(caught.value, secret) == []
    assert caught.value.hint
    return caught.value


def put(store: AzureStore) -> Any:
    return partial(store.put, KEY, 1, Sensitive(CANARY))


class TestAzureStore(SecretStoreSuite):
    @pytest.fixture
    def store(self, stub: VaultStub, tmp_path: Path) -> AzureStore:
        return open_store(SecretStoreContext("azkv://fjord-kv", tmp_path, ()), FAST)

    @pytest.fixture
    def identity(self) -> None:
        return None

    @pytest.fixture
    def broken(self, stub: VaultStub, store: AzureStore) -> AzureStore:
        stub.forbidden = {"set"}
        return store


def test_the_hook_introduces_the_scheme_and_asks_nothing(stub: VaultStub, tmp_path: Path) -> None:
    (entry,) = provisioner_secret_stores()
    assert (entry.scheme, entry.open, entry.to_recipients) == ("azkv", open_lazily, False)
    assert isinstance(open_lazily(SecretStoreContext("azkv://fjord-kv", tmp_path, ())), AzureStore)
    assert stub.asked == []


def test_a_missing_library_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without_azure(name: str, *more: Any, **named: Any) -> Any:
        if name.startswith("azure"):
            raise ImportError(f"No module named {name!r}")
        return load(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without_azure)
    with pytest.raises(SecretStoreFailed) as caught:
        open_lazily(SecretStoreContext("azkv://fjord-kv", tmp_path, ()))
    assert caught.value.hint == "pip install 'tripletex-provisioner[azure]'"


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("azkv://fjord-kv", Location("https://fjord-kv.vault.azure.net", "")),
        ("azkv://fjord-kv/", Location("https://fjord-kv.vault.azure.net", "")),
        ("azkv://fjord-kv/firma-2", Location("https://fjord-kv.vault.azure.net", "firma-2")),
        ("azkv://kv.vault.azure.cn:443/x", Location("https://kv.vault.azure.cn:443", "x")),
    ],
)
def test_where_a_vault_is(url: str, location: Location) -> None:
    assert read_location(url) == location


@pytest.mark.parametrize(
    "url", ["azkv:fjord", "azkv://", "azkv://-x", "azkv://a b/c", "azkv://fjord-kv/Firma", "azkv://fjord-kv/a/b"]
)
def test_what_is_no_vault_is_told_with_what_one_looks_like(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_location(url)
    assert caught.value.hint.startswith("Write ")


def test_what_stands_in_the_vault_says_what_it_is(store: AzureStore, stub: VaultStub) -> None:
    store.put(KEY, 3, Sensitive(CANARY))
    ((name, kept),) = stub.live.items()
    assert name.startswith("firma-client-nordlys-bakeri-user-key-huma-")
    assert name.endswith("-3")
    assert kept.versions[0]["tags"] == {"managed-by": "provisioner", "address": str(KEY), "generation": "3"}
    assert kept.versions[0]["contentType"] == "provisioner/user_key"


def test_the_secret_is_only_ever_in_the_body_of_one_request(store: AzureStore, stub: VaultStub) -> None:
    """Not in the one that asks how to log in, nor in an address or a header."""
    put(store)()
    holding = [asked for asked in stub.asked if CANARY.encode() in asked.body]
    assert [(asked.method, "authorization" in asked.headers) for asked in holding] == [("PUT", True)]
    assert not any(CANARY in f"{asked.path} {asked.query} {asked.headers}" for asked in stub.asked)


def test_a_probe_writes_once_and_then_only_asks(store: AzureStore, stub: VaultStub) -> None:
    for _ in range(3):
        store.probe()
    assert list(stub.live) == ["firma-provisioner-probe"]
    assert len(stub.live["firma-provisioner-probe"].versions) == 1
    stub.forbidden = {"get"}
    store.probe()  # one that may write and not read can store all the same
    stub.trouble = [Answer(500)] * 9
    failure(store.probe)


def test_a_name_that_the_vault_keeps_back_is_recovered(store: AzureStore, stub: VaultStub) -> None:
    put(store)()
    store.retire(KEY, 1)
    assert store.get(KEY, 1, None) is None
    stub.busy = 2
    store.put(KEY, 1, Sensitive("the second"))
    found = store.get(KEY, 1, None)
    assert found is not None
    assert found.reveal() == "the second"
    assert stub.deleted == {}


def test_one_that_may_not_recover_is_told_how_to(store: AzureStore, stub: VaultStub) -> None:
    put(store)()
    store.retire(KEY, 1)
    stub.forbidden = {"recover"}
    assert "az keyvault secret recover" in failure(put(store)).hint


def test_a_name_that_never_settles_is_given_up(store: AzureStore, stub: VaultStub) -> None:
    put(store)()
    store.retire(KEY, 1)
    stub.busy = 99
    assert "409" in failure(put(store)).summary


def conflict(code: str) -> Answer:
    return Answer(409, {"error": {"code": "Conflict", "message": "Not now.", "innererror": {"code": code}}})


@pytest.mark.parametrize(
    "meanwhile",
    [
        Answer(404, {"error": {"code": "SecretNotFound", "message": "Deleted Secret not found"}}),
        conflict("ObjectIsBeingRecovered"),
    ],
)
def test_a_name_that_another_recovers_at_the_same_moment(meanwhile: Answer, store: AzureStore, stub: VaultStub) -> None:
    stub.trouble = [conflict("ObjectIsDeletedButRecoverable"), meanwhile, conflict("ObjectIsBeingRecovered")]
    put(store)()
    assert store.get(KEY, 1, None) is not None


def test_a_conflict_of_another_kind_is_told(store: AzureStore, stub: VaultStub) -> None:
    stub.trouble = [conflict("SomethingElse")]
    assert "409" in failure(put(store)).summary
    stub.trouble = [
        conflict("ObjectIsDeletedButRecoverable"),
        Answer(400, {"error": {"code": "Bad", "message": "No."}}),
    ]
    assert "400" in failure(put(store)).summary


@pytest.mark.parametrize("code", ["ObjectIsBeingDeleted", "ObjectIsBeingRecovered"])
def test_retiring_what_is_on_its_way(code: str, store: AzureStore, stub: VaultStub) -> None:
    put(store)()
    stub.trouble = [conflict(code)]
    store.retire(KEY, 1)
    assert (stub.deleted == {}) == (code == "ObjectIsBeingDeleted"), "what is being deleted needs nothing more"


def test_what_is_turned_away_for_a_moment_is_asked_again(store: AzureStore, stub: VaultStub) -> None:
    stub.trouble = [throttled(), Answer(503), Answer(500)]
    put(store)()
    found = store.get(KEY, 1, None)
    assert found is not None
    assert found.reveal() == CANARY


def test_an_answer_that_is_lost_is_asked_again(store: AzureStore, stub: VaultStub) -> None:
    store.probe()
    stub.trouble = [Answer(0)]
    put(store)()
    assert len(stub.live) == 2


def test_too_much_trouble_is_told(store: AzureStore, stub: VaultStub) -> None:
    stub.trouble = [throttled()] * 9
    error = failure(put(store))
    assert "429" in error.summary
    stub.trouble = [Answer(0)] * 9
    assert "cannot be reached" in failure(put(store)).summary


@pytest.mark.parametrize(("right", "act"), [("set", "put"), ("get", "get"), ("delete", "retire")])
def test_what_we_may_not_do_names_the_right(right: str, act: str, store: AzureStore, stub: VaultStub) -> None:
    stub.forbidden = {right}
    acts = {"put": put(store), "get": partial(store.get, KEY, 1, None), "retire": partial(store.retire, KEY, 1)}
    error = failure(acts[act])
    assert "forbidden" in error.summary
    assert f"secrets/{right}" in error.detail
    assert "Key Vault Secrets Officer" in error.hint


def test_a_vault_that_repeats_the_secret_is_not_repeated(store: AzureStore, stub: VaultStub) -> None:
    stub.trouble = [Answer(400, {"error": {"code": "BadParameter", "message": f"No good value: {CANARY}"}})]
    assert "No good value: ***" in failure(put(store)).detail


def test_nobody_logged_in_is_told(stub: VaultStub, tmp_path: Path) -> None:
    stub.refuses_login = True
    store = open_store(SecretStoreContext("azkv://fjord-kv", tmp_path, ()), FAST)
    error = failure(store.probe)
    assert "Nobody is logged in" in error.summary
    assert "az login" in error.hint


def test_a_value_that_the_vault_cannot_hold_is_told(store: AzureStore) -> None:
    error = failure(partial(store.put, KEY, 1, Sensitive(CANARY * 2000)))
    assert "400" in error.summary
