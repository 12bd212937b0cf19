"""`provisioner doctor`: how far the credentials reach, and what the next level would take.

Promises: only reads. Does not: change a setting.
"""

from __future__ import annotations

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.model.diagnostics import has_errors, sort_unique


@click.command("doctor", cls=Verb, short_help="Find out how far the credentials reach.")
@format_option
@pass_invocation
def command(invocation: Invocation, format_: str) -> int:
    """Find out how far the credentials reach, and what the next level would take."""
    with invocation.workspace() as workspace:
        report = workspace.provider.doctor()
    console, words = invocation.console, invocation.words
    findings = tuple(sorted(sort_unique(report.findings), key=lambda found: found.severity.rank))
    if format_ == "json":
        verdict = machine.verdict(findings)
        console.machine(machine.dumps({"level": report.level, **verdict}))
    else:
        console.out(words("doctor-level", level=report.level))
        show_diagnostics(findings, invocation)
        if not findings:
            console.err(words("doctor-fine"))
    return ExitCode.ERROR if has_errors(findings) else ExitCode.OK
