"""`provisioner state check`, `repair`, `prune`: whether the state keeps its rules, and what can be mended or let go.

Promises: checking is offline and only looks; what would be mended or forgotten is shown first. Does not: decide
anything for a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from provisioner.cli import machine
from provisioner.cli.approving import demand_person, is_approved
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.values import AccountType, DaysType
from provisioner.cli.words import Words
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import UsageError

if TYPE_CHECKING:
    from provisioner.runtime.state.repairing import Repair

_account = click.argument("account", required=False, type=AccountType(), metavar="[ACCOUNT]")
_auto_approve = click.option("--auto-approve", is_flag=True, help="Do not ask.")


@click.command("check", cls=Verb)
@_account
@format_option
@pass_invocation
def check_command(invocation: Invocation, account: AccountRef | None, format_: str) -> int:
    """Check that the state keeps its rules, everywhere or in ACCOUNT: offline, and nothing is changed."""
    from provisioner.runtime.state.integrity import check_state

    with invocation.workspace() as workspace:
        found = check_state(workspace, account)
        count = len(workspace.backend().summaries()) if account is None else 1
        words = invocation.words
    errors = sum(item.diagnostic.severity is Severity.ERROR for item in found)
    warnings = sum(item.diagnostic.severity is Severity.WARNING for item in found)
    if format_ == "json":
        rows: list[machine.Json] = [{"rule": item.rule, **machine.diagnostic(item.diagnostic)} for item in found]
        document: dict[str, machine.Json] = {"valid": errors == 0, "accounts": count, "findings": rows}
        invocation.console.machine(machine.document(document))
    else:
        if found:
            show_diagnostics(tuple(item.diagnostic for item in found), invocation)
        if errors or warnings:
            invocation.console.out(words("state-findings", errors=errors, warnings=warnings))
        else:
            invocation.console.out(words("state-sound", count=count))
    return ExitCode.STATE if errors else ExitCode.OK


@click.command("repair", cls=Verb)
@_account
@_auto_approve
@format_option
@pass_invocation
def repair_command(invocation: Invocation, account: AccountRef | None, auto_approve: bool, format_: str) -> int:
    """Mend what can be mended without deciding anything, once it was shown and approved."""
    from provisioner.runtime.state.repairing import plan_repairs, repair

    demand_person(invocation, auto_approve=auto_approve)
    with invocation.workspace() as workspace:
        words = invocation.words
        planned = plan_repairs(workspace, account)
        if planned:
            invocation.console.err("\n".join(_line(item, words) for item in planned))
            question, explained = words("state-repair-question"), words("state-repair-explained")
            if not is_approved(invocation, question, explained, auto_approve=auto_approve):
                return ExitCode.ERROR
        done = repair(workspace, planned)
    if format_ == "json":
        invocation.console.machine(machine.document({"repaired": [_document(item) for item in done]}))
    elif planned:
        invocation.console.out(words("state-repaired", count=len(done)))
    else:
        invocation.console.out(words("state-nothing-to-repair"))
    return 0


def _line(item: Repair, words: Words) -> str:
    known = {"summary": "state-repair-summary", "take-in": "state-repair-take-in", "let-go": "state-repair-let-go"}
    return words(
        known[item.kind.value],
        account=item.account,
        address=item.address,
        generation=item.generation,
        fields=", ".join(item.fields),
    )


def _document(item: Repair) -> machine.Json:
    return {
        "account": str(item.account),
        "repair": item.kind.value,
        "address": str(item.address) if item.address is not None else None,
        "generation": item.generation or None,
        "fields": list(item.fields),
    }


@click.command("prune", cls=Verb)
@_account
@click.option("--keep-for", type=DaysType(), metavar="LENGTH", help="Keep what was in force within it, such as 400d.")
@click.option("--keep-serials", type=click.IntRange(min=1), metavar="N", help="Keep so many of each account's latest.")
@_auto_approve
@format_option
@pass_invocation
def prune_command(
    invocation: Invocation,
    account: AccountRef | None,
    keep_for: int | None,
    keep_serials: int | None,
    auto_approve: bool,
    format_: str,
) -> int:
    """Forget earlier states that neither the options nor, without any, `history:` of the project keep."""
    from provisioner.model.manifest import HistoryPolicy
    from provisioner.runtime.state.retention import prunable, prune

    demand_person(invocation, auto_approve=auto_approve)
    with invocation.workspace() as workspace:
        words = invocation.words
        asked = keep_for is not None or keep_serials is not None
        policy = HistoryPolicy(keep_for, keep_serials) if asked else workspace.project.history
        if policy is None:
            raise UsageError.of(REFUSALS("kept-for-ever"))
        planned = prunable(workspace, policy, account)
        if planned:
            lines = (
                words("state-prune-one", account=one.account, count=one.serials, before=one.before) for one in planned
            )
            invocation.console.err("\n".join(lines))
            question, explained = words("state-prune-question"), words("state-prune-explained")
            if not is_approved(invocation, question, explained, auto_approve=auto_approve):
                return ExitCode.ERROR
        count = prune(workspace, planned)
    if format_ == "json":
        rows: list[machine.Json] = [{"account": str(one.account), "serials": one.serials} for one in planned]
        invocation.console.machine(machine.document({"pruned": rows}))
    else:
        invocation.console.out(words("state-pruned", count=count) if planned else words("state-nothing-to-prune"))
    return 0


VERBS: Final = (check_command, repair_command, prune_command)
"""For the group."""
