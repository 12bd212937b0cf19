"""Hooks: each is prefixed, shown with a whole plugin that compiles, listed in the docs, used by a guest, tested."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from types import ModuleType

import pluggy
import pytest

from provisioner.spi import hookspecs
from provisioner.spi.markers import PROJECT
from tests.contract import tree

HOOKSPECS = "provisioner/spi/hookspecs.py"
PAGE = "docs/hooks.md"
NOT_A_GUEST = ("provisioner/spi/", "provisioner/testing/")


def hooks() -> dict[str, ast.FunctionDef]:
    """The hook specifications: functions that carry the marker."""
    return {
        node.name: node
        for node in tree.module(HOOKSPECS).tree.body
        if isinstance(node, ast.FunctionDef) and any("hookspec" in ast.unparse(word) for word in node.decorator_list)
    }


def signature(function: ast.FunctionDef) -> str:
    return f"{function.name}({', '.join(argument.arg for argument in function.args.args)})"


def code_in(docstring: str) -> str:
    """The code of a docstring: what is indented, or stands in a fence."""
    fenced = re.findall(r"^```(?:python)?\n(.*?)^```", docstring, re.MULTILINE | re.DOTALL)
    if fenced:
        return "\n".join(fenced)
    blocks = re.findall(r"(?:^(?: {4}.*)?\n)+", docstring + "\n", re.MULTILINE)
    return "\n".join(textwrap.dedent(block) for block in blocks if block.strip())


def implementations(source: ast.AST) -> dict[str, ast.FunctionDef]:
    """Functions that are marked as implementing a hook."""
    return {
        node.name: node
        for node in ast.walk(source)
        if isinstance(node, ast.FunctionDef) and any("hookimpl" in ast.unparse(word) for word in node.decorator_list)
    }


HOOKS = hooks()


def test_there_are_hooks_and_they_carry_the_prefix() -> None:
    assert HOOKS
    assert [name for name in HOOKS if not name.startswith("provisioner_")] == []


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_shows_a_whole_plugin(name: str) -> None:
    docstring = ast.get_docstring(HOOKS[name])
    assert docstring
    code = code_in(docstring)
    compile(code, f"<docstring of {name}>", "exec")
    shown = implementations(ast.parse(code))
    assert name in shown, f"the docstring of {name} implements {sorted(shown)}"
    # An implementation may leave arguments out, but may not invent any; `self` is there where it is a method.
    own = {argument.arg for argument in shown[name].args.args} - {"self"}
    assert own <= {argument.arg for argument in HOOKS[name].args.args}


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_shown_plugin_can_be_loaded(name: str) -> None:
    plugin = ModuleType(f"shown_{name}")
    exec(code_in(ast.get_docstring(HOOKS[name]) or ""), plugin.__dict__)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    # An entry point names the module, or an object in it that holds a method for the hook.
    objects = [value for value in vars(plugin).values() if type(value).__module__ == plugin.__name__]
    for registered in (plugin, *objects):
        manager.register(registered)
    manager.check_pending()
    (implementation,) = getattr(manager.hook, name).get_hookimpls()
    if not HOOKS[name].args.args:
        (entry,) = implementation.function()
        assert type(entry).__name__.endswith("Entry")


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_is_used_by_a_guest(name: str) -> None:
    """The house's own features come in by the same door: a built-in guest may live in a room of the house."""
    homes = [module for module in tree.modules(*tree.PRODUCT) if not module.name.startswith(NOT_A_GUEST)]
    users = [module.name for module in homes if name in implementations(module.tree)]
    assert users, "no hook without a plugin that uses it"


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_is_tested(name: str) -> None:
    own = f"{inspect.getmodulename(__file__)}.py"
    assert [file for file in tree.under("tests/", suffix=".py") if not file.endswith(own) and name in tree.text(file)]


def test_the_page_lists_every_hook_with_its_arguments() -> None:
    listed = re.findall(r"^\| `(provisioner_\w+\([\w, ]*\))` \|", tree.text(PAGE), re.MULTILINE)
    assert sorted(listed) == sorted(signature(function) for function in HOOKS.values())


def test_no_guest_implements_what_is_no_hook() -> None:
    strangers = {
        f"{module.name}: {name}"
        for module in tree.modules("plugins/")
        for name in implementations(module.tree)
        if name not in HOOKS
    }
    assert strangers == set()
