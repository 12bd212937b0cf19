"""`provisioner inventory`: what was there before us.

Promises: records what a person says, with who said it. Does not: look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import clients_option, format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.saving import refuse_workbook, save_bytes
from provisioner.cli.values import AddressType
from provisioner.model.address import Address
from provisioner.model.errors import UsageError

if TYPE_CHECKING:
    from provisioner.runtime.worklist.inventory import AttestedAccount


@click.group(
    "inventory",
    cls=VerbGroup,
    invoke_without_command=True,
    short_help="Say what was there before: a workbook to fill in, attest.",
)
@click.option(
    "--out", "out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the workbook to FILE."
)
@click.option(
    "--clients",
    "clients",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Clients that are in no manifest yet: a list of the firm's own, CSV or .xlsx.",
)
@click.option(
    "--integration", "integrations", multiple=True, metavar="ID", help="A column for this integration too. Repeatable."
)
@click.option("--overwrite", is_flag=True, help="FILE may be replaced.")
@click.pass_context
def command(
    context: click.Context, out: Path | None, clients: Path | None, integrations: tuple[str, ...], overwrite: bool
) -> int | None:
    """What was in the accounts before us. Until it is known, nothing is created there.

    `inventory --out status.xlsx` writes a workbook with a row for each client and a column for each integration, in
    which what is known already stands; filled in, `provisioner import --from status.xlsx` takes it in.
    """
    if context.invoked_subcommand is not None:
        if out is not None or clients is not None or integrations or overwrite:
            raise UsageError.of(REFUSALS("out-alone", verb=context.invoked_subcommand))
        return None
    if out is None:
        raise UsageError.of(REFUSALS("inventory-what"))
    invocation = context.find_object(Invocation)
    assert invocation is not None, "main hands it in"
    return _write(invocation, out, SurveyAsked(clients, integrations, overwrite))


@dataclass(frozen=True, slots=True)
class SurveyAsked:
    """What the workbook is to hold."""

    clients: Path | None
    """A list of the firm's own."""
    integrations: tuple[str, ...]
    """Ids of integrations."""
    overwrite: bool
    """Whether a file that is there may be replaced."""


def _write(invocation: Invocation, out: Path, asked: SurveyAsked) -> int:
    """The workbook."""
    from provisioner.formats.survey.writing import write_survey
    from provisioner.runtime.first_day.importing import read_list
    from provisioner.runtime.first_day.surveying import SurveyWish, survey_of

    with invocation.workspace() as workspace:
        refuse_workbook(out, overwrite=asked.overwrite)
        words = invocation.words
        companies = read_list(workspace, asked.clients) if asked.clients is not None else ()
        answered = sorted({id_ for company in companies for id_ in company.answers})
        found = survey_of(workspace, SurveyWish(companies, (*asked.integrations, *answered))).survey
        if not found.companies:
            raise UsageError.of(REFUSALS("nobody-to-ask"))
        data = write_survey(found, workspace.language, workspace.clock.now())
    save_bytes(data, out)
    invocation.console.out(
        words("survey-written", file=out, clients=len(found.companies), integrations=len(found.products))
    )
    invocation.console.out(words("survey-next", file=out))
    return 0


@command.command("attest")
@click.argument("addresses", nargs=-1, type=AddressType(), metavar="[ADDRESS...]")
@clients_option("This client.")
@click.option("--office", is_flag=True, help="The office's own account.")
@click.option("--all", "everyone", is_flag=True, help="Every account of the project.")
@click.option("--empty", is_flag=True, help="They hold nothing of what we make, but for the ADDRESSes.")
@click.option("--exists", is_flag=True, help="The ADDRESSes are there already and may be taken over.")
@click.option("--absent", is_flag=True, help="The ADDRESSes are not there and may be made.")
@click.option("--by", metavar="NAME", help="Who says so, where it is not you.")
@format_option
@pass_invocation
def attest_command(
    invocation: Invocation,
    addresses: tuple[Address, ...],
    clients: tuple[str, ...],
    office: bool,
    everyone: bool,
    empty: bool,
    exists: bool,
    absent: bool,
    by: str | None,
    format_: str,
) -> int:
    """Say what is there, where no driver can read it.

    `attest --all --empty` before the first apply of a new firm; `attest ADDRESS --exists` for something that is there
    already. What somebody
    did not know is answered the same way: `attest ADDRESS --exists` or `--absent`.
    """
    accounts = bool(clients or office or everyone)
    if not (empty or exists or absent):
        raise UsageError.of(REFUSALS("attest-what"))
    if exists and absent:
        raise UsageError.of(REFUSALS("attest-one"))
    if empty != accounts:
        raise UsageError.of(REFUSALS("attest-accounts"))
    if (exists or absent) != bool(addresses):
        chosen = "--absent" if absent else "--exists"
        raise UsageError.of(REFUSALS("attest-addresses", chosen=chosen))
    from provisioner.runtime.worklist.inventory import AttestWish, attest

    wish = AttestWish(
        by=by or invocation.surroundings.user,
        clients=clients,
        office=office,
        everyone=everyone,
        empty=empty,
        addresses=addresses if exists else (),
        absent=addresses if absent else (),
    )

    def told(account: AttestedAccount) -> str:
        holds = ", ".join(str(address) for address in account.exists)
        if account.absent:
            missing = ", ".join(str(address) for address in account.absent)
            return words("attested", account=account.account, what=words("attested-absent", addresses=missing))
        key = "attested-empty" if not holds else "attested-empty-but" if account.empty else "attested-exists"
        return words("attested", account=account.account, what=words(key, addresses=holds))

    with invocation.workspace() as workspace:
        recorded = attest(workspace, wish)
        words = invocation.words
    if format_ == "json":
        invocation.console.machine(machine.document(_document(wish.by, recorded)))
        return 0
    invocation.console.out("\n".join(map(told, recorded)) if recorded else words("attested-none"))
    return 0


def _document(by: str, recorded: tuple[AttestedAccount, ...]) -> dict[str, machine.Json]:
    """What was recorded, for programs."""

    def listed(addresses: Iterable[Address]) -> list[machine.Json]:
        return [str(address) for address in addresses]

    return {
        "by": by,
        "accounts": [
            {
                "account": str(one.account),
                "empty": one.empty,
                "exists": listed(one.exists),
                "absent": listed(one.absent),
                "closed": listed(one.closed),
                "in_hand": [{"address": str(address), "claimant": who or None} for address, who in one.in_hand],
            }
            for one in recorded
        ],
    }
