"""The canonical form: one form for equal values, and back again exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from provisioner.formats import canonical
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.plan import AttributeChange
from provisioner.model.resource import Desired
from provisioner.model.secrets import Sealed, Sensitive
from provisioner.model.state import Summary
from provisioner.model.values import Attributes, FrozenMap, SecretRef, Unknown, Value, attributes, same
from tests.formats import drawn

HUMA = Address(AccountRef.client("nordlys"), "user_key", "huma")


def test_the_form_is_written_down() -> None:
    value = attributes(b=Unknown(HUMA, "id"), a=[1, 1.0, True, None, "æ"], c=SecretRef("env:TOKEN"))
    unknown = '{"$unknown":["client/nordlys/user_key/huma","id"]}'
    expected = '{"a":[1,1.0,true,null,"æ"],"b":' + unknown + ',"c":{"$secretRef":"env:TOKEN"}}'
    assert canonical.encode(value).decode() == expected


def test_times_end_in_z_and_secrets_are_base64() -> None:
    assert canonical.encode(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == b'"2026-01-02T03:04:05Z"'
    assert canonical.encode([date(2026, 1, 2), HUMA, HUMA.account]) == (
        b'["2026-01-02","client/nordlys/user_key/huma","client/nordlys"]'
    )
    assert canonical.encode(Sealed(b"\x00\xff", ("age1x",), "f")).startswith(b'{"ciphertext":"AP8="')


@given(drawn.attributes())
def test_values_come_back_with_their_types(value: Attributes) -> None:
    back = canonical.decode(canonical.encode(FrozenMap({"v": value})), FrozenMap)
    assert back == FrozenMap({"v": value})
    assert canonical.encode(back) == canonical.encode(FrozenMap({"v": value}))


@given(drawn.values())
def test_types_are_strict(value: Value) -> None:
    back = canonical.decode(canonical.encode(AttributeChange.of("x", value, value, "update")), AttributeChange)  # type: ignore[arg-type]  # the text of the enumeration
    assert back.before == (None if value is None else value)
    if value is not None and "Unknown" not in repr(value):
        assert same(back.before, value)


def test_order_of_keys_does_not_matter_and_values_do() -> None:
    one, other = FrozenMap({"a": 1, "b": 2}), FrozenMap({"b": 2, "a": 1})
    assert canonical.digest(one) == canonical.digest(other)
    assert len({canonical.digest(FrozenMap({"a": value})) for value in (1, 1.0, True, "1")}) == 4


def test_a_digest_says_what_it_is_and_ignores_line_ends() -> None:
    assert canonical.digest_of_text("a\r\nb\rc") == canonical.digest_of_text("a\nb\nc")
    assert canonical.digest_of_bytes(b"") == ("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")


def test_maps_of_nouns_come_back() -> None:
    desired = Desired(HUMA, attributes(a=1), origins=FrozenMap({"a": SourceRange("f", 1, 2)}))
    assert canonical.decode(canonical.encode(desired), Desired) == desired
    summary = Summary(HUMA.account, "l", 3, bound_to=Identity(1, None), due_at=drawn.NOW)
    assert canonical.decode(canonical.encode(summary), Summary) == summary


def test_other_time_zones_keep_the_moment() -> None:
    oslo = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    assert canonical.decode(canonical.encode(oslo), datetime) == oslo


def test_a_secret_has_no_form() -> None:
    with pytest.raises(TypeError) as caught:
        canonical.encode({"x": Sensitive("hemmelig")})
    assert "hemmelig" not in str(caught.value)
    with pytest.raises(TypeError):
        canonical.encode({"x": object()})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Address),
        (b"{", FrozenMap),
        (b"[]", FrozenMap),
        (b'"office"', Address),
        (b"1", Address),
        (b"{}", AccountRef),
        (b'"client/"', AccountRef),
        (b'{"a":{"$unknown":5}}', FrozenMap),
        (b'{"account":"office","lineage":"l"}', Summary),
        (b'{"account":"office","lineage":"l","serial":"1"}', Summary),
        (b"[" * 100_000, FrozenMap),
        (b"\xff", FrozenMap),
        (b"1", complex),
    ],
)
def test_what_is_no_canonical_form_is_refused(data: bytes, kind: type[object]) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.decode(data, kind)
