"""The command port: verbs that a guest adds to the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A guest's verb."""

    name: str
    """What to write after `provisioner`."""
    summary: str
    """One line for `--help`."""
    run: Callable[[Sequence[str]], int]
    """Given the words after the verb (`--help` among them), does it and returns the exit code. Results go to standard
    output, everything else to standard error. Import what it needs inside."""
