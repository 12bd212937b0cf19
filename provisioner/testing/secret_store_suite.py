"""The laws of the secret store port, as tests.

A store's own test derives from `SecretStoreSuite` and gives three fixtures:

    class TestMine(SecretStoreSuite):
        @pytest.fixture
        def store(self, tmp_path): ...       # an empty store that can be written

        @pytest.fixture
        def identity(self): ...              # what opens it: Sensitive, or None where nothing is needed

        @pytest.fixture
        def broken(self): ...                # one in which nothing can be kept now: its directory or rights are gone

Promises: what passes gives back what it was given, says nothing of it, and fails before anything is kept. Does not:
test how each kind of trouble is told.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStore
from provisioner.testing import samples
from provisioner.testing.threads import outcomes

KEY = samples.key_address()
CANARY = "canary-æøå-4711"
AWKWARD = (
    Address(samples.OFFICE, "office_key", "visma-finale"),
    Address(samples.BAKERY, "user_key", "Huma"),
    Address(samples.BAKERY, "user_key", "huma.1"),
    Address(samples.BAKERY, "user_key", "con"),
    Address(samples.BAKERY, "user_key", 'a:b*c?"<>|%\\'),
    Address(samples.BAKERY, "user_key", "x" * 300),
    Address(samples.BAKERY, "user_key", "x" * 299 + "y"),
    Address(samples.BAKERY, "user_key", "\u00e5s"),
    Address(samples.BAKERY, "user_key", "a\u030as"),
    Address(samples.BAKERY, "user_key", ".."),
    Address(AccountRef.client(".."), "user_key", "huma"),
)


class SecretStoreSuite:
    """Every law of the port."""

    @pytest.fixture
    def store(self) -> SecretStore:
        """To be given by the child: an empty store that can be written."""
        raise NotImplementedError("derive from SecretStoreSuite and give the fixture `store`")

    @pytest.fixture
    def identity(self) -> Sensitive | None:
        """To be given by the child: what opens the store, or None."""
        raise NotImplementedError("derive from SecretStoreSuite and give the fixture `identity`")

    @pytest.fixture
    def broken(self) -> SecretStore:
        """To be given by the child: a store in which nothing can be kept now."""
        raise NotImplementedError("derive from SecretStoreSuite and give the fixture `broken`")

    def test_it_is_a_store(self, store: SecretStore) -> None:
        assert isinstance(store, SecretStore)

    def test_probing_changes_nothing(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.probe()
        store.probe()
        assert store.get(KEY, 1, identity) is None

    def test_what_was_put_comes_back(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.put(KEY, 1, Sensitive(CANARY))
        opened = store.get(KEY, 1, identity)
        assert isinstance(opened, Sensitive)
        assert opened.reveal() == CANARY

    def test_putting_twice_is_harmless(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.put(KEY, 1, Sensitive(CANARY))
        store.put(KEY, 1, Sensitive(CANARY))
        opened = store.get(KEY, 1, identity)
        assert opened is not None
        assert opened.reveal() == CANARY

    def test_putting_again_after_a_lost_answer_is_harmless(
        self, store: SecretStore, identity: Sensitive | None
    ) -> None:
        """Two that put the same at one moment, and one that asks again much later: one secret is there."""
        outcomes([partial(store.put, KEY, 1, Sensitive(CANARY)) for _ in range(3)])
        store.put(KEY, 2, Sensitive("the next one"))
        store.put(KEY, 1, Sensitive(CANARY))
        assert _text(store, KEY, 1, identity) == CANARY
        assert _text(store, KEY, 2, identity) == "the next one"
        store.retire(KEY, 1)
        assert store.get(KEY, 1, identity) is None, "retiring takes away every copy of it"

    def test_a_wrong_secret_can_be_put_right(self, store: SecretStore, identity: Sensitive | None) -> None:
        """What the key's holder says last is what holds, also where something else was there."""
        store.put(KEY, 1, Sensitive("mistyped"))
        store.put(KEY, 1, Sensitive(CANARY))
        assert _text(store, KEY, 1, identity) == CANARY

    def test_generations_are_kept_apart(self, store: SecretStore, identity: Sensitive | None) -> None:
        for generation in (1, 2, 11):
            store.put(KEY, generation, Sensitive(f"secret {generation}"))
        store.retire(KEY, 1)
        assert store.get(KEY, 1, identity) is None
        assert [_text(store, KEY, generation, identity) for generation in (2, 11)] == ["secret 2", "secret 11"]

    def test_addresses_are_kept_apart_whatever_they_are_called(
        self, store: SecretStore, identity: Sensitive | None
    ) -> None:
        for number, address in enumerate((KEY, *AWKWARD)):
            store.put(address, 1, Sensitive(f"secret {number}"))
        for number, address in enumerate((KEY, *AWKWARD)):
            assert _text(store, address, 1, identity) == f"secret {number}"

    def test_what_is_not_there_is_none(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.put(KEY, 1, Sensitive(CANARY))
        assert store.get(KEY, 2, identity) is None
        assert store.get(samples.key_address(samples.FLORIST), 1, identity) is None

    def test_retiring_twice_or_nothing_is_harmless(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.retire(KEY, 1)
        store.put(KEY, 1, Sensitive(CANARY))
        store.retire(KEY, 1)
        store.retire(KEY, 1)
        assert store.get(KEY, 1, identity) is None

    def test_a_retired_generation_can_be_put_again(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.put(KEY, 1, Sensitive("first"))
        store.retire(KEY, 1)
        store.put(KEY, 1, Sensitive("second"))
        assert _text(store, KEY, 1, identity) == "second"

    def test_it_can_be_put_and_retired_over_and_over(self, store: SecretStore, identity: Sensitive | None) -> None:
        for number in range(3):
            store.put(KEY, 1, Sensitive(f"secret {number}"))
            assert _text(store, KEY, 1, identity) == f"secret {number}"
            store.retire(KEY, 1)
        assert store.get(KEY, 1, identity) is None

    def test_a_probe_leaves_what_is_there_alone(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.put(KEY, 1, Sensitive(CANARY))
        store.probe()
        assert _text(store, KEY, 1, identity) == CANARY

    @pytest.mark.parametrize(
        "secret", [" blanks around ", "line\r\nline\n", '"quoted" \\ $HOME `x` %s {}', "æøå ✓ \U0001f511"]
    )
    def test_every_secret_comes_back_as_it_was(
        self, secret: str, store: SecretStore, identity: Sensitive | None
    ) -> None:
        store.put(KEY, 1, Sensitive(secret))
        assert _text(store, KEY, 1, identity) == secret

    def test_a_long_secret_comes_back_whole(self, store: SecretStore, identity: Sensitive | None) -> None:
        long = "".join(chr(0x20 + number % 0x50) for number in range(10_000)) + "\n"
        store.put(KEY, 1, Sensitive(long))
        assert _text(store, KEY, 1, identity) == long

    def test_many_threads_put_at_once(self, store: SecretStore, identity: Sensitive | None) -> None:
        addresses = [samples.key_address(samples.client(f"client-{number}")) for number in range(8)]
        outcomes([partial(store.put, each, 1, Sensitive(str(each))) for each in addresses])
        assert [_text(store, each, 1, identity) for each in addresses] == [str(each) for each in addresses]

    def test_it_does_not_print_what_it_holds(self, store: SecretStore, identity: Sensitive | None) -> None:
        store.put(KEY, 1, Sensitive(CANARY))
        store.get(KEY, 1, identity)
        assert CANARY not in f"{store!r} {store} {getattr(store, '__dict__', '')}"

    def test_a_probe_fails_before_anything_is_kept(self, broken: SecretStore) -> None:
        failure = _failure(broken.probe)
        assert failure.hint, "who is told that it failed is told what to do"

    def test_what_cannot_be_kept_is_told_without_the_secret(self, broken: SecretStore) -> None:
        failure = _failure(partial(broken.put, KEY, 1, Sensitive(CANARY)))
        assert failure.hint, "who is told that it failed is told what to do"
        assert leaks(failure, CANARY) == []


def _failure(attempt: Callable[[], None]) -> SecretStoreFailed:
    with pytest.raises(SecretStoreFailed) as caught:
        attempt()
    return caught.value


def leaks(error: BaseException, secret: str) -> list[str]:
    """Every error in the chain that would show `secret`, in its text, its fields or its causes."""
    found: list[str] = []
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        one = pending.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        said = [str(one), repr(one), repr(one.args), repr(getattr(one, "__dict__", {})), *getattr(one, "__notes__", ())]
        if any(form in text for text in said for form in (secret, ascii(secret)[1:-1])):
            found.append(type(one).__name__)
        pending += [one.__cause__, None if one.__suppress_context__ else one.__context__]
    return found


def _text(store: SecretStore, address: Address, generation: int, identity: Sensitive | None) -> str:
    secret = store.get(address, generation, identity)
    assert secret is not None, f"{address} #{generation} is gone"
    return secret.reveal()
