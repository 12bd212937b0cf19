"""Resource types: what people call things, by language, and what they are called where nobody said."""

from __future__ import annotations

from provisioner.model.resource import Attribute, ResourceType, Role
from provisioner.model.values import FrozenMap, attributes

RIGHTS = Attribute(
    "rights",
    Role.MUTABLE,
    FrozenMap({"nb": "Tilganger"}),
    FrozenMap({"all": FrozenMap({"nb": "alle"})}),
)
KEY = ResourceType("key", (Attribute("title", Role.IDENTITY), RIGHTS), named_by="title")


def test_an_attribute_without_words_is_called_by_its_name() -> None:
    assert KEY.attribute_title("rights", "nb") == "Tilganger"
    assert KEY.attribute_title("rights", "en") == "rights"
    assert KEY.attribute_title("title", "nb") == "title"
    assert KEY.attribute_title("strange", "nb") == "strange"


def test_a_value_without_words_is_called_nothing_else() -> None:
    assert KEY.value_title("rights", "all", "nb") == "alle"
    assert [KEY.value_title("rights", value, "nb") for value in ("some", ("all",), None, True)] == [""] * 4
    assert KEY.value_title("rights", "all", "en") == ""
    assert KEY.value_title("strange", "all", "nb") == ""


def test_one_is_named_by_the_attribute_that_says_so() -> None:
    assert KEY.label(attributes(title="Huma"), "nb") == "Huma"
    assert KEY.label(attributes(rights="all"), "nb") == ""
    assert ResourceType("key", (RIGHTS,), named_by="rights").label(attributes(rights="all"), "nb") == "alle"
    assert ResourceType("key", (RIGHTS,)).label(attributes(rights="all"), "nb") == ""
