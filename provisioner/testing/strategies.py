"""Hypothesis strategies for the nouns that planning works on, and a small made-up provider's kinds to draw them from.

Promises: every drawn state keeps the integrity rules; nothing drawn needs a provider, a disk or a clock. Needs
hypothesis. Does not: assert anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Step, StepAction
from provisioner.model.resource import Attribute, Desired, HandoffPlan, Live, Replacement, ResourceType, Role
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation, Intent, IntentPhase, Inventory, InventoryStatus
from provisioner.model.values import Attributes, FrozenMap, SecretRef, Unknown, Value, attributes
from provisioner.model.work import Handoff, HandoffStatus

NOW: Final = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
"""The fixed time of everything drawn here."""

MODULE: Final = ResourceType(
    "module",
    (Attribute("name", Role.IDENTITY), Attribute("level", Role.MUTABLE)),
    permanent=True,
)
KEY: Final = ResourceType(
    "key",
    (
        Attribute("application", Role.IDENTITY),
        Attribute("rights", Role.MUTABLE),
        Attribute("setup", Role.IMMUTABLE),
        Attribute("keyName", Role.AT_CREATION),
        Attribute("tokenId", Role.COMPUTED),
        Attribute("token", Role.SECRET),
    ),
    replacement=Replacement.CREATE_FIRST,
    holds_secret=True,
    handed_on=True,
    person="keyName",
)
ACCESS: Final = ResourceType(
    "access",
    (Attribute("label", Role.IDENTITY), Attribute("key", Role.IMMUTABLE), Attribute("template", Role.MUTABLE)),
)
TYPES: Final = FrozenMap({kind.kind: kind for kind in (MODULE, KEY, ACCESS)})
"""One kind that is never ended, one that holds a secret, one that refers to another."""

CLIENT: Final = AccountRef.client("drawn")
ACCOUNT: Final = Account(CLIENT, "Drawn AS", Identity(company_id=7))


def address(kind: str, name: str) -> Address:
    """A resource of the one account that is drawn here."""
    return Address(CLIENT, kind, name)


THE_MODULE: Final = address("module", "m1")
KEYS: Final = tuple(address("key", f"k{number}") for number in (1, 2, 3))
ACCESSES: Final = tuple(address("access", f"a{number}") for number in (1, 2))
ADDRESSES: Final = (THE_MODULE, *KEYS, *ACCESSES)

words: Final = st.sampled_from(["red", "green", "blue"])


def scalars() -> st.SearchStrategy[Value]:
    """Plain values of every type."""
    return st.one_of(
        st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from([0.0, 1.0, 2.5]), st.text("aæ0 ", max_size=3)
    )


def values() -> st.SearchStrategy[Value]:
    """Frozen trees, with references to secrets and to what is known after apply."""
    leaves = st.one_of(
        scalars(),
        st.builds(SecretRef, st.sampled_from(["env:A", "file:b"])),
        st.builds(Unknown, st.sampled_from([None, *KEYS]), st.sampled_from(["tokenId", "generation"])),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(tuple),
            st.dictionaries(st.sampled_from("abc"), inner, max_size=3).map(FrozenMap),
        ),
        max_leaves=6,
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """What may be drawn beside the plain case."""

    strangers: bool = True
    """Things that are not ours."""
    drift: bool = True
    """Things of ours that were changed, or are gone."""
    nameless: bool = True
    """Things without a vendor's id."""
    blindness: bool = True
    """Kinds that cannot be read whole."""
    open_ends: bool = True
    """Intents that are open."""
    faults: bool = True
    """Lost secrets, tainted entries, old generations."""


CALM: Final = Trouble(False, False, False, False, False, False)
"""Nothing is wrong."""
ORDERLY: Final = Trouble(strangers=False, nameless=False, blindness=False, open_ends=False)
"""The world drifts, but all is seen and nothing is anybody else's."""
STORMY: Final = Trouble()
"""Everything that can be wrong may be."""


@st.composite
def _wanted(draw: st.DrawFn, of: Address, keys: tuple[Address, ...]) -> Attributes:
    if of.kind == "module":
        return attributes(name=of.name, level=draw(words))
    if of.kind == "key":
        application = of.name if draw(st.integers(0, 5)) else draw(st.sampled_from(["k1", "k2"]))
        return attributes(application=application, rights=draw(words), setup=draw(words), keyName=draw(words))
    reference = Unknown(draw(st.sampled_from(keys)), "generation") if keys else "none"
    return attributes(label=of.name, key=reference, template=draw(words))


def _needs(of: Address, found: Attributes, has_module: bool) -> tuple[Address, ...]:
    reference = found.get("key")
    if isinstance(reference, Unknown) and reference.of is not None:
        return (reference.of,)
    return (THE_MODULE,) if of.kind == "key" and has_module else ()


@st.composite
def desired_sets(draw: st.DrawFn) -> tuple[Desired, ...]:
    """What the manifests of one account may want; in any order."""
    chosen = draw(st.lists(st.sampled_from(ADDRESSES), unique=True))
    keys = tuple(one for one in chosen if one.kind == "key")
    wanted = []
    for of in chosen:
        found = draw(_wanted(of, keys))
        expires = draw(st.none() | st.integers(-30, 400)) if of.kind == "key" else None
        wanted.append(
            Desired(
                address=of,
                attributes=found,
                depends_on=_needs(of, found, THE_MODULE in chosen),
                adopt=draw(st.integers(0, 3)) == 0,
                protect=draw(st.integers(0, 9)) == 0,
                expires_on=None if expires is None else NOW.date() + timedelta(days=expires),
                rotate_before_days=draw(st.sampled_from([0, 30])),
                handoff=HandoffPlan("Vendor") if of.kind == "key" and draw(st.booleans()) else None,
            )
        )
    return tuple(wanted)


@st.composite
def _generation(draw: st.DrawFn, of: Address, number: int, trouble: Trouble) -> Generation:
    found = draw(_wanted(of, ()))
    if of.kind == "access":
        found = found.with_items({"key": draw(st.integers(1, 3))})
    secret = handoff = None
    store = ""
    expires: date | None = None
    if of.kind == "key":
        found = found.with_items({"tokenId": draw(st.integers(1, 99))})
        lost = [SecretStatus.LOST] if trouble.faults else []
        secret = draw(st.sampled_from([SecretStatus.SEALED, SecretStatus.STORED, SecretStatus.NEVER_HELD, *lost]))
        store = draw(st.sampled_from(["", "kept:there", "kept:elsewhere"])) if secret is SecretStatus.STORED else ""
        handoff = draw(st.none() | st.builds(Handoff, st.just("Vendor"), st.sampled_from(HandoffStatus)))
        days = draw(st.none() | st.integers(-10, 200)) if trouble.drift else None
        expires = None if days is None else NOW.date() + timedelta(days=days)
    nameless = trouble.nameless and draw(st.booleans())
    return Generation(
        number=number,
        attributes=found,
        made_at=NOW - timedelta(days=100 - number),
        native_id=None if nameless else f"{of}#{number}",
        driver="drawn",
        expires_on=expires,
        secret=secret,
        handoff=handoff,
        stored_in=store,
    )


@st.composite
def entries(draw: st.DrawFn, of: Address, trouble: Trouble) -> Entry:
    """One entry at `of`."""
    most = 3 if of.kind == "key" and trouble.faults else 1
    numbers = sorted(draw(st.lists(st.integers(1, 6), min_size=1, max_size=most, unique=True)))
    *old, current = [draw(_generation(of, number, trouble)) for number in numbers]
    needs = {"key": (THE_MODULE,), "access": (KEYS[0],)}
    return Entry(
        address=of,
        current=current,
        deposed=tuple(old),
        tainted=trouble.faults and draw(st.integers(0, 7)) == 0,
        depends_on=needs.get(of.kind, ()) if draw(st.booleans()) else (),
        adopted=current.secret is SecretStatus.NEVER_HELD,
    )


@st.composite
def intents(draw: st.DrawFn, of: Address, entry: Entry | None) -> Intent:
    """An open intent at `of` that such an entry may have."""
    current = entry.current if entry is not None else None
    action = draw(st.sampled_from(list(StepAction)[:3])) if current is not None else StepAction.CREATE
    number = 0 if current is None else current.number
    found = draw(_wanted(of, ()))
    calling = draw(st.booleans())
    step = Step(
        address=of,
        action=action,
        generation=number + 1 if action is StepAction.CREATE else number,
        attributes=found,
        holds_secret=of.kind == "key" and action is StepAction.CREATE,
        replaces=action is StepAction.CREATE and current is not None,
        native_id=current.native_id if current is not None and action is not StepAction.CREATE else None,
    )
    return Intent(
        id=f"intent {of}",
        step=step,
        phase=IntentPhase.CALLING if calling else IntentPhase.AWAITING,
        opened_at=NOW - timedelta(hours=1),
        deadline=NOW - timedelta(minutes=50) if calling else None,
        plan_digest="",
    )


@st.composite
def account_states(draw: st.DrawFn, trouble: Trouble = STORMY) -> AccountState:
    """A state that keeps the integrity rules."""
    ours = sorted(draw(st.lists(st.sampled_from(ADDRESSES), unique=True)))
    made = tuple(draw(entries(of, trouble)) for of in ours)
    by_address = {entry.address: entry for entry in made}
    begun = draw(st.lists(st.sampled_from(ADDRESSES), unique=True, max_size=2)) if trouble.open_ends else []
    exists = draw(st.lists(st.sampled_from(ADDRESSES), unique=True, max_size=2)) if trouble.strangers else []
    statuses = list(InventoryStatus) if trouble.blindness else [InventoryStatus.ATTESTED]
    return AccountState(
        account=CLIENT,
        lineage="drawn",
        serial=draw(st.integers(0, 9)),
        bound_to=draw(st.sampled_from([None, Identity(company_id=7)])),
        inventory=Inventory(
            status=draw(st.sampled_from(statuses)), exists=tuple(sorted(set(exists) - by_address.keys()))
        ),
        entries=made,
        intents=tuple(draw(intents(of, by_address.get(of))) for of in sorted(begun)),
    )


@st.composite
def things(draw: st.DrawFn, state: AccountState, trouble: Trouble = STORMY) -> tuple[Live, ...]:
    """What may be there, given what the state says was made."""
    found = []
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            live = Live(CLIENT, entry.address.kind, generation.attributes, generation.native_id)
            if trouble.drift and draw(st.integers(0, 4)) == 0:
                if draw(st.booleans()):
                    continue
                changed = draw(st.sampled_from(["rights", "setup", "template", "level"]))
                if changed in live.attributes:
                    live = replace(live, attributes=live.attributes.with_items({changed: draw(words)}))
            found.append(live)
    for number in range(draw(st.integers(0, 2)) if trouble.strangers else 0):
        of = draw(st.sampled_from(ADDRESSES))
        known = draw(_wanted(of, ()))
        nameless = trouble.nameless and draw(st.booleans())
        found.append(Live(CLIENT, of.kind, known, None if nameless else f"stranger {number}"))
    return tuple(found)


def complete_kinds(trouble: Trouble = STORMY) -> st.SearchStrategy[frozenset[str]]:
    """The kinds that a look at the account lists whole."""
    return st.frozensets(st.sampled_from(sorted(TYPES))) if trouble.blindness else st.just(frozenset(TYPES))
