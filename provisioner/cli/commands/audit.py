"""`provisioner audit`: what was done, by whom, and whether the record of it was touched.

Promises: a chain that does not hold is told account by account, in every format, and the exit code is 6. Does not:
write to the state.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.table import table
from provisioner.cli.values import AccountType, MomentType, written
from provisioner.model.address import AccountRef, Address, AddressError
from provisioner.model.errors import StateCorrupt, UsageError
from provisioner.model.state import AuditRecord
from provisioner.reports.plain import utc

if TYPE_CHECKING:
    from provisioner.formats.audit_format import Export
    from provisioner.model.diagnostics import Diagnostic


@click.group("audit", cls=VerbGroup, short_help="What was done, by whom: log, verify, export.")
def command() -> None:
    """What was done, by whom, and whether the record of it was touched since."""


@command.command("log")
@click.argument("about", required=False, metavar="[ADDRESS|ACCOUNT]")
@click.option("--since", type=MomentType(), metavar="TIME", help="Only from this time on.")
@click.option("--until", type=MomentType(), metavar="TIME", help="Only before this time.")
@format_option
@pass_invocation
def log_command(
    invocation: Invocation, about: str | None, since: datetime | None, until: datetime | None, format_: str
) -> int:
    """List what was done, oldest first: everywhere, in one account, or to one resource."""
    from provisioner.runtime.state.auditing import AuditWish, read_audit

    account, address = _about(about)
    with invocation.workspace() as workspace:
        records = read_audit(workspace, AuditWish(account, address, since, until))
        words = invocation.words
    if format_ == "json":
        invocation.console.machine(machine.document({"records": [machine.noun(record) for record in records]}))
    elif records:
        invocation.console.out(table(tuple(words("audit-columns").split("|")), map(_row, records)))
    else:
        invocation.console.out(words("no-audit"))
    return 0


def _about(text: str | None) -> tuple[AccountRef | None, Address | None]:
    """What the argument names: nothing, an account, or a resource of one."""
    if text is None:
        return None, None
    try:
        address = Address.parse(text)
    except AddressError:
        return AccountType().convert(text, None, None), None
    return None, address


def _row(record: AuditRecord) -> tuple[str, ...]:
    detail = ", ".join(
        f"{name} {written(value)}" for name, value in record.detail.items() if value not in (None, "", ())
    )
    about = str(record.address) if record.address is not None else str(record.account)
    return utc(record.at), record.actor, record.event, about, record.revision[:12], detail


@command.command("verify")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="An earlier export, which this one must go on from.",
)
@format_option
@pass_invocation
def verify_command(invocation: Invocation, file: Path | None, against: Path | None, format_: str) -> int:
    """Check that nothing was changed, taken out or put in: in the state, or in an export alone, offline."""
    from provisioner.formats.audit_format import decode_export
    from provisioner.runtime.state.auditing import export_audit, verify

    earlier = decode_export(_bytes(against)) if against is not None else None
    if file is not None:
        export = decode_export(_bytes(file))
    else:
        with invocation.workspace() as workspace:
            export = export_audit(workspace)
    found = verify(export, earlier)
    if format_ == "json":
        invocation.console.machine(machine.document(_verdict(export, found)))
        return ExitCode.STATE if found else ExitCode.OK
    if found:
        show_diagnostics(found, invocation)
        broken = {one.concerns for one in found}
        raise StateCorrupt.of(REFUSALS("audit-broken", broken=len(broken), accounts=len(export.heads)))
    words = invocation.words
    invocation.console.out(words("audit-holds", records=len(export.records), accounts=len(export.heads)))
    return ExitCode.OK


def _verdict(export: Export, found: tuple[Diagnostic, ...]) -> dict[str, machine.Json]:
    broken = sorted({str(one.concerns) for one in found if one.concerns is not None})
    return {
        "holds": not found,
        "records": len(export.records),
        "accounts": len(export.heads),
        "broken_accounts": [*broken],
        "diagnostics": [machine.diagnostic(one) for one in found],
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError.of(REFUSALS("not-read", path=path, error=error.strerror or type(error).__name__)) from error


@command.command("export")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to; else printed.")
@pass_invocation
def export_command(invocation: Invocation, out: Path | None) -> int:
    """Write everything as JSON, one record a line, with what is needed to verify it without the state."""
    from provisioner.formats.audit_format import encode_export
    from provisioner.runtime.platform import write_durably
    from provisioner.runtime.state.auditing import export_audit

    with invocation.workspace() as workspace:
        export = export_audit(workspace)
        words = invocation.words
    data = encode_export(export)
    if out is None:
        invocation.console.machine(data.decode("utf-8"))
        return 0
    try:
        write_durably(out, data)
    except OSError as error:
        raise UsageError.of(REFUSALS("not-written", path=out, error=error.strerror or type(error).__name__)) from error
    invocation.console.err(words("audit-exported", records=len(export.records), file=out))
    return 0
