"""Who is named when something that nobody expected comes up."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from provisioner.runtime.guests.blame import guest_to_blame

CODE = "def fails(call):\n    return call()\n"


def stranger() -> ModuleType:
    module = ModuleType("notes.provider")
    exec(CODE, module.__dict__)  # a module that is not installed
    return module


def raised(call: object) -> BaseException:
    with pytest.raises(ZeroDivisionError) as caught:
        stranger().fails(call)
    return caught.value


def test_a_stranger_is_named_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("my-notes", "notes.plugin:PLUGIN", "provisioner")
    monkeypatch.setattr("provisioner.runtime.guests.blame.find_strangers", lambda group: [point])
    assert guest_to_blame(raised(lambda: 1 / 0)) == "my-notes"


def test_the_house_is_nobody() -> None:
    assert guest_to_blame(raised(lambda: 1 / 0)) == ""
    assert guest_to_blame(ValueError("never raised")) == ""
