"""Which of what is there is ours."""

from __future__ import annotations

from dataclasses import replace

from provisioner.engine.decide import Presence
from provisioner.engine.match import Found, Sightings, identity_mark, look
from provisioner.model.address import Address
from provisioner.model.resource import Live, Read
from provisioner.model.state import Entry
from provisioner.model.values import Unknown, attributes
from provisioner.testing.strategies import KEY as KEY_TYPE
from provisioner.testing.strategies import TYPES
from tests.engine.making import CLIENT, KEY, KEY_ATTRIBUTES, entry, generation, live, read


def seen(*entries: Entry, there: Read | None) -> Sightings:
    return look(TYPES, entries, there)


def nameless(of: Entry) -> Entry:
    return replace(
        of,
        current=replace(of.current, native_id=None),
        deposed=tuple(replace(old, native_id=None) for old in of.deposed),
    )


def test_the_vendors_id_comes_first() -> None:
    changed = live(found=KEY_ATTRIBUTES.with_items({"application": "Renamed"}))
    twin = live(native_id="other")
    found = seen(entry(), there=read(twin, changed))
    assert found.found[KEY, 1] == Found(Presence.PRESENT, changed)
    assert found.rest == (twin,)


def test_another_id_is_another_thing() -> None:
    found = seen(entry(), there=read(live(native_id="other")))
    assert found.found[KEY, 1] == Found(Presence.ABSENT)
    assert len(found.rest) == 1


def test_identity_serves_where_an_id_is_missing() -> None:
    assert seen(nameless(entry()), there=read(live())).found[KEY, 1] == Found(Presence.PRESENT, live())
    unnamed = live(native_id=None)
    assert seen(entry(), there=read(unnamed)).found[KEY, 1] == Found(Presence.PRESENT, unnamed)


def test_several_that_could_be_ours_are_there_but_not_paired() -> None:
    found = seen(nameless(entry()), there=read(live(native_id="a"), live(native_id="b")))
    assert found.found[KEY, 1] == Found(Presence.PRESENT)
    assert [one.native_id for one in found.rest] == ["b"]


def test_too_few_for_all_of_ours_tell_nothing() -> None:
    both = nameless(replace(entry(), current=generation(number=2), deposed=(generation(),)))
    found = seen(both, there=read(live(native_id=None)))
    assert {one.presence for one in found.found.values()} == {Presence.NOT_KNOWN}
    assert found.rest == ()
    enough = seen(both, there=read(live(native_id=None), live(native_id="b")))
    assert set(enough.found.values()) == {Found(Presence.PRESENT)}


def test_a_kind_is_absent_only_when_all_of_it_was_listed() -> None:
    assert seen(entry(), there=read(complete=("module",))).found[KEY, 1] == Found(Presence.NOT_KNOWN)
    assert seen(entry(), there=read()).found[KEY, 1] == Found(Presence.ABSENT)
    assert seen(entry(), there=None).found[KEY, 1] == Found(Presence.NOT_KNOWN)
    assert seen(entry(), there=read(live(), visible=False)).found[KEY, 1] == Found(Presence.NOT_KNOWN)


def test_something_that_could_be_anything_leaves_nothing_absent() -> None:
    hidden = Live(CLIENT, "key", attributes(rights="all"), "hidden user 4")
    found = seen(nameless(entry()), there=read(hidden))
    assert found.found[KEY, 1] == Found(Presence.NOT_KNOWN)
    assert found.listed == {"module", "access"}
    assert found.rest == (hidden,)


def test_candidates_have_the_identity_and_are_nobodys() -> None:
    stranger, other = live(native_id="x"), live(native_id="y", found=attributes(application="Other"))
    found = seen(there=read(stranger, other))
    assert found.candidates(KEY_TYPE, KEY_ATTRIBUTES) == (stranger,)
    assert found.candidates(KEY_TYPE, attributes(rights="all")) == ()


def test_an_identity_is_whole_and_known_or_none() -> None:
    assert identity_mark(KEY_TYPE, attributes()) is None
    assert identity_mark(KEY_TYPE, attributes(application=Unknown())) is None
    assert identity_mark(KEY_TYPE, attributes(application=1)) != identity_mark(KEY_TYPE, attributes(application="1"))


def test_a_kind_that_nobody_knows_is_only_listed() -> None:
    strange = Live(CLIENT, "robot", attributes(), "r")
    unknown = replace(entry(), address=Address(CLIENT, "robot", "r"))
    found = seen(unknown, there=read(strange, complete=("robot",)))
    assert found.found[unknown.address, 1] == Found(Presence.NOT_KNOWN)
    assert found.rest == (strange,)
