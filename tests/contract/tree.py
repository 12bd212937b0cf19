"""The tree as the contracts see it: what a commit of the present state would hold. Reads; never writes."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
GUESTS = tuple(sorted(path.parent.name for path in ROOT.glob("plugins/*/__init__.py")))
PRODUCT = ("provisioner/", "plugins/", "schemas/")


@cache
def files() -> tuple[str, ...]:
    """Every file of the project, as POSIX paths from the root: tracked, or new and not ignored."""
    # The clone may belong to another user than the one who runs the tests, which git would refuse.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout.split("\0")
        return tuple(sorted({name for name in listed if name and (ROOT / name).is_file()}))
    # An unpacked sdist: there is no git, and nothing in it was ignored but caches.
    found = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(name for name in found if not re.search(r"(^|/)(\.venv|\..*_cache|__pycache__)/", name)))


def under(*prefixes: str, suffix: str = "") -> list[str]:
    """The files below these folders, by ending."""
    return [name for name in files() if name.startswith(prefixes) and name.endswith(suffix)]


@cache
def text(name: str) -> str:
    """One file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file, parsed."""

    name: str
    tree: ast.Module

    def at(self, node: ast.AST, words: str) -> str:
        """A finding, as file:line: words."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}: {words}"

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)


@cache
def module(name: str) -> Module:
    return Module(name, ast.parse(text(name), filename=name))


def modules(*prefixes: str) -> list[Module]:
    """The Python files below these folders, or all of them; empty files have nothing to say."""
    return [module(name) for name in under(*(prefixes or ("",)), suffix=".py") if text(name).strip()]


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a Markdown heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", "")).replace(" ", "-")


def resolve(source: str, target: str) -> Path:
    """Where a relative link of a Markdown file leads."""
    return (ROOT / PurePosixPath(source).parent / target).resolve()
