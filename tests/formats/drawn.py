"""Strategies and samples that the tests of this room share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.model.plan import (
    AccountPlan,
    Action,
    AttributeChange,
    Change,
    ChangeKind,
    Check,
    CheckStatus,
    Plan,
    Reason,
)
from provisioner.model.resource import HandoffPlan, Live
from provisioner.model.values import FrozenMap, Value
from provisioner.testing import strategies as drawn

NOW = datetime(2026, 11, 22, 9, 30, 15, 250000, tzinfo=UTC)
NAMES = st.sampled_from(["a", "keyName", "æøå", "$unknown", "$secretRef", "$$unknown", "$", ""])

places = st.builds(
    SourceRange, st.sampled_from(["office.yaml", "clients/nordlys.yaml"]), st.integers(1, 99), st.integers(1, 99)
)
diagnostics = st.builds(
    Diagnostic,
    code=st.sampled_from(["a", "b"]),
    severity=st.sampled_from(Severity),
    text=st.builds(Text, st.text(max_size=5), st.text(max_size=5)),
    address=st.none() | st.sampled_from(drawn.ADDRESSES),
    source=st.none() | places,
    related=st.lists(places, max_size=2).map(tuple),
    translations=st.just((("nb", Text("på norsk")),)),
)


def values() -> st.SearchStrategy[Value]:
    """Any value a tree can hold, and mappings that look like the tags of Unknown and SecretRef."""
    return st.recursive(
        drawn.values(),
        lambda inner: st.lists(inner, max_size=2).map(tuple) | st.dictionaries(NAMES, inner, max_size=2).map(FrozenMap),
        max_leaves=5,
    )


def attributes() -> st.SearchStrategy[FrozenMap[Value]]:
    """What a resource may hold."""
    return st.dictionaries(NAMES, values(), max_size=3).map(FrozenMap)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """One change with every kind of field filled."""
    differing = draw(st.lists(st.tuples(NAMES, values(), values()), max_size=2))
    return Change(
        address=draw(st.sampled_from(drawn.ADDRESSES)),
        action=draw(st.sampled_from(Action)),
        reason=draw(st.sampled_from(Reason)),
        before=draw(attributes()),
        after=draw(attributes()),
        attribute_changes=tuple(AttributeChange.of(*pair, ChangeKind.UPDATE) for pair in differing),
        live_known=draw(st.booleans()),
        gone=draw(st.booleans()),
        depends_on=tuple(draw(st.lists(st.sampled_from(drawn.ADDRESSES), max_size=2))),
        since=draw(st.none() | st.just(NOW)),
        driver_note=draw(st.none() | diagnostics),
        expires_on=draw(st.none() | st.dates()),
        handoff=draw(st.none() | st.builds(HandoffPlan, st.text(max_size=4), steps=st.just(("a", "b")))),
        source=draw(st.none() | places),
        origins=tuple(draw(st.lists(st.tuples(NAMES, places), max_size=2))),
        notes=tuple(draw(st.lists(diagnostics, max_size=1))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan with every kind of field filled."""
    account = Account(drawn.CLIENT, "Drawn AS", Identity(7, "312345676"), FrozenMap({"ring": "canary"}), draw(places))
    live = Live(drawn.CLIENT, "key", draw(attributes()), draw(st.none() | st.just("9")))
    one = AccountPlan(
        account=account,
        lineage="l",
        serial=draw(st.integers(0, 9)),
        changes=tuple(draw(st.lists(changes(), max_size=2))),
        unmanaged=(live,),
        due_at=draw(st.none() | st.just(NOW)),
        moved_from=draw(st.none() | st.just(AccountRef.client("before"))),
    )
    office = replace(one, account=Account(AccountRef.office(), "Fjord", Identity()))
    check = Check("c", CheckStatus.FAILED, drawn.CLIENT, finding=draw(st.none() | diagnostics))
    return Plan("fjord", NOW, "1.0", (office, one), tuple(draw(st.lists(diagnostics, max_size=1))), (check,))
