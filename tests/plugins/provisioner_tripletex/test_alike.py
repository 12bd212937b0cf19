"""What is said to be alike is: of every product, with every text that is said to make no difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.formats.schema_check import SchemaSet
from provisioner.model.address import AccountRef
from provisioner.model.manifest import Section
from provisioner.spi.provider import Expansion
from provisioner_schemas import documents
from provisioner_tripletex.catalogue import Method, bundled_catalogue
from tests.plugins.provisioner_tripletex.bench import FINALE, Bench, Body, Lines, request_of

SCHEMAS = SchemaSet(documents())
NAMES = sorted(bundled_catalogue().entries)
KEYS = (Method.USER_KEY, Method.CUSTOM_KEY)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(drivers=("guided",))


@pytest.fixture(scope="module")
def other_bench() -> Bench:
    """One that has seen nothing of what the other has."""
    return Bench(drivers=("guided",))


def body_of(method: Method, name: str, more: dict[str, Any]) -> dict[str, Any]:
    """A declaration that is likely to be right."""
    if method is Method.MENU:
        return {"method": "menu", "agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale"}, **more}
    if method is Method.OFFICE_KEY:
        return {"method": "office-key", "access": "ALL_PRIVILEGES", **more}
    facts = bundled_catalogue().find(name)
    known = facts.key_name_for(method) if facts is not None else None
    exact = known.text if known is not None and known.exact else "Huma Nordlys"
    custom: dict[str, Any] = {"permissions": "all"} if method is Method.CUSTOM_KEY else {}
    owner = {"owner": {"contact": "per@nordlys.example", "of": "Nordlys AS"}}
    return {"method": method.value, **owner, "keyName": exact, "validFor": "365d", **custom, **more}


def expand(bench: Bench, body: Body, name: str, company: str = "nordlys-bakeri") -> Expansion:
    request = request_of({name: body}, keys=FINALE)
    account = replace(request.declared.account, ref=AccountRef.client(company), display_name=company)
    return bench.expand(replace(request, declared=replace(request.declared, account=account), example=True))


def put(body: dict[str, Any], path: str, text: str) -> dict[str, Any]:
    """The body with `text` at `path`, where something stands there."""
    key, _, rest = path.partition(".")
    if key not in body or (rest and rest not in body[key]):
        return body
    return {**body, key: {**body[key], rest: text} if rest else text}


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_texts_that_are_said_to_make_no_difference_make_none(
    bench: Bench, other_bench: Bench, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(NAMES))
    method = data.draw(st.sampled_from(list(Method)))
    more = data.draw(st.sampled_from(({}, {"note": "x"}, {"rotateBefore": "30d"} if method in KEYS else {})))
    body = body_of(method, name, more)
    shown = expand(bench, body, name)
    if shown.alike is None:
        assert shown.diagnostics or not shown.desired
        return
    for path, pattern in shown.alike.items():
        body = put(body, path, data.draw(st.from_regex(pattern, fullmatch=True)))
    other = expand(other_bench, body, name, "en-annen")
    assert other.diagnostics == ()
    assert other.takes == shown.takes
    assert [one.address.kind for one in other.desired] == [one.address.kind for one in shown.desired]
    assert SCHEMAS.check_declared(Section.INTEGRATIONS, Lines("x.yaml").node(body)) == ()


@pytest.mark.parametrize("name", ["visma-finale", "huma", "shopify-connectmyapps"])
def test_what_has_a_fault_is_no_example(bench: Bench, name: str) -> None:
    shown = expand(bench, {"method": "user-key"}, name)
    assert shown.diagnostics
    assert shown.alike is None


def test_a_demanded_name_is_not_alike(bench: Bench) -> None:
    facts = next(one for one in bundled_catalogue().entries.values() if one.key_name is not None and one.key_name.exact)
    assert facts.key_name is not None
    methods = [method for method in KEYS if method in (facts.methods or KEYS)]
    shown = expand(bench, body_of(methods[0], facts.name, {}), facts.name)
    if shown.alike is not None:
        assert "keyName" not in shown.alike
