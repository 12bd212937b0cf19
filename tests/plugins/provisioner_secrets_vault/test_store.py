"""Vault as secret store: every law of the port, over TLS, with the usual client on our side."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.testing import samples
from provisioner.testing.secret_store_suite import SecretStoreSuite, leaks
from provisioner_secrets_vault import open_lazily, provisioner_secret_stores
from provisioner_secrets_vault.location import Location, path_of, read_location
from provisioner_secrets_vault.session import Pace
from provisioner_secrets_vault.store import VaultStore, open_store
from tests.plugins.provisioner_secrets_vault.stub import HOST, ROLE_ID, SECRET_ID, TOKEN, VaultStub, vault
from tests.plugins.tls import Answer

KEY = samples.key_address()
CANARY = "canary-4711-in-the-clear"
FAST = Pace(backoff_seconds=0.0001, longest_seconds=0.001)
VARIABLES = {"VAULT_TOKEN": TOKEN, "ROLE": ROLE_ID, "SECRET": SECRET_ID}
APPROLE = "?roleId=env:ROLE&secretId=env:SECRET"
WHERE = "firma/client/nordlys-bakeri/user_key/huma/1"


def context(root: Path, url: str = f"vault://{HOST}/secret/firma", **variables: str) -> SecretStoreContext:
    known = variables or VARIABLES

    def resolve(reference: str) -> Sensitive | None:
        text = known.get(reference.removeprefix("env:"))
        return Sensitive(text) if text else None

    return SecretStoreContext(url, root, (), resolve)


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[VaultStub]:
    with vault(tmp_path) as (stub, _):
        yield stub


@pytest.fixture
def store(stub: VaultStub, tmp_path: Path) -> VaultStore:
    return open_store(context(tmp_path), FAST)


def failure(attempt: Any) -> SecretStoreFailed:
    with pytest.raises(SecretStoreFailed) as caught:
        attempt()
    for secret in (CANARY, TOKEN, SECRET_ID):
        assert leaks(caught.value, secret) == []
    assert caught.value.hint
    return caught.value


def put(store: VaultStore) -> Any:
    return partial(store.put, KEY, 1, Sensitive(CANARY))


class TestVaultStore(SecretStoreSuite):
    @pytest.fixture
    def store(self, stub: VaultStub, tmp_path: Path) -> VaultStore:
        return open_store(context(tmp_path), FAST)

    @pytest.fixture
    def identity(self) -> None:
        return None

    @pytest.fixture
    def broken(self, stub: VaultStub, store: VaultStore) -> VaultStore:
        stub.rights = {"read"}
        return store


def test_the_hook_introduces_the_scheme_and_asks_nothing(stub: VaultStub, tmp_path: Path) -> None:
    (entry,) = provisioner_secret_stores()
    assert (entry.scheme, entry.open, entry.to_recipients) == ("vault", open_lazily, False)
    assert isinstance(open_lazily(context(tmp_path)), VaultStore)
    assert stub.asked == []


def test_a_missing_client_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "hvac":
            raise ImportError("No module named 'hvac'")
        return load(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SecretStoreFailed) as caught:
        open_lazily(context(tmp_path))
    assert caught.value.hint == "pip install 'tripletex-provisioner[vault]'"


def nothing(reference: str) -> Sensitive | None:
    return None


def test_where_a_vault_is() -> None:
    assert read_location(f"vault://{HOST}:8200/secret", nothing) == Location(f"https://{HOST}:8200", "secret", "")
    found = read_location(f"vault://{HOST}/team%2Fkv/a/b/?namespace=x&ca=certs/ca.pem&token=file:.token", nothing)
    assert (found.mount, found.path, found.namespace, found.ca) == ("team/kv", "a/b", "x", "certs/ca.pem")
    assert found.token == "file:.token"
    variables = {"VAULT_ADDR": "http://127.0.0.1:8200/", "VAULT_NAMESPACE": "y", "VAULT_CACERT": "ca.pem"}
    found = read_location("vault:///secret/a", context(Path(), **variables).resolve)
    assert found == Location("http://127.0.0.1:8200", "secret", "a", namespace="y", ca="ca.pem")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("vault:secret/a", "no place in a Vault"),
        (f"vault://{HOST}", "no place in a Vault"),
        ("vault:///secret/a", "Nothing says where"),
        (f"vault://me:{CANARY}@{HOST}/secret/a", "a secret in a manifest"),
        (f"vault://{HOST}/secret/a?tokn=env:X", "`tokn` is no setting"),
        (f"vault://{HOST}/secret/a?token={CANARY}", "must be a reference"),
        (f"vault://{HOST}/secret/a?roleId=env:X&secretId={CANARY}", "must be a reference"),
        (f"vault://{HOST}/secret/a?roleId=env:X", "a `roleId` and a `secretId`"),
        (f"vault://{HOST}/secret/a{APPROLE}&token=env:X", "not both"),
    ],
)
def test_what_cannot_be_an_address_is_told_without_repeating_a_secret(url: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        read_location(url, nothing)
    assert caught.value.hint
    assert leaks(caught.value, CANARY) == []


def test_nothing_is_sent_in_the_clear_to_others() -> None:
    with pytest.raises(UsageError, match="not reached by https"):
        read_location("vault:///secret/a", context(Path(), VAULT_ADDR=f"http://{HOST}").resolve)


def test_paths_are_readable_and_never_shared() -> None:
    here = Location("", "secret", "firma/nøkler")
    awkward = ("Huma", "huma", "a.b", "..", "a=b", "a%2fb", "x" * 300, "x" * 299 + "y", "blåbær")
    paths = [path_of(here, Address(AccountRef.client("n"), "user_key", name), 1) for name in awkward]
    assert len(set(paths)) == len(awkward)
    assert paths[0] == "firma/nøkler/client/n/user_key/Huma/1"
    assert paths[3] == "firma/nøkler/client/n/user_key/=2e=2e/1"
    assert path_of(Location("", "s", ""), KEY, 2) == "client/nordlys-bakeri/user_key/huma/2"


def test_what_stands_there_says_what_it_is(store: VaultStore, stub: VaultStub) -> None:
    put(store)()
    assert stub.kept == {WHERE: [{"secret": CANARY, "address": str(KEY), "generation": "1"}]}
    holding = [asked for asked in stub.asked if CANARY.encode() in asked.body]
    assert [asked.method for asked in holding] == ["POST"]
    assert not any(CANARY in f"{asked.path} {asked.query} {asked.headers}" for asked in stub.asked)


def test_the_same_again_makes_no_new_version(store: VaultStore, stub: VaultStub) -> None:
    put(store)()
    put(store)()
    assert len(stub.kept[WHERE]) == 1
    store.put(KEY, 1, Sensitive("another"))
    assert len(stub.kept[WHERE]) == 2


def test_a_lost_answer_is_asked_again_and_nothing_is_doubled(store: VaultStore, stub: VaultStub) -> None:
    stub.after = [Answer(0)]
    put(store)()
    assert len(stub.kept[WHERE]) == 1
    store.retire(KEY, 1)
    stub.after = [Answer(502)]
    put(store)()
    assert len(stub.kept[WHERE]) == 1


def test_another_writer_is_not_buried_unseen(store: VaultStore, stub: VaultStub) -> None:
    stub.between = [("", "theirs")]
    put(store)()
    assert [version["secret"] for version in stub.kept[WHERE] if version] == ["theirs", CANARY]
    stub.between = [("", f"theirs {number}") for number in range(20)]
    error = failure(partial(store.put, KEY, 1, Sensitive("mine again")))
    assert "Others wrote there" in error.detail


def test_a_version_that_somebody_deleted_is_written_over(store: VaultStore, stub: VaultStub) -> None:
    stub.kept[WHERE] = [{"secret": "old"}, None]
    assert store.get(KEY, 1, None) is None
    put(store)()
    found = store.get(KEY, 1, None)
    assert found is not None
    assert found.reveal() == CANARY


def test_what_passes_by_itself_is_asked_again(store: VaultStore, stub: VaultStub) -> None:
    stub.trouble = [Answer(429, {"errors": ["slow down"]}, {"Retry-After": "3600"}), Answer(503), Answer(412)]
    put(store)()
    assert WHERE in stub.kept


def test_a_sealed_vault_and_one_that_is_gone_are_told(store: VaultStore, stub: VaultStub) -> None:
    stub.sealed = True
    assert "unseal" in failure(store.probe).hint
    stub.sealed = False
    stub.trouble = [Answer(0)] * 99
    assert "cannot be reached" in failure(put(store)).summary


@pytest.mark.parametrize(("right", "act"), [("update", "put"), ("read", "get"), ("delete", "retire")])
def test_what_we_may_not_do_names_the_rights(right: str, act: str, store: VaultStore, stub: VaultStub) -> None:
    stub.rights = stub.rights - {right}
    acts = {"put": put(store), "get": partial(store.get, KEY, 1, None), "retire": partial(store.retire, KEY, 1)}
    assert "policy" in failure(acts[act]).hint


def test_a_probe_writes_nothing_and_looks_at_everything(store: VaultStore, stub: VaultStub, tmp_path: Path) -> None:
    store.probe()
    assert stub.kept == {}
    assert {asked.method for asked in stub.asked} == {"GET", "POST"}
    stub.rights = {"read", "create"}
    assert "may not write" in failure(store.probe).summary
    old = open_store(context(tmp_path, f"vault://{HOST}/old/x"), FAST)
    assert "enable-versioning" in failure(old.probe).hint
    missing = open_store(context(tmp_path, f"vault://{HOST}/nowhere/x"), FAST)
    assert "We may not look" in failure(missing.probe).summary


def test_an_approle_logs_in_when_needed_and_again_when_its_token_ran_out(stub: VaultStub, tmp_path: Path) -> None:
    store = open_store(context(tmp_path, f"vault://{HOST}/secret/firma{APPROLE}"), FAST)
    put(store)()
    store.probe()
    assert stub.logins == 1
    stub.tokens = {TOKEN}
    assert store.get(KEY, 1, None) is not None
    assert stub.logins == 2
    stub.rights = set()
    failure(partial(store.get, KEY, 1, None))


@pytest.mark.parametrize(
    ("url", "variables", "told"),
    [
        ("", {"OTHER": "x"}, "Nobody is logged in"),
        ("?token=env:MINE", {"VAULT_TOKEN": TOKEN}, "nothing behind `env:MINE`"),
        ("?token=env:MINE", {"MINE": "made-up-old-token"}, "may not"),
        (APPROLE, {"ROLE": ROLE_ID, "SECRET": "made-up-wrong"}, "does not let this AppRole in"),
        (APPROLE, {"ROLE": ROLE_ID}, "nothing behind `env:SECRET`"),
    ],
)
def test_who_cannot_log_in_is_told_what_to_do(
    url: str, variables: dict[str, str], told: str, stub: VaultStub, tmp_path: Path
) -> None:
    store = open_store(context(tmp_path, f"vault://{HOST}/secret/firma{url}", **variables), FAST)
    error = failure(store.probe)
    assert told in error.summary
    assert not any("made-up" in text for text in (error.summary, error.detail, error.hint))


def test_who_has_logged_in_by_hand_is_known(stub: VaultStub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / ".vault-token").write_text(f"{TOKEN}\n", encoding="utf-8")
    open_store(context(tmp_path, OTHER="x"), FAST).probe()


def test_a_namespace_and_an_authority_of_ones_own(tmp_path: Path) -> None:
    with vault(tmp_path) as (stub, patch):
        patch.delenv("REQUESTS_CA_BUNDLE")
        stub.namespace = "team"
        url = f"vault://{HOST}/secret/firma?namespace=team"
        assert "SSLError" in failure(open_store(context(tmp_path, url), FAST).probe).summary
        open_store(context(tmp_path, f"{url}&ca=trusted.pem"), FAST).probe()


def test_a_server_that_repeats_the_secret_is_not_repeated(store: VaultStore, stub: VaultStub) -> None:
    stub.trouble = [Answer(400, {"errors": [f"cannot parse {CANARY}"]})]
    assert failure(put(store)).detail == "cannot parse ***"
    assert CANARY not in repr(store)
    assert "vault.fjord.example" in repr(store)
