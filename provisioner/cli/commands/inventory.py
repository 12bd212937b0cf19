"""`provisioner inventory`: what was there before us.

Promises: records what a person says, with who said it. Does not: look.
"""

from __future__ import annotations

import click

from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.values import AddressType
from provisioner.model.address import Address
from provisioner.model.errors import UsageError


@click.group("inventory", cls=VerbGroup, short_help="Say what was there before: attest.")
def command() -> None:
    """What was in the accounts before us. Until it is known, nothing is created there."""


@command.command("attest")
@click.argument("addresses", nargs=-1, type=AddressType(), metavar="[ADDRESS...]")
@click.option("--client", "clients", multiple=True, metavar="NAME", help="This client. Repeatable.")
@click.option("--office", is_flag=True, help="The office's own account.")
@click.option("--all", "everyone", is_flag=True, help="Every account of the project.")
@click.option("--empty", is_flag=True, help="They hold nothing of what we make, but for the ADDRESSes.")
@click.option("--exists", is_flag=True, help="The ADDRESSes are there already and may be taken over.")
@click.option("--absent", is_flag=True, help="The ADDRESSes are not there and may be made.")
@click.option("--by", metavar="NAME", help="Who says so, where it is not you.")
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
) -> int:
    """Say what is there, where no driver can read it.

    `attest --all --empty` before the first apply of a new firm; `attest ADDRESS --exists` for something that is there
    already. What somebody
    did not know is answered the same way: `attest ADDRESS --exists` or `--absent`.
    """
    accounts = bool(clients or office or everyone)
    if not (empty or exists or absent):
        raise UsageError("What is there?", hint="Say --empty with accounts, or --exists or --absent with addresses.")
    if exists and absent:
        raise UsageError("--exists and --absent do not go together.", hint="Say one, and then the other.")
    if empty != accounts:
        raise UsageError("--empty goes with accounts.", hint="Name them: --client NAME, --office or --all.")
    if (exists or absent) != bool(addresses):
        chosen = "--absent" if absent else "--exists"
        raise UsageError(f"{chosen} goes with addresses.", hint=f"Write `inventory attest ADDRESS {chosen}`.")
    from provisioner.runtime.inventory import AttestedAccount, AttestWish, attest

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
    invocation.console.out("\n".join(map(told, recorded)) if recorded else words("attested-none"))
    return 0
