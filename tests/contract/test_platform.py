"""What differs by platform stands in runtime/platform.py alone, and no text is read in the machine's own encoding."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contract import tree

EXCEPTION = "provisioner/runtime/platform.py"
OF_ONE_PLATFORM = {
    "fcntl",
    "msvcrt",
    "winreg",
    "pwd",
    "grp",
    "resource",
    "termios",
    "tty",
    "pty",
    "platform",
    "posix",
    "nt",
}
NAMES_OF_ONE_PLATFORM = {
    "os.fork",
    "os.forkpty",
    "os.name",
    "os.uname",
    "os.geteuid",
    "os.getuid",
    "os.wait4",
    "sys.platform",
}
NAMES_OF_ONE_PLATFORM |= {"signal.SIGKILL", "signal.SIGALRM", "signal.SIGHUP", "os.killpg", "os.O_NOFOLLOW"}
MODE = re.compile(r"[rwaxbt+U]+")


def platform_words(module: tree.Module) -> Iterator[str]:
    """Imports and names that exist on one platform only, or ask which one this is."""
    for node in module.nodes():
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.split(".")[0] in OF_ONE_PLATFORM:
                yield module.at(node, f"import {name}")
        if isinstance(node, ast.Attribute) and ast.unparse(node) in NAMES_OF_ONE_PLATFORM:
            yield module.at(node, ast.unparse(node))


def mode_of(call: ast.Call, position: int) -> str | None:
    """The mode of an open() call where it is written out; text reading where nothing is said."""
    words = [word.value for word in call.keywords if word.arg == "mode"]
    words += call.args[position : position + 1]
    if not words:
        return "r"
    return str(words[0].value) if isinstance(words[0], ast.Constant) else None


def without_encoding(module: tree.Module) -> Iterator[str]:
    """Texts opened, read or written in whatever encoding the machine has."""
    for node in module.nodes():
        if not isinstance(node, ast.Call) or any(word.arg in {"encoding", None} for word in node.keywords):
            continue
        called = ast.unparse(node.func)
        if called in {"open", "io.open", "os.fdopen"}:
            mode = mode_of(node, 1)
            if mode is None or "b" not in mode:
                yield module.at(node, f"{called}() without encoding")
        elif called.endswith(".open") and node.args and isinstance(node.args[0], ast.Constant):
            mode = str(node.args[0].value)
            if MODE.fullmatch(mode) and "b" not in mode:
                yield module.at(node, f"{called}({mode!r}) without encoding")
        elif called.endswith(".read_text") and not node.args:
            yield module.at(node, "read_text() without encoding")
        elif called.endswith(".write_text") and len(node.args) < 2:
            yield module.at(node, "write_text() without encoding")


def test_platforms_differ_in_one_file() -> None:
    found = [
        words for module in tree.modules(*tree.PRODUCT) if module.name != EXCEPTION for words in platform_words(module)
    ]
    assert found == []


def test_every_text_has_an_encoding() -> None:
    found = [words for module in tree.modules() if module.name != EXCEPTION for words in without_encoding(module)]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("open('a')", 1),
        ("open('a', 'w')", 1),
        ("open('a', mode)", 1),
        ("open('a', 'rb')", 0),
        ("open('a', encoding='utf-8')", 0),
        ("path.open('w')", 1),
        ("path.open('wb')", 0),
        ("store.open('secrets')", 0),
        ("path.read_text()", 1),
        ("path.read_text('utf-8')", 0),
        ("path.write_text(words)", 1),
        ("path.write_text(words, encoding='utf-8')", 0),
    ],
)
def test_the_encoding_rule_sees(source: str, found: int) -> None:
    assert len(list(without_encoding(tree.Module("made_up.py", ast.parse(source))))) == found


@pytest.mark.parametrize("source", ["import fcntl", "from msvcrt import locking", "os.fork()", "sys.platform == 'x'"])
def test_the_platform_rule_sees(source: str) -> None:
    assert len(list(platform_words(tree.Module("made_up.py", ast.parse(source))))) == 1
