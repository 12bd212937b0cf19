"""Options that several verbs have and that mean the same in each.

Promises: one spelling, one help text. Does not: hold what only plans have (planning.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from provisioner.cli.values import CLIENT

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


def clients_option(told: str) -> Callable[[F], F]:
    """Some clients, by name."""
    return click.option("--client", "clients", multiple=True, type=CLIENT, metavar="NAME", help=f"{told} Repeatable.")
