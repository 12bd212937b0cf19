"""What people call the provider's kinds, attributes and values."""

from __future__ import annotations

from provisioner_tripletex.kinds import MODULE, RESOURCE_TYPES
from provisioner_tripletex.modules import INTEGRATIONS, INTEGRATIONS_LABEL
from provisioner_tripletex.titles import ATTRIBUTES, KINDS, VALUES

LANGUAGES = {"en", "nb"}


def test_everything_is_called_something_in_both_languages() -> None:
    values = [words for by_value in VALUES.values() for words in by_value.values()]
    for words in (*KINDS.values(), *ATTRIBUTES.values(), *values):
        assert words.keys() == LANGUAGES
        assert all(words.values())


def test_no_attribute_goes_without_words_and_no_words_without_attribute() -> None:
    known = {attribute.name for kind in RESOURCE_TYPES for attribute in kind.attributes}
    assert known == ATTRIBUTES.keys()
    assert VALUES.keys() <= known
    assert {kind.kind for kind in RESOURCE_TYPES} == KINDS.keys()


def test_a_kind_is_named_by_an_attribute_of_its_own() -> None:
    for kind in RESOURCE_TYPES:
        assert kind.named_by in {attribute.name for attribute in kind.attributes}


def test_the_service_is_called_as_on_the_screen() -> None:
    module = next(kind for kind in RESOURCE_TYPES if kind.kind == MODULE)
    assert module.value_title("name", INTEGRATIONS, "nb") == INTEGRATIONS_LABEL
    assert module.value_title("name", INTEGRATIONS, "en") == INTEGRATIONS_LABEL
