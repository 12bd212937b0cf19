"""`provisioner clients`: who there is, who matches, and where each of them comes from.

Promises: offline; a client of a list stands with its row. Does not: look at the state or any account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.table import table
from provisioner.cli.values import labels
from provisioner.engine.suggest import did_you_mean
from provisioner.model.account import Identity
from provisioner.model.diagnostics import SourceRange, has_errors
from provisioner.model.errors import UsageError
from provisioner.model.manifest import DeclaredAccount, GivenProfile, Manifests

if TYPE_CHECKING:
    from provisioner.runtime.reading.prepare import Prepared


@click.command("clients", cls=Verb, short_help="List the clients: who they are, and who matches.")
@click.option(
    "--selector", "selectors", multiple=True, metavar="KEY=VALUE", help="Only clients with this label. Repeatable."
)
@click.option("--profile", "profile", metavar="NAME", help="Only clients that this profile reaches.")
@format_option
@pass_invocation
def command(invocation: Invocation, selectors: tuple[str, ...], profile: str | None, format_: str) -> int:
    """List the clients with their identity, labels and profiles, and where each comes from.

    A selector written here chooses as one in a profile does.
    """
    from provisioner.runtime.reading.prepare import prepare

    wanted = labels(selectors, "--selector")
    with invocation.workspace() as workspace:
        prepared = prepare(workspace)
        words = invocation.words
    if profile is not None:
        _refuse_unknown(profile, prepared.manifests)
    found = [item for item in _clients(prepared) if _matches(item, wanted, profile)]
    if prepared.diagnostics:
        show_diagnostics(prepared.diagnostics, invocation)
    if format_ == "json":
        invocation.console.machine(machine.document({"clients": [_document(item) for item in found]}))
    elif found:
        invocation.console.out(table(words("clients-columns").split("|"), map(_row, found)))
        invocation.console.out(words("clients-counted", count=len(found), all=sum(1 for _ in _clients(prepared))))
    else:
        invocation.console.out(words("no-clients"))
    return ExitCode.ERROR if has_errors(prepared.diagnostics) else ExitCode.OK


def _clients(prepared: Prepared) -> Iterable[DeclaredAccount]:
    return (item for item in prepared.accounts if not item.account.ref.is_office)


def _matches(item: DeclaredAccount, wanted: Mapping[str, str], profile: str | None) -> bool:
    has_labels = all(item.account.labels.get(key) == value for key, value in wanted.items())
    return has_labels and (profile is None or any(given.name == profile for given in item.profiles))


def _refuse_unknown(profile: str, manifests: Manifests) -> None:
    """UsageError where there is no such profile."""
    known = sorted(one.name for one in manifests.profiles)
    if profile in known:
        return
    if not known:
        raise UsageError.of(REFUSALS("no-profiles", name=profile))
    near, near_nb = did_you_mean(profile, known)
    raise UsageError.of(REFUSALS("no-profile", name=profile, near=near, near_nb=near_nb, known=", ".join(known)))


def _row(item: DeclaredAccount) -> tuple[str, ...]:
    account = item.account
    place = _place(item)
    return (
        account.ref.name,
        account.display_name,
        _identity(account.identity),
        ", ".join(f"{key}={account.labels[key]}" for key in sorted(account.labels)),
        ", ".join(f"{given.name} ({_by(given)})" for given in item.profiles),
        f"{place.file}:{place.line}" if place is not None else "",
    )


def _identity(identity: Identity) -> str:
    number, company = identity.organization_number, identity.company_id
    marks = [f"{number[:3]} {number[3:6]} {number[6:]}"] if number else []
    return ", ".join([*marks, *([f"id {company}"] if company is not None else [])])


def _by(given: GivenProfile) -> str:
    return "name" if given.by_name else "selector"


def _place(item: DeclaredAccount) -> SourceRange | None:
    """The row it was made of, else where it was written."""
    return item.generated.place if item.generated is not None else item.source


def _document(item: DeclaredAccount) -> machine.Json:
    account, place = item.account, _place(item)
    return {
        "name": account.ref.name,
        "display_name": account.display_name,
        "organization_number": account.identity.organization_number,
        "company_id": account.identity.company_id,
        "labels": {key: account.labels[key] for key in sorted(account.labels)},
        "profiles": [{"name": given.name, "by": _by(given)} for given in item.profiles],
        "client_set": item.generated.client_set if item.generated is not None else None,
        "from": {"file": place.file, "line": place.line, "column": place.column} if place is not None else None,
    }
