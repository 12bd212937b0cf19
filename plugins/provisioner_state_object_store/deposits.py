"""Deposits: objects of their own, created once, which need neither lease nor head.

Promises: the first deposit of an intent stays, whoever else deposits; one that came with a restored account is true
only if the account's head names that restoring. A listing serves for up to a second, for a run that asks after every
account asks thousands of times. Does not: say which deposits are needed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from provisioner.model.address import AccountRef, Address
from provisioner.spi.backend import Deposit
from provisioner_state_object_store import names
from provisioner_state_object_store.head import corrupt, encode_sealed, load, sealed_of
from provisioner_state_object_store.heads import Heads, Many, put
from provisioner_state_object_store.objects import Listed, Objects

_FRESH_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Kept:
    deposit: Deposit
    order: tuple[int, float, int, str]


class Deposits:
    """The deposits of a store. Safe to use from several threads."""

    def __init__(self, objects: Objects, heads: Heads, many: Many) -> None:
        self._objects = objects
        self._heads = heads
        self._many = many
        self._guard = Lock()
        self._tick = 0
        self._listed: tuple[float, Sequence[Listed]] | None = None
        self._read: dict[str, _Kept] = {}

    def add(self, deposit: Deposit) -> None:
        """Keeps the deposit unless its intent has one."""
        with self._guard:
            self._tick += 1
            data = _encode(deposit, self._tick)
        try:
            put(self._objects, names.deposit(deposit.intent_id), data)
        finally:
            self._forget()

    def add_moved(self, account: AccountRef, restored: str, deposits: Sequence[Deposit]) -> None:
        """Writes deposits of a restored account; they are true once its head names `restored`."""

        def write(item: tuple[int, Deposit]) -> None:
            number, deposit = item
            put(self._objects, names.moved_deposit(account, restored, deposit.intent_id), _encode(deposit, number))

        self._many.each(write, enumerate(deposits))
        self._forget()

    def of(self, account: AccountRef, *, fresh: bool = False) -> Sequence[Deposit]:
        """The account's, oldest first."""
        listed = self._list(fresh=fresh)
        moved = names.moved_deposits(account)
        if any(item.key.startswith(moved) for item in listed):
            true = names.moved_deposits(account, self._heads.read(account).head.restored or "none") + "/"
        else:
            true = f"{names.DEPOSITS}none/"
        wanted = [item for item in listed if item.key.startswith((names.OWN_DEPOSITS, true))]
        found = [kept for kept in self._many.each(self._kept, wanted) if kept is not None]
        ours = sorted((kept for kept in found if kept.deposit.address.account == account), key=lambda kept: kept.order)
        first: dict[str, Deposit] = {}
        for kept in ours:
            first.setdefault(kept.deposit.intent_id, kept.deposit)
        return tuple(first.values())

    def withdraw(self, intent_id: str) -> None:
        """Takes the intent's deposit away, wherever it came from."""
        last = names.deposit(intent_id).rpartition("/")[2]
        moved = [item.key for item in self._list(fresh=True) if item.key.rpartition("/")[2] == last]
        self._objects.delete(sorted({names.deposit(intent_id), *moved}))
        self._forget()

    def _list(self, *, fresh: bool) -> Sequence[Listed]:
        now = time.monotonic()
        with self._guard:
            if self._listed is not None and not fresh and now - self._listed[0] < _FRESH_SECONDS:
                return self._listed[1]
        found = self._objects.list(names.DEPOSITS)
        with self._guard:
            self._listed = (now, found)
        return found

    def _forget(self) -> None:
        with self._guard:
            self._listed = None

    def _kept(self, item: Listed) -> _Kept | None:
        with self._guard:
            known = self._read.get(item.key)
        if known is not None:
            return known
        found = self._objects.read(item.key)
        if found is None:  # withdrawn since
            return None
        own = item.key.startswith(names.OWN_DEPOSITS)
        kept = _decode(found.data, item, own=own)
        with self._guard:
            self._read[item.key] = kept
        return kept


def _encode(deposit: Deposit, tick: int) -> bytes:
    return encode_sealed(
        deposit.sealed,
        intent=deposit.intent_id,
        address=str(deposit.address),
        generation=deposit.generation,
        nativeId=deposit.native_id,
        tick=tick,
    )


def _decode(data: bytes, item: Listed, *, own: bool) -> _Kept:
    raw = load(data, item.key)
    try:
        deposit = Deposit(
            raw["intent"], Address.parse(raw["address"]), raw["generation"], sealed_of(raw), raw["nativeId"]
        )
        return _Kept(deposit, (own, item.modified.timestamp() if own else 0.0, raw["tick"], deposit.intent_id))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise corrupt(item.key, "object-incomplete") from error
