"""`provisioner rotate`: new keys in the place of those that are in force.

Promises: what is shown, saved and done is a plan like any other; an old key stays until the vendor has confirmed its
successor, and an office key until every access has moved. Does not: plan anything but the rotation.
"""

from __future__ import annotations

from typing import Any

import click

from provisioner.cli.asked import asked, asked_options, begin, plan_or_apply
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import clients_option
from provisioner.cli.values import AddressType, DaysType, labels
from provisioner.runtime.planning.wish import RefreshMode


@click.command("rotate", cls=Verb, short_help="Make new keys; the old ones end once the vendor has the new.")
@click.argument("addresses", nargs=-1, type=AddressType(), metavar="[ADDRESS]...")
@clients_option("Every key of this client.")
@click.option("--selector", "selectors", multiple=True, metavar="KEY=VALUE", help="Keys of clients with this label.")
@click.option("--integration", "integrations", multiple=True, metavar="ID", help="Keys for this product. Repeatable.")
@click.option(
    "--all-older-than", "older_than", type=DaysType(), metavar="TIME", help="Keys made longer ago, such as 300d or 52w."
)
@click.option("--reason", default="", metavar="TEXT", help="Why; stands in the plan.")
@asked_options
@pass_invocation
def command(invocation: Invocation, **options: Any) -> int:
    """Plan new keys in the place of those in force: each ADDRESS, or every key that fits the options.

    Nothing is changed but with --apply, or by `apply FILE` of what --out saved. An old key is ended by a later plan,
    once its vendor has confirmed the new one.
    """
    from provisioner.runtime import session
    from provisioner.runtime.planning.rotation import RotateWish

    choice = asked(options)
    wish = RotateWish(
        addresses=options["addresses"],
        clients=options["clients"],
        selector=labels(options["selectors"], "--selector"),
        integrations=options["integrations"],
        older_than_days=options["older_than"],
        note=options["reason"],
        refresh=RefreshMode(options["refresh"]),
        now=options["now"],
        allow_deletes=options["allow_deletes"],
    )
    begin(invocation, choice)
    with invocation.workspace() as workspace:
        return plan_or_apply(workspace, lambda: session.make_rotation(workspace, wish), invocation, choice)
