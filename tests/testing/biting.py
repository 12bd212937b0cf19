"""Runs a conformance suite by hand against something that breaks a law, to see which of its tests notice."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest


def noticed(suite: type, fixtures: Callable[[], Mapping[str, object]]) -> set[str]:
    """The names of the suite's tests that fail; each gets fixtures of its own."""
    failed = set()
    for name, test in inspect.getmembers(suite, inspect.isfunction):
        if name.startswith("test_"):
            for arguments in _arguments(test):
                given = {**fixtures(), **arguments}
                wanted = {key: given[key] for key in inspect.signature(test).parameters if key != "self"}
                try:
                    test(suite(), **wanted)
                except (Exception, pytest.fail.Exception):  # noqa: BLE001  # any way of failing is a way of noticing
                    failed.add(name)
    return failed


def _arguments(test: Callable[..., object]) -> Iterator[dict[str, object]]:
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for values in product(*(mark.args[1] for mark in marks)):
        yield dict(zip((mark.args[0] for mark in marks), values, strict=True))
