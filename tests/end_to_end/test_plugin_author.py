"""A plugin author's view: the provider of the hook's docstring, taken word for word, loads, plans and applies."""

from __future__ import annotations

import inspect
import re
import textwrap
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from provisioner.cli import main
from provisioner.model.address import Address
from provisioner.model.outcome import Applied
from provisioner.model.plan import Action, Plan, Reason
from provisioner.runtime import session
from provisioner.runtime.worklist.inventory import AttestWish, attest
from provisioner.runtime.workspace import Workspace, open_workspace
from provisioner.spi import hookspecs
from provisioner.spi.events import Event, EventKind
from tests.cli.driver import provisioner
from tests.end_to_end.firm import ROOT

DOOR = Address.parse("client/nordlys-bakeri/note/door")

PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: notes
state: sqlite:.provisioner/state.db
provider:
  notes: {}
"""
CLIENT = """\
kind: Client
name: nordlys-bakeri
organizationNumber: 312 345 676
integrations:
  door:
    text: The key is under the mat.
"""


def docstring_code(hook: str) -> str:
    """The program in a hook's docstring."""
    words = inspect.getdoc(getattr(hookspecs, hook)) or ""
    return textwrap.dedent(words.partition("::\n")[2]).strip() + "\n"


def plugin(hook: str) -> types.ModuleType:
    """That program, as a module."""
    module = types.ModuleType(f"from_the_docstring_of_{hook}")
    exec(compile(docstring_code(hook), module.__name__, "exec"), module.__dict__)
    return module


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "clients").mkdir()
    (tmp_path / "provisioner.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "clients" / "nordlys.yaml").write_text(CLIENT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def notes(directory: Path) -> Workspace:
    return open_workspace(directory, [plugin("provisioner_providers")])


def actions(plan: Plan) -> Mapping[Address, tuple[Action, Reason]]:
    return {change.address: (change.action, change.reason) for change in plan.changes()}


def test_it_is_twenty_lines() -> None:
    written = [line for line in docstring_code("provisioner_providers").splitlines() if line.strip()]
    assert len(written) <= 20


def test_the_page_about_plugins_shows_the_same_program() -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert docstring_code("provisioner_providers") in shown


def test_it_plans_attests_applies_and_converges(notes: Workspace) -> None:
    with notes:
        notes.backend(create=True)
        assert actions(session.make_plan(notes).plan) == {DOOR: (Action.HOLD, Reason.NOT_INVENTORIED)}

        attest(notes, AttestWish(by="kari", everyone=True, empty=True))
        planned = session.make_plan(notes)
        assert actions(planned.plan) == {DOOR: (Action.CREATE, Reason.NOT_IN_STATE)}

        outcomes = session.apply_plan(notes, planned.data).outcomes()
        assert [type(outcome) for outcome in outcomes] == [Applied]
        assert not any(action.is_pending for action, _ in actions(session.make_plan(notes).plan).values())


def test_its_changes_are_changes(notes: Workspace, directory: Path) -> None:
    with notes:
        notes.backend(create=True)
        attest(notes, AttestWish(by="kari", everyone=True, empty=True))
        session.apply_plan(notes, session.make_plan(notes).data)

    path = directory / "clients" / "nordlys.yaml"
    path.write_text(CLIENT.replace("under the mat", "with Kari"), encoding="utf-8")
    with open_workspace(directory, [plugin("provisioner_providers")]) as again:
        planned = session.make_plan(again)
        assert actions(planned.plan) == {DOOR: (Action.UPDATE, Reason.CONFIGURATION)}
        session.apply_plan(again, planned.data)

    path.write_text(CLIENT.partition("integrations:")[0], encoding="utf-8")
    with open_workspace(directory, [plugin("provisioner_providers")]) as last:
        planned = session.make_plan(last)
        assert actions(planned.plan) == {DOOR: (Action.DELETE, Reason.NOT_IN_MANIFEST)}
        session.apply_plan(last, planned.data)
        state = last.backend().load(DOOR.account)
        assert state is not None
        assert state.entries == ()


@pytest.mark.parametrize("hook", [name for name in vars(hookspecs) if name.startswith("provisioner_")])
def test_every_docstring_holds_a_plugin_that_loads(hook: str, directory: Path) -> None:
    module = plugin(hook)
    guest = module.counter if hook == "provisioner_event" else module
    with open_workspace(directory, [guest]) as workspace:
        assert workspace.guests.registry is not None
        if hook == "provisioner_event":
            workspace.observers.tell(Event(EventKind.APPLY_COMPLETE, workspace.clock.now()))
            assert module.counter.applied == 1
        else:
            brought = [entry.name for entry in entries_of(module, hook)]
            assert brought, f"the docstring of {hook} introduces nothing"


def entries_of(module: types.ModuleType, hook: str) -> list[types.SimpleNamespace]:
    """What the hook returns, by whatever its entries are known."""
    found = []
    for entry in getattr(module, hook)():
        name = next(getattr(entry, known) for known in ("name", "scheme", "format", "code") if hasattr(entry, known))
        found.append(types.SimpleNamespace(name=name))
    return found


def test_the_page_about_plugins_shows_a_verb_that_speaks_two_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    (shown,) = (
        code for code in re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL) if "greet" in code
    )
    brought: dict[str, Any] = {}
    exec(compile(shown, "plugins.md", "exec"), brought)  # the page's own code
    (entry,) = brought["provisioner_commands"]()
    monkeypatch.setattr(main, "installed_commands", lambda: {entry.name: entry})
    assert [provisioner("greet", "Kari", *more).code for more in ((), ("--lang", "nb"))] == [0, 0]
    assert capsys.readouterr().out == "Hello Kari\nHei Kari\n"
    assert provisioner("--lang", "nb", "greet").err == "Feil: Det er ingen å hilse på.\n  Tips: Nevn noen.\n"
