"""A world in memory, in which nothing prevents a thing from being made twice.

Promises: every change is counted; a fault strikes exactly where and as often as it was planted; what is refused changes
nothing. Safe to use from several threads. Does not: know anything of manifests or plans.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import RLock

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import OutcomeUnknown, ProviderFailed
from provisioner.model.resource import Live
from provisioner.model.values import Attributes


class Killed(BaseException):
    """The process died here. No handler catches it by accident."""


class FaultKind(StrEnum):
    """What goes wrong."""

    REFUSED = "refused"
    """The world says no; nothing happens."""
    LOST_CALL = "lost-call"
    """No answer, and it did not happen."""
    LOST_ANSWER = "lost-answer"
    """No answer, and it happened."""
    LATE = "late"
    """No answer, and it happens when the world delivers it."""
    INCOMPLETE = "incomplete"
    """It happens, but not all of it."""
    KILLED_BEFORE = "killed-before"
    """The process dies and it did not happen."""
    KILLED_AFTER = "killed-after"
    """The process dies and it happened."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong once."""

    kind: FaultKind
    """What."""
    method: str = "apply"
    """Where: `apply`, or `read`, `prepare`, `settle`, which only know `REFUSED` and `KILLED_BEFORE`."""
    address: Address | None = None
    """For which resource; None: the next one."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is there."""

    native_id: str
    """The world's own id."""
    account: AccountRef
    """Whose."""
    kind: str
    """What."""
    attributes: Attributes
    """As they are, the computed ones among them."""
    secret: str = field(default="", repr=False)
    """What was shown when it was made."""

    def live(self) -> Live:
        """As it is read: without its secret."""
        return Live(self.account, self.kind, self.attributes, self.native_id, f"{self.kind} {self.native_id}")


class FakeWorld:
    """Things by account."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._things: dict[str, Thing] = {}
        self._faults: list[Fault] = []
        self._late: list[Callable[[], object]] = []
        self._made = 0
        self.calls: Counter[str] = Counter()
        """How often each method was called, and each change made: `create`, `update`, `delete`."""
        self.unreadable: set[AccountRef] = set()
        """Accounts of which nothing can be listed."""
        self.hidden: set[AccountRef] = set()
        """Accounts that cannot be entered."""
        self.listing: list[Account] = []
        """Accounts that are said to be there."""
        self.listing_complete = True
        """Whether who is not listed is not there."""
        self.barred: set[Address] = set()
        """What preflight finds impossible."""

    def plant(self, *faults: Fault) -> None:
        """Lets these go wrong, each once."""
        with self._lock:
            self._faults.extend(faults)

    def strike(self, method: str, address: Address | None = None) -> Fault | None:
        """Counts a call and takes the fault that strikes it; raises what happens before anything is done."""
        with self._lock:
            self.calls[method] += 1
            fault = next(
                (each for each in self._faults if each.method == method and each.address in (None, address)), None
            )
            if fault is None:
                return None
            self._faults.remove(fault)
        if fault.kind is FaultKind.REFUSED:
            raise ProviderFailed(f"The world refuses to {method}.")
        if fault.kind is FaultKind.LOST_CALL:
            raise OutcomeUnknown(f"Nothing came back from {method}.")
        if fault.kind is FaultKind.KILLED_BEFORE:
            raise Killed(method)
        return fault

    def make(self, account: AccountRef, kind: str, attributes: Attributes, *, secret: bool = False) -> Thing:
        """A new thing, whether or not there is one like it. The attribute `number` is the world's own."""
        with self._lock:
            self.calls["create"] += 1
            self._made += 1
            number = self._made
            thing = Thing(
                native_id=f"n{number}",
                account=account,
                kind=kind,
                attributes=attributes.with_items({"number": 1000 + number}),
                secret=f"secret-{number}-shown-once" if secret else "",
            )
            self._things[thing.native_id] = thing
            return thing

    def change(self, native_id: str, attributes: Attributes) -> Thing | None:
        """The thing as it is after, or None where there is none."""
        with self._lock:
            thing = self._things.get(native_id)
            if thing is None:
                return None
            self.calls["update"] += 1
            changed = replace(thing, attributes=thing.attributes.with_items(attributes))
            self._things[native_id] = changed
            return changed

    def rename(self, before: AccountRef, after: AccountRef) -> None:
        """The firm calls a company by another name; in the world nothing changes."""
        with self._lock:
            self._things = {
                native_id: replace(thing, account=after) if thing.account == before else thing
                for native_id, thing in self._things.items()
            }

    def remove(self, native_id: str) -> bool:
        """Whether there was one."""
        with self._lock:
            self.calls["delete"] += native_id in self._things
            return self._things.pop(native_id, None) is not None

    def postpone(self, call: Callable[[], object]) -> None:
        """Keeps a call on its way."""
        with self._lock:
            self._late.append(call)

    def deliver(self) -> None:
        """Lets every call that is on its way arrive."""
        with self._lock:
            late, self._late = self._late, []
        for call in late:
            call()

    def thing(self, native_id: str | None) -> Thing | None:
        """The one with that id."""
        with self._lock:
            return self._things.get(native_id or "")

    def things(self, account: AccountRef | None = None, kind: str = "") -> tuple[Thing, ...]:
        """Everything, or what is of that account and kind, oldest first."""
        with self._lock:
            return tuple(
                thing
                for thing in self._things.values()
                if account in (None, thing.account) and kind in ("", thing.kind)
            )

    def snapshot(self) -> frozenset[Thing]:
        """All that is there, to compare a before with an after."""
        return frozenset(self.things())

    def doubled(self, identities: Callable[[Thing], object]) -> tuple[Thing, ...]:
        """Things of one account and kind that `identities` cannot tell apart, the first of each left out."""
        seen: set[object] = set()
        doubled = []
        for thing in self.things():
            key = (thing.account, thing.kind, identities(thing))
            if key in seen:
                doubled.append(thing)
            seen.add(key)
        return tuple(doubled)
