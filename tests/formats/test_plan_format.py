"""Saved plans: exact, and refused once anybody touched them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.formats.plan_format import decode_plan, encode_plan, plan_digest
from provisioner.model.errors import PlanRefused
from provisioner.model.plan import Plan
from tests.formats import drawn

PLAN = Plan("fjord", drawn.NOW, "1.0", ())


@settings(max_examples=60)
@given(drawn.plans())
def test_plans_come_back_exactly(plan: Plan) -> None:
    data = encode_plan(plan)
    assert decode_plan(data) == plan
    assert encode_plan(decode_plan(data)) == data


def test_the_envelope_carries_the_plan_s_digest() -> None:
    envelope = json.loads(encode_plan(PLAN))
    assert (envelope["format"], envelope["version"]) == ("provisioner-plan", 1)
    assert envelope["digest"] == plan_digest(PLAN)
    assert encode_plan(PLAN).endswith(b"\n")


@given(st.data())
def test_one_changed_character_is_enough(data: st.DataObject) -> None:
    saved = encode_plan(PLAN)
    index = data.draw(st.integers(0, len(saved) - 2))
    byte = data.draw(st.integers(32, 126).filter(lambda drawn_byte: drawn_byte != saved[index]))
    with pytest.raises(PlanRefused):
        decode_plan(saved[:index] + bytes([byte]) + saved[index + 1 :])


def refusal(data: bytes) -> str:
    with pytest.raises(PlanRefused) as caught:
        decode_plan(data)
    assert caught.value.hint
    assert caught.value.exit_code == 5
    return caught.value.summary


def test_each_refusal_says_why() -> None:
    saved = encode_plan(PLAN)
    assert "changed after" in refusal(saved.replace(b'"project":"fjord"', b'"project":"fjord2"'))
    assert "changed after" in refusal(json.dumps(json.loads(saved), indent=2).encode())
    assert "version 2" in refusal(saved.replace(b'"version":1', b'"version":2'))
    assert "not a saved plan" in refusal(b"kind: Client\n")
    assert "not a saved plan" in refusal(b"")
    assert "not a saved plan" in refusal(saved[: len(saved) // 2])
    assert "not a saved plan" in refusal(b'{"format":"provisioner-state","version":1}')
    assert "damaged" in refusal(b'{"format":"provisioner-plan","version":1}')


def test_a_body_with_a_right_digest_that_is_no_plan() -> None:
    from provisioner.formats.canonical import digest_of_bytes

    body = b'{"project":"x"}'
    envelope = b'{"format":"provisioner-plan","version":1,"digest":"%s","plan":%s}'
    assert "damaged" in refusal(envelope % (digest_of_bytes(body).encode(), body))
    assert "changed after" in refusal(envelope.replace(b"1", b"0") % (digest_of_bytes(body).encode(), body))


def test_a_digest_does_not_depend_on_where_it_is_made() -> None:
    assert plan_digest(PLAN) == plan_digest(decode_plan(encode_plan(PLAN)))
    assert plan_digest(PLAN) != plan_digest(Plan("fjord", drawn.NOW, "1.0", (), destroy=True))
