"""`provisioner secret`: what became of every key, opening one, and keeping them where they should be.

Promises: an opened key goes to standard output and nowhere else; what opens it is a file, never an argument or a
variable. Does not: keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import clients_option, format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.table import table
from provisioner.cli.values import AccountType, AddressType
from provisioner.cli.words import Words
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.secrets import SecretStatus
from provisioner.reports.plain import clean

if TYPE_CHECKING:
    from provisioner.runtime.secrets.keeping import KeepReport, KeepWish
    from provisioner.runtime.secrets.listing import ListedSecret
    from provisioner.runtime.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
ELSEWHERE = "elsewhere"
"""What is shown of a key that lies in another store than the one that the project names."""
_SAID = {
    "stored": "secret-stored",
    "rewrapped": "secret-rewrapped",
    "stored-anew": "secret-stored-anew",
}

_identity = click.option(
    "--identity",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The identity that opens it.",
)


def _which(function: F) -> F:
    """ADDRESS… or --all."""
    named = click.argument("addresses", nargs=-1, type=AddressType(), metavar="[ADDRESS]...")
    everything = click.option("--all", "everything", is_flag=True, help="All of them, instead of naming some.")
    return named(everything(_identity(format_option(function))))


@click.group("secret", cls=VerbGroup, short_help="The keys that were sealed: list, show, store, rewrap.")
def command() -> None:
    """The keys that were sealed the moment they were shown."""


@command.command("list")
@click.argument("account", required=False, type=AccountType(), metavar="[ACCOUNT]")
@clients_option("Only this client's.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([*(status.value for status in SecretStatus), ELSEWHERE]),
    help="Only those of which this became; elsewhere: stored, and not in today's store. Repeatable.",
)
@format_option
@pass_invocation
def list_command(
    invocation: Invocation,
    account: AccountRef | None,
    clients: tuple[str, ...],
    statuses: tuple[str, ...],
    format_: str,
) -> int:
    """List every secret: what became of it, where it is, and who can open it. Nothing is opened."""
    from provisioner.runtime.secrets.listing import SecretsWish, list_secrets

    named = frozenset(SecretStatus(status) for status in statuses if status != ELSEWHERE)
    wish = SecretsWish(clients, named, ELSEWHERE in statuses) if statuses else SecretsWish(clients)
    wish = replace(wish, account=account)
    with invocation.workspace() as workspace:
        found = list_secrets(workspace, wish)
        words, has_store = invocation.words, bool(workspace.project.secrets.store)
    console = invocation.console
    if format_ == "json":
        console.machine(machine.document({"secrets": [machine.noun(item) for item in found]}))
        return 0
    if not found:
        console.out(words("no-secrets"))
        return 0
    rows = (_row(item, words) for item in found)
    console.out(table(tuple(words("secrets-columns").split("|")), rows))
    stray = [item for item in found if item.elsewhere]
    hints = {
        "secrets-to-store": sum(item.status is SecretStatus.SEALED for item in found) if has_store else 0,
        "secrets-elsewhere": sum(bool(item.store) for item in stray) if has_store else 0,
        "secrets-without-store": 0 if has_store else len(stray),
        "secrets-who-knows-where": sum(not item.store for item in stray) if has_store else 0,
        "secrets-to-rewrap": sum(bool(item.missing) for item in found),
        "secrets-lost": sum(item.status is SecretStatus.LOST for item in found),
    }
    for key, count in hints.items():
        if count:
            console.err(words(key, count=count))
    return 0


def _row(item: ListedSecret, words: Words) -> tuple[str, ...]:
    number = f"{item.generation}" if item.in_force else words("secrets-deposed", generation=item.generation)
    store = item.store
    if item.stored_as is not None:
        store = words("secrets-stored-as", store=item.store, address=item.stored_as)
    place = words(f"secrets-in-{item.sealed_in.value}") if item.sealed_in is not None else ""
    who = ", ".join(item.readers)
    if item.missing:
        who = words("secrets-but-not", readers=who, missing=", ".join(item.missing))
    status = words(f"secrets-status-{ELSEWHERE if item.elsewhere else item.status.value}")
    return str(item.address), number, status, store, place, who


@command.command("show")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@_identity
@click.option("--generation", type=click.IntRange(min=1), metavar="N", help="An earlier one than the one in force.")
@pass_invocation
def show_command(invocation: Invocation, address: Address, identity: Path, generation: int | None) -> int:
    """Print the key of ADDRESS. That it was opened, and by whom, is written down first."""
    from provisioner.runtime.secrets.access import show_secret

    with invocation.workspace() as workspace:
        secret = show_secret(workspace, address, generation, identity)
    console = invocation.console
    console.machine(secret.reveal() + "\n")
    if console.is_terminal(console.stdout):
        console.err(invocation.words("secret-on-screen"))
    return 0


@command.command("store")
@_which
@pass_invocation
def store_command(
    invocation: Invocation, addresses: tuple[Address, ...], everything: bool, identity: Path, format_: str
) -> int:
    """Put what is sealed and not stored into the secret store; what is named is put again."""
    from provisioner.runtime.secrets.keeping import store_secrets

    wish = _wish(addresses, everything, identity)
    return _told(invocation, format_, "nothing-to-store", lambda workspace: store_secrets(workspace, wish))


@command.command("rewrap")
@_which
@pass_invocation
def rewrap_command(
    invocation: Invocation, addresses: tuple[Address, ...], everything: bool, identity: Path, format_: str
) -> int:
    """Seal to today's recipients what is sealed to others. Nobody forgets what they could open before."""
    from provisioner.runtime.secrets.keeping import rewrap_secrets

    wish = _wish(addresses, everything, identity)
    return _told(invocation, format_, "nothing-to-rewrap", lambda workspace: rewrap_secrets(workspace, wish))


def _wish(addresses: tuple[Address, ...], everything: bool, identity: Path) -> KeepWish:
    from provisioner.runtime.secrets.keeping import KeepWish

    if everything == bool(addresses):
        raise UsageError.of(REFUSALS("which-secrets"))
    return KeepWish(identity, addresses)


def _told(invocation: Invocation, format_: str, nothing: str, act: Callable[[Workspace], KeepReport]) -> int:
    from provisioner.cli.failures import show_diagnostics

    with invocation.workspace() as workspace:
        report = act(workspace)
        words = invocation.words
    console = invocation.console
    if format_ == "json":
        console.machine(machine.document(_document(report)))
        return report.exit_code
    fine = 0
    for item in report.kept:
        if item.done.value == "up-to-date":
            fine += 1
            continue
        known = {"before": ", ".join(item.before), "after": ", ".join(item.after)}
        said = words(_SAID[item.done.value], address=item.address, generation=item.generation, **known)
        console.out(clean(said))
    if fine:
        console.out(words("secrets-up-to-date", count=fine))
    if not report.kept and not report.problems:
        console.out(words(nothing))
    for store in sorted({item.left_in for item in report.kept} - {""}):
        console.err(clean(words("secrets-left-behind", store=store)))
    if report.shut_out:
        console.err(clean(words("secrets-shut-out", names=", ".join(report.shut_out))))
    if report.problems:
        show_diagnostics(tuple(report.problems), invocation)
    return report.exit_code


def _document(report: KeepReport) -> dict[str, machine.Json]:
    return {
        "kept": [machine.noun(item) for item in report.kept],
        "shut_out": list(report.shut_out),
        "diagnostics": [machine.diagnostic(problem) for problem in report.problems],
    }
