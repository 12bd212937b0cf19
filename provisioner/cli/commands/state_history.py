"""`provisioner state history`, `at`, `diff`: what stood in the state before.

Promises: only looks; a time without a zone is read as UTC, and that is said. Does not: bring anything back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.state_tables import state_table
from provisioner.cli.table import table
from provisioner.cli.values import AccountType, written
from provisioner.cli.words import Words
from provisioner.model.address import AccountRef, Address, AddressError
from provisioner.reports.plain import clean, utc

if TYPE_CHECKING:
    from provisioner.engine.comparing import EntryChange
    from provisioner.runtime.state.history import Difference, HistoryRow, Point, StateAt

_account = click.argument("account", required=False, type=AccountType(), metavar="[ACCOUNT]")
_SIGNS: Final = {"added": "+", "changed": "~", "removed": "-"}
_MOST: Final = 3


@click.command("history", cls=Verb)
@click.argument("about", required=False, metavar="[ADDRESS|ACCOUNT]")
@format_option
@pass_invocation
def history_command(invocation: Invocation, about: str | None, format_: str) -> int:
    """List every serial that is kept, with when, by whom and what changed; or those in which ADDRESS changed."""
    from provisioner.runtime.state.history import read_history

    account, address = _about(about)
    with invocation.workspace() as workspace:
        rows = read_history(workspace, account, address)
        words = invocation.words
    if format_ == "json":
        invocation.console.machine(machine.document({"history": [_row_document(row) for row in rows]}))
    elif rows:
        cells = (_row(row, address, words) for row in rows)
        invocation.console.out(table(tuple(words("state-history-columns").split("|")), cells))
    else:
        invocation.console.out(words("no-history"))
    return 0


def _about(text: str | None) -> tuple[AccountRef | None, Address | None]:
    if text is None:
        return None, None
    try:
        return None, Address.parse(text)
    except AddressError:
        return AccountType().convert(text, None, None), None


def _row(row: HistoryRow, address: Address | None, words: Words) -> tuple[str, ...]:
    record = row.record
    what = ""
    if record is not None:
        action = record.detail.get("action")
        what = " ".join(str(part) for part in (record.event, action, record.address) if part)
    when = utc(row.version.at) if row.version.at is not None else ""
    return (
        str(row.account),
        str(row.version.serial),
        when,
        record.actor if record is not None else "",
        what,
        _changed(row, address, words),
    )


def _changed(row: HistoryRow, address: Address | None, words: Words) -> str:
    if row.problem:
        return words("state-history-unreadable", why=row.problem)
    if row.is_oldest and row.version.serial > 1:
        return words("state-history-oldest")
    if address is not None:
        return "; ".join(line for change in row.changes for line in _facts(change, address, words))
    shown = [f"{_SIGNS[change.kind.value]}{change.address.kind}/{change.address.name}" for change in row.changes]
    more = len(shown) - _MOST
    return ", ".join(shown[:_MOST]) + (f" (+{more})" if more > 0 else "")


def _facts(change: EntryChange, address: Address, words: Words) -> Iterator[str]:
    if not change.facts:
        name = f" {change.address}" if change.address != address else ""
        yield words(f"change-{change.kind.value}") + name
    for fact in change.facts:
        yield f"{fact.name}: {written(fact.before)} -> {written(fact.after)}"


def _row_document(row: HistoryRow) -> machine.Json:
    return {
        "account": str(row.account),
        "serial": row.version.serial,
        "at": utc(row.version.at) if row.version.at is not None else None,
        "record": machine.noun(row.record) if row.record is not None else None,
        "changes": [machine.noun(change) for change in row.changes],
        "is_oldest_kept": row.is_oldest,
        "problem": row.problem or None,
    }


def point(text: str, invocation: Invocation) -> Point:
    """`12` is a serial, `now` or nothing is now, anything else a time. click.BadParameter where it is none."""
    from provisioner.runtime.state.history import Point

    if text.isascii() and text.isdigit():
        return Point(serial=int(text))
    if text in ("", "now"):
        return Point()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no time and no serial: write 2027-01-31, 2027-01-31T12:00:00+01:00, or a number."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
        invocation.console.err(invocation.words("state-zone", text=text, moment=utc(moment)))
    return Point(at=moment.astimezone(UTC))


@click.command("at", cls=Verb)
@click.argument("time", metavar="TIME")
@_account
@format_option
@pass_invocation
def at_command(invocation: Invocation, time: str, account: AccountRef | None, format_: str) -> int:
    """List what was recorded at TIME, everywhere or of ACCOUNT. Instead of TIME a serial, with the account."""
    from provisioner.runtime.state.history import states_at

    with invocation.workspace() as workspace:
        words = invocation.words
        found = states_at(workspace, point(time, invocation), account)
    if format_ == "json":
        invocation.console.machine(machine.document({"accounts": [_at_document(item) for item in found]}))
        return 0
    invocation.console.err("\n".join(_at_line(item, words) for item in found))
    states = [item.state for item in found if item.state is not None]
    invocation.console.out(state_table(states, words) or words("no-history"))
    return 0


def _at_line(item: StateAt, words: Words) -> str:
    if item.unknown:
        known = {"pruned": "state-at-pruned", "times": "state-at-times", "unreadable": "state-at-unreadable"}
        return words(known[item.unknown], account=item.account, detail=item.detail)
    if item.version is None:
        return words("state-at-nothing", account=item.account)
    at = item.version.at
    moment = utc(at) if at is not None else words("state-unknown-time")
    return words("state-at", account=item.account, serial=item.version.serial, moment=moment)


def _at_document(item: StateAt) -> dict[str, machine.Json]:
    at = item.version.at if item.version is not None else None
    return {
        "account": str(item.account),
        "serial": item.version.serial if item.version is not None else None,
        "at": utc(at) if at is not None else None,
        "unknown": item.unknown or None,
        "detail": item.detail or None,
        "state": machine.noun(item.state) if item.state is not None else None,
    }


@click.command("diff", cls=Verb)
@click.argument("points", metavar="TIME..TIME")
@_account
@format_option
@pass_invocation
def diff_command(invocation: Invocation, points: str, account: AccountRef | None, format_: str) -> int:
    """Show what changed between two times, everywhere or in ACCOUNT; `TIME..` is until now. Also SERIAL..SERIAL."""
    from provisioner.runtime.state.history import difference

    first, dots, last = points.partition("..")
    if not dots or not first:
        raise click.BadParameter("write TIME..TIME, TIME.. or SERIAL..SERIAL.", param_hint="'TIME..TIME'")
    with invocation.workspace() as workspace:
        words = invocation.words
        found = difference(workspace, point(first, invocation), point(last, invocation), account)
    if format_ == "json":
        invocation.console.machine(machine.document({"accounts": [_difference_document(item) for item in found]}))
    elif found:
        invocation.console.out("\n".join(line for item in found for line in _difference(item, words)))
    else:
        invocation.console.out(words("state-no-difference"))
    return 0


def _difference(item: Difference, words: Words) -> Iterator[str]:
    if not item.is_known:
        yield from (_at_line(side, words) for side in (item.before, item.after) if side.unknown)
        return
    serials = (side.version.serial if side.version is not None else 0 for side in (item.before, item.after))
    yield f"{item.after.account}: {' -> '.join(map(str, serials))}"
    for change in item.changes:
        yield f"  {_SIGNS[change.kind.value]} {clean(str(change.address))}"
        if change.facts:
            yield from (f"      {clean(line)}" for line in _facts(change, change.address, words))


def _difference_document(item: Difference) -> machine.Json:
    before, after = (_at_document(side) for side in (item.before, item.after))
    for side in (before, after):
        del side["state"]
    return {
        "account": str(item.after.account),
        "before": before,
        "after": after,
        "changes": [machine.noun(change) for change in item.changes],
    }


VERBS: Final = (history_command, at_command, diff_command)
"""For the group."""
