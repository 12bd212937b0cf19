"""Options that several verbs have and that mean the same in each.

Promises: one spelling, one help text. Does not: hold what only plans have (planning.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def format_option(function: F) -> F:
    """Text for people, or one JSON document for programs."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="json: one document, for programs.",
    )(function)
