"""Options that several verbs have and that mean the same in each.

Promises: one spelling, one help text. Does not: hold what only plans have (planning.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from provisioner.cli.refusals import REFUSALS
from provisioner.cli.values import CLIENT
from provisioner.model.errors import UsageError

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


def answer_option(flag: str, name: str, value: str, text: str) -> Callable[[F], F]:
    """One of several answers under one `name`: said twice it is one, two different ones are refused."""

    def only(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> str | None:
        different = tuple(dict.fromkeys(given))
        if len(different) > 1:
            raise UsageError.of(REFUSALS("contradicting", said=", ".join(different)))
        return different[0] if different else None

    return click.option(flag, name, flag_value=value, multiple=True, callback=only, help=text)
