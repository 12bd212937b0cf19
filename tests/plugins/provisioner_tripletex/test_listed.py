"""What a list asks of an integration is all that its declaration needs: no more, no less."""

from __future__ import annotations

import pytest

from provisioner.spi.language import SetUp
from provisioner_tripletex.catalogue import bundled_catalogue
from provisioner_tripletex.listed import set_ups

ENTRIES = bundled_catalogue().entries


@pytest.mark.parametrize("name", ENTRIES)
def test_every_way_of_the_catalogue_is_offered_and_no_other(name: str) -> None:
    facts, ways = ENTRIES[name], set_ups((), name)
    if facts.methods is not None:
        assert [way.method for way in ways] == [method.value for method in facts.methods]
    else:
        assert {"source"} <= {".".join(field.path) for way in ways for field in way.fields if field.needed}


def paths(way: SetUp, *, needed: bool = True) -> list[str]:
    return [".".join(field.path) for field in way.fields if field.needed or not needed]


def test_what_each_way_asks() -> None:
    assert paths(set_ups((), "huma")[0]) == ["owner.employee"]
    assert paths(set_ups((), "huma")[0], needed=False) == ["owner.employee", "keyName", "validFor"]
    assert paths(set_ups((), "shopify-connectmyapps")[0]) == ["agreement.acceptedBy", "agreement.authority"]
    user_key, office_key = set_ups((), "visma-finale")
    assert paths(user_key, needed=False) == ["owner.employee", "validFor"], "the vendor demands the key's name"
    assert paths(office_key) == ["access"]
    assert [".".join(field.path) for field in office_key.at_office or ()] == ["owner.employee", "validFor"]
    assert user_key.at_office is None, "each client has a key of its own"
    assert "permissions" in paths(set_ups((), "gronnjobb")[0])
    assert set_ups((), "nobody-knows-this") == ()


def test_a_field_is_called_something_in_both_languages() -> None:
    for name in ENTRIES:
        for way in set_ups((), name):
            fields = (*way.fields, *(way.at_office or ()))
            assert all(set(field.titles) == {"en", "nb"} for field in fields)
            titles = [title for field in fields for one in field.choice_titles.values() for title in one.values()]
            assert not any("," in title for title in titles), "a drop-down parts its words by commas"
            assert not any("," in title for title in way.titles.values()), "a drop-down parts its words by commas"
