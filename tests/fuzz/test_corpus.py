"""What fuzzing found stays found, and hypothesis goes on looking where no coverage guides it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import guided

SEEDS = guided.seeds()
FOUND: list[str] = json.loads(guided.CORPUS.read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    [
        *("kind: Client\n", "name: a\n", "organizationNumber: 312 345 676\n", "integrations:\n", "  huma:\n", "---\n"),
        *(
            "    owner: {employee: a@b}\n",
            "{{ ",
            " }}",
            "{% if a %}",
            "{% endif %}",
            "&a ",
            "*a",
            "<<: ",
            "[",
            "]",
            "{",
        ),
        *("}", ": ", "- ", "\t", "\n", "  ", '"', "'", "|\n", ">-\n", "# x\n", "!!int ", "? ", "\u00a0", "å", "\x00"),
        *("vars.a", "client.name", " | slug", "now", "(", ")", "**", "9" * 30, "true", "~", "2027-12-31", "%TAG ! x\n"),
    ]
)


@pytest.mark.parametrize("text", FOUND, ids=range(len(FOUND)))
def test_what_was_found_stays_found(text: str) -> None:
    guided.one_input(text.encode("latin-1"))


def test_the_gallery_raises_nothing() -> None:
    assert len(SEEDS) > 150
    for seed in SEEDS:
        guided.one_input(seed)


@settings(max_examples=200)
@given(st.binary(max_size=80))
def test_bytes_raise_nothing(data: bytes) -> None:
    guided.one_input(data)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_pieces_of_the_language_raise_nothing(text: str) -> None:
    guided.one_input(text.encode())


@settings(max_examples=150)
@given(st.sampled_from(SEEDS), st.integers(0, 400), st.integers(0, 12), st.lists(PIECES, max_size=3).map("".join))
def test_mistakes_with_further_mistakes_raise_nothing(seed: bytes, at: int, gone: int, put: str) -> None:
    at = min(at, len(seed))
    guided.one_input(seed[:at] + put.encode() + seed[at + gone :])


@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "- ", "? ", "{{", "[[a], ", "&a [", "'", '"', "!x ", "%"])
def test_repetition_takes_no_long_time(opening: str) -> None:
    """What is opened ten thousand times is refused at once, not in the square of the time."""
    began = time.monotonic()
    guided.one_input(b"kind: Client\nname: a\nvars: " + opening.encode() * 10_000)
    assert time.monotonic() - began < 5
