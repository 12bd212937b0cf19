"""Habits that no linter knows: docstrings where they are promised, frozen nouns, imports that do nothing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator

from tests.contract import tree

NOUNS = ("provisioner/model/", "provisioner/spi/")
MAKES_EMPTY = {"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict", "WeakKeyDictionary"}


def dataclasses(module: tree.Module) -> Iterator[tuple[ast.ClassDef, ast.expr]]:
    """Each dataclass of a module with its decorator."""
    for node in module.nodes():
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if ast.unparse(called) in {"dataclass", "dataclasses.dataclass"}:
                    yield node, decorator


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def fields_without_words(node: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    """Fields that no docstring line follows."""
    for statement, follower in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or (follower is not None and is_text(follower)):
            continue
        if not ast.unparse(statement.annotation).startswith(("ClassVar", "typing.ClassVar", "KW_ONLY")):
            yield statement


def test_every_module_says_what_it_promises() -> None:
    assert [module.name for module in tree.modules() if not ast.get_docstring(module.tree)] == []


def test_every_field_of_a_noun_has_its_line() -> None:
    silent = [
        module.at(field, f"{node.name}.{ast.unparse(field.target)} has no docstring line")
        for module in tree.modules(*NOUNS)
        for node, _ in dataclasses(module)
        for field in fields_without_words(node)
    ]
    assert silent == []


def test_nouns_are_frozen_and_slotted() -> None:
    loose = [
        module.at(node, f"{node.name} is not frozen=True, slots=True")
        for module in tree.modules(*NOUNS)
        for node, decorator in dataclasses(module)
        if not {"frozen=True", "slots=True"} <= {ast.unparse(word) for word in getattr(decorator, "keywords", [])}
    ]
    assert loose == []


def filled_later(statement: ast.stmt) -> bool:
    """Whether a module-level statement makes an empty container, which can only be there to be filled."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return False
    value = statement.value
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    return isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1] in MAKES_EMPTY and not value.args


def test_modules_keep_no_state() -> None:
    state = [
        module.at(statement, "an empty container at module level is state")
        for module in tree.modules(*tree.PRODUCT)
        for statement in module.tree.body
        if filled_later(statement)
    ]
    state += [
        module.at(node, "`global` is state")
        for module in tree.modules(*tree.PRODUCT)
        for node in module.nodes()
        if isinstance(node, ast.Global)
    ]
    assert state == []


IMPORT_EVERYTHING = """
import importlib, os, sys, threading
import urllib3  # when imported it binds a socket once, to see whether there is IPv6: its effect, not ours

def watch(event, arguments):
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise SystemExit(f"{current}: opens {arguments[0]} for writing")
    elif event in FORBIDDEN:
        raise SystemExit(f"{current}: {event} {arguments}")

FORBIDDEN = {
    "subprocess.Popen", "os.system", "os.fork", "os.putenv", "os.unsetenv", "os.chdir", "os.mkdir", "os.remove",
    "os.rename", "socket.connect", "socket.bind", "socket.getaddrinfo", "sqlite3.connect", "shutil.rmtree",
}
before = dict(os.environ)
current = ""
sys.addaudithook(watch)
for current in sys.argv[1:]:
    importlib.import_module(current)
assert threading.active_count() == 1, threading.enumerate()
assert dict(os.environ) == before
"""


def test_importing_has_no_effect() -> None:
    names = []
    for name in tree.under(*tree.PRODUCT, suffix=".py"):
        parts = name.removesuffix(".py").removesuffix("/__init__").split("/")
        dotted = ".".join(parts if parts[0] == "provisioner" else parts[1:])
        if not dotted.endswith("__main__"):
            names.append(dotted)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", IMPORT_EVERYTHING, *names],
        cwd=tree.ROOT,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert not run.returncode, run.stderr
    assert (run.stdout, run.stderr) == ("", "")


def suppressions(name: str) -> Iterator[tuple[int, str, str]]:
    """Each comment that silences a tool: its line, the comment, and what stands after it."""
    pattern = re.compile(r"#\s*(noqa\b(?::[\sA-Z0-9,]+)?|type: ignore(?:\[[\w, -]+\])?|pragma: no \w+)(.*)$")
    with (tree.ROOT / name).open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT and (found := pattern.search(token.string)):
                yield token.start[0], found[1].strip(), found[2]


def test_every_silenced_tool_is_told_why() -> None:
    """A waiver says its reason on the same line. A specification's empty body is one."""
    silent = [
        f"{name}:{line}: {comment}"
        for name in tree.under(*tree.PRODUCT, "benchmarks/", suffix=".py")
        for line, comment, reason in suppressions(name)
        if len(re.findall(r"\w+", reason)) < 2 and comment != "type: ignore[empty-body]"
    ]
    assert silent == []
