"""The age store keeps every law of the port, seals before it writes, and tells trouble plainly."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.testing import samples
from provisioner.testing.secret_store_suite import SecretStoreSuite
from provisioner_secrets_age import open_lazily, provisioner_secret_stores
from provisioner_secrets_age.store import AgeStore, open_store

KEY = samples.key_address()
CANARY = "canary-in-the-clear"


@pytest.fixture(scope="module")
def pair() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def identity(pair: pyrage.x25519.Identity) -> Sensitive:
    return Sensitive(f"# made for this test\n\n{pair}\n")


def context(root: Path, *recipients: object, url: str = "age:secrets") -> SecretStoreContext:
    return SecretStoreContext(url, root, tuple(str(recipient) for recipient in recipients))


@pytest.fixture
def store(tmp_path: Path, pair: pyrage.x25519.Identity) -> AgeStore:
    return open_store(context(tmp_path, pair.to_public()))


def everything_below(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


class TestAgeStore(SecretStoreSuite):
    @pytest.fixture
    def store(self, tmp_path: Path, pair: pyrage.x25519.Identity) -> AgeStore:
        return open_store(context(tmp_path, pair.to_public()))

    @pytest.fixture
    def identity(self, pair: pyrage.x25519.Identity) -> Sensitive:
        return Sensitive(str(pair))

    @pytest.fixture
    def broken(self, tmp_path: Path, pair: pyrage.x25519.Identity) -> AgeStore:
        (tmp_path / "in the way").write_text("a file", encoding="utf-8")
        return open_store(context(tmp_path, pair.to_public(), url="age:in the way"))


def test_the_hook_introduces_the_scheme_and_opens_without_touching_the_disk(tmp_path: Path) -> None:
    (entry,) = provisioner_secret_stores()
    assert (entry.scheme, entry.open) == ("age", open_lazily)
    assert isinstance(entry.open(context(tmp_path)), AgeStore)
    assert list(tmp_path.iterdir()) == []


def test_a_url_without_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no directory"):
        open_store(context(tmp_path, url="age:"))


def test_the_file_is_an_armoured_age_file_in_a_readable_place(
    store: AgeStore, tmp_path: Path, pair: pyrage.x25519.Identity
) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    path = tmp_path / "secrets" / "client" / "nordlys-bakeri" / "user_key" / "huma.1.age"
    data = path.read_bytes()
    assert data.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert pyrage.decrypt(data, [pair]) == CANARY.encode()
    assert CANARY.encode() not in everything_below(tmp_path)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path]


def test_every_recipient_can_open_it(tmp_path: Path) -> None:
    pairs = [pyrage.x25519.Identity.generate() for _ in range(2)]
    store = open_store(context(tmp_path, *(pair.to_public() for pair in pairs)))
    store.put(KEY, 1, Sensitive(CANARY))
    for pair in pairs:
        opened = store.get(KEY, 1, Sensitive(str(pair)))
        assert opened is not None
        assert opened.reveal() == CANARY


def test_an_identity_file_with_remarks_is_understood(store: AgeStore, identity: Sensitive) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    opened = store.get(KEY, 1, identity)
    assert opened is not None
    assert opened.reveal() == CANARY


def test_putting_again_after_a_new_recipient_lets_them_in(
    store: AgeStore, tmp_path: Path, pair: pyrage.x25519.Identity
) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    other = pyrage.x25519.Identity.generate()
    open_store(context(tmp_path, pair.to_public(), other.to_public())).put(KEY, 1, Sensitive(CANARY))
    assert store.get(KEY, 1, Sensitive(str(other))) is not None


def test_a_wrong_identity_is_told_and_opens_nothing(store: AgeStore) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    wrong = str(pyrage.x25519.Identity.generate())
    with pytest.raises(SecretStoreFailed, match="cannot open") as caught:
        store.get(KEY, 1, Sensitive(wrong))
    assert "age1" in caught.value.hint
    assert wrong not in f"{caught.value} {caught.value.hint} {caught.value.detail}"


@pytest.mark.parametrize("given", ["AGE-SECRET-KEY-1QQ", "hunter2"])
def test_what_is_no_identity_is_told_without_repeating_it(given: str, store: AgeStore) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    with pytest.raises(SecretStoreFailed, match="no age identity") as caught:
        store.get(KEY, 1, Sensitive(given))
    assert given not in f"{caught.value} {caught.value.hint}"
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("given", [None, Sensitive(""), Sensitive("# only a remark\n")])
def test_an_identity_is_asked_for(given: Sensitive | None, store: AgeStore) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    with pytest.raises(SecretStoreFailed, match="identity is needed") as caught:
        store.get(KEY, 1, given)
    assert "--identity" in caught.value.hint


def test_what_is_not_there_needs_no_identity(store: AgeStore) -> None:
    assert store.get(KEY, 1, None) is None


def test_a_damaged_file_is_told(store: AgeStore, tmp_path: Path, identity: Sensitive) -> None:
    store.put(KEY, 1, Sensitive(CANARY))
    (path,) = tmp_path.rglob("*.age")
    path.write_bytes(path.read_bytes()[:80])
    with pytest.raises(SecretStoreFailed, match="damaged"):
        store.get(KEY, 1, identity)


def test_nobody_to_encrypt_to_is_found_before_a_key_is_made(tmp_path: Path) -> None:
    store = open_store(context(tmp_path))
    with pytest.raises(SecretStoreFailed, match="nobody"):
        store.probe()
    with pytest.raises(SecretStoreFailed, match="nobody"):
        store.put(KEY, 1, Sensitive(CANARY))
    assert list(tmp_path.iterdir()) == []


def test_a_false_recipient_is_found_before_a_key_is_made(tmp_path: Path, pair: pyrage.x25519.Identity) -> None:
    store = open_store(context(tmp_path, pair.to_public(), "age1false"))
    with pytest.raises(SecretStoreFailed, match="no age public key"):
        store.probe()


def test_a_directory_that_cannot_be_made_is_found_before_a_key_is_made(store: AgeStore, tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("in the way", encoding="utf-8")
    with pytest.raises(SecretStoreFailed, match="cannot use `secrets`"):
        store.probe()


def test_probing_leaves_no_file(store: AgeStore, tmp_path: Path) -> None:
    store.probe()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_disk_that_fails_while_writing_leaves_the_old_file_and_no_rest(
    store: AgeStore, tmp_path: Path, identity: Sensitive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(KEY, 1, Sensitive("old"))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("provisioner_secrets_age.store.os.fsync", full)
    with pytest.raises(SecretStoreFailed, match="No space left"):
        store.put(KEY, 1, Sensitive("new"))
    opened = store.get(KEY, 1, identity)
    assert opened is not None
    assert opened.reveal() == "old"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_place_that_is_taken_is_told_and_leaves_no_rest(store: AgeStore, tmp_path: Path) -> None:
    taken = tmp_path / "secrets" / "client" / "nordlys-bakeri" / "user_key" / "huma.1.age"
    taken.mkdir(parents=True)
    with pytest.raises(SecretStoreFailed, match="cannot use"):
        store.put(KEY, 1, Sensitive(CANARY))
    assert list(taken.parent.iterdir()) == [taken]
