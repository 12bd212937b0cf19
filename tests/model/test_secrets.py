"""A secret never prints, pickles or copies itself."""

from __future__ import annotations

import copy
import pickle
import traceback

import pytest

from provisioner.model.secrets import Sealed, Sensitive

CANARY = "canary-4711-do-not-print"


def test_no_way_of_printing_shows_it() -> None:
    secret = Sensitive(CANARY)
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>30}",
        f"{secret:>30}",
        repr([secret]),
        f"{ ({'a': secret}) }",
    ]
    assert all(CANARY not in text for text in shown)
    assert secret.reveal() == CANARY


def test_it_cannot_be_pickled_or_copied() -> None:
    secret = Sensitive(CANARY)
    for copier in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never pickled or copied"):
            copier(secret)


def test_it_does_not_stand_in_a_traceback() -> None:
    try:
        raise ValueError(Sensitive(CANARY))
    except ValueError:
        assert CANARY not in traceback.format_exc()


def test_what_is_sealed_shows_its_size_alone() -> None:
    assert repr(Sealed(b"x" * 9, ("age1a",), "ab" * 32)) == "Sealed(9 bytes, abababababab)"
