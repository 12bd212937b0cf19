"""Asking a person whether something may be done.

Promises: only `yes` approves; where nobody could answer, that is a usage error before anything is looked at. Does not:
know what is done.
"""

from __future__ import annotations

from provisioner.cli.invocation import Invocation
from provisioner.cli.refusals import REFUSALS
from provisioner.model.errors import UsageError


def demand_person(invocation: Invocation, *, auto_approve: bool) -> None:
    """UsageError where nobody could approve."""
    if not auto_approve and not invocation.console.keyboard.is_there:
        raise UsageError.of(REFUSALS("nobody-approves"))


def is_approved(invocation: Invocation, question: str, explained: str, *, auto_approve: bool) -> bool:
    """Whether it may be done; that it may not is told."""
    if auto_approve:
        return True
    words, console = invocation.words, invocation.console
    console.err(f"\n{question}\n  {explained}\n  {words('only-yes')}\n")
    try:
        answer = console.ask(f"  {words('enter-value')}")
    except EOFError:
        answer = ""
    if answer != "yes":
        console.err(words("not-approved"))
    return answer == "yes"
