"""Which git commit the manifests stand at, for the audit.

Promises: reads git's own files and starts no program, so it costs nothing where nothing is written. Does not: say
whether files were changed since that commit; the plan's digest vouches for what was applied.
"""

from __future__ import annotations

from pathlib import Path

_LONGEST = 4096
"""Of a file that holds one line; what is longer is no such file."""


def revision_of(root: Path) -> str:
    """The commit checked out at `root` or above it, as hexadecimal digits; empty where there is none."""
    for directory in (root, *root.parents):
        found = _git_directory(directory / ".git")
        if found is not None:
            return _commit(found)
    return ""


def _git_directory(path: Path) -> Path | None:
    """Git's own directory: `.git`, or what a file of that name points at (a worktree, a submodule)."""
    if path.is_dir():
        return path
    named = _line(path).removeprefix("gitdir: ")
    return (path.parent / named) if named and path.is_file() else None


def _commit(git: Path) -> str:
    head = _line(git / "HEAD")
    if not head.startswith("ref: "):
        return _hexadecimal(head)
    name = head.removeprefix("ref: ")
    shared = _line(git / "commondir")
    for place in (git, git / shared) if shared else (git,):
        found = _hexadecimal(_line(place / name)) or _packed(place / "packed-refs", name)
        if found:
            return found
    return ""


def _packed(path: Path, name: str) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                commit, _, ref = line.rstrip("\n").partition(" ")
                if ref == name:
                    return _hexadecimal(commit)
    except OSError:
        return ""
    return ""


def _line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LONGEST).strip()
    except OSError:
        return ""


def _hexadecimal(text: str) -> str:
    """`text` where it is a commit's name, so that nothing else ever stands in the audit."""
    return text if len(text) in (40, 64) and set(text) <= set("0123456789abcdef") else ""
