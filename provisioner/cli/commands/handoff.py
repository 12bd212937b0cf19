"""`provisioner handoff`: what vendors must be given, and how far that has come.

Promises: the list holds what a person needs to do it and no key; a key that is delivered goes to standard output and
nowhere else. Does not: send anything to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import clients_option, format_option
from provisioner.cli.table import table
from provisioner.cli.values import AddressType
from provisioner.cli.words import TABLE, Words
from provisioner.model.address import Address
from provisioner.model.resource import HandoffPlan
from provisioner.model.secrets import SecretStatus
from provisioner.model.work import HandoffStatus
from provisioner.reports.plain import clean, utc

if TYPE_CHECKING:
    from provisioner.runtime.worklist.delivering import Delivery
    from provisioner.runtime.worklist.handoffs import ListedHandoff


@click.group("handoff", cls=VerbGroup, short_help="What vendors must be given: list, deliver, confirm.")
def command() -> None:
    """What vendors must be given before an integration works, and how far that has come."""


@command.command("list")
@clients_option("Only this client's.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in HandoffStatus]),
    help="Only what has come so far; without it what awaits or is delivered. Repeatable.",
)
@format_option
@pass_invocation
def list_command(invocation: Invocation, clients: tuple[str, ...], statuses: tuple[str, ...], format_: str) -> int:
    """List what vendors must be given, vendor by vendor, with what each asks for."""
    from provisioner.runtime.worklist.handoffs import OPEN, HandoffWish, list_handoffs

    wish = HandoffWish(clients, frozenset(map(HandoffStatus, statuses)) or OPEN)
    with invocation.workspace() as workspace:
        found = list_handoffs(workspace, wish)
        words = invocation.words
    if format_ == "json":
        invocation.console.machine(machine.document({"handoffs": [_document(item) for item in found]}))
    elif found:
        # A vendor's name may stand twice: where a manifest says that it goes otherwise for some.
        blocks = groupby(sorted(found, key=_together), key=_together)
        invocation.console.out("\n".join("\n".join(_block(list(items), words)) for _, items in blocks))
        invocation.console.err(f"{words('handoff-open')}\n{words('handoff-then')}")
    else:
        invocation.console.out(words("no-handoffs"))
    return 0


def _together(item: ListedHandoff) -> tuple[str, str]:
    return item.plan.vendor.casefold(), repr(item.plan)


def _block(items: list[ListedHandoff], words: Words) -> Iterator[str]:
    """One vendor: what they ask for, then whose they are given."""
    plan = items[0].plan
    yield f"{clean(plan.vendor)} ({len(items)})"
    yield from (f"  {clean(line)}" for line in _plan(plan, words))
    yield ""
    header = tuple(words("handoff-columns").split("|"))
    yield from (f"  {line}".rstrip() for line in table(header, (_row(item, words) for item in items)).splitlines())
    yield ""


def _plan(plan: HandoffPlan, words: Words) -> Iterator[str]:
    how = _word(words, "handoff-by", plan.channel) if plan.channel else words("handoff-unknown")
    yield words("handoff-how", how=how)
    if plan.url:
        yield words("handoff-where", url=plan.url)
    if plan.also_needs:
        yield words("handoff-needs", needs=", ".join(_word(words, "handoff-needs", name) for name in plan.also_needs))
    if plan.never:
        yield words("handoff-never", channels=", ".join(_word(words, "handoff-never", name) for name in plan.never))
    for number, step in enumerate(plan.steps, 1):
        yield f"{number}. {step}"


def _word(words: Words, family: str, name: str) -> str:
    """What people call it; a provider may know more than we have words for."""
    return words(f"{family}-{name}") if f"{family}-{name}" in TABLE else name


def _row(item: ListedHandoff, words: Words) -> tuple[str, ...]:
    remarks = [item.handoff.note]
    if item.secret is SecretStatus.LOST:
        remarks.append(words("handoff-lost"))
    elif item.waiting and item.handoff.status is not HandoffStatus.CONFIRMED:
        remarks.append(words("handoff-ends"))
    status = words(f"handoff-status-{item.handoff.status.value}")
    note = "; ".join(remark for remark in remarks if remark)
    return str(item.address), item.account_name, utc(item.since), status, note


def _document(item: ListedHandoff) -> machine.Json:
    plan = item.plan
    return {
        "vendor": plan.vendor,
        "address": str(item.address),
        "company": item.account_name,
        "generation": item.generation,
        "status": item.handoff.status.value,
        "since": utc(item.since),
        "by": item.handoff.by or None,
        "note": item.handoff.note or None,
        "secret": item.secret.value if item.secret is not None else None,
        "generations_to_end": item.waiting,
        "channel": plan.channel,
        "url": plan.url,
        "also_needs": list(plan.also_needs),
        "never": list(plan.never),
        "steps": list(plan.steps),
    }


@command.command("deliver")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The identity that opens the key, where one is to be given.",
)
@click.option("--delivered", is_flag=True, help="Record that they have it, without asking.")
@click.option("--by", metavar="NAME", help="Who gives it, where it is not you.")
@click.option("--note", default="", metavar="TEXT", help="What to remember about it.")
@pass_invocation
def deliver_command(
    invocation: Invocation, address: Address, identity: Path | None, delivered: bool, by: str | None, note: str
) -> int:
    """Give a vendor what is at ADDRESS: how, where, what else they ask for, and the key.

    The key goes to standard output and nowhere else; everything else to standard error. Then it is asked whether they
    have it. Who opened the key stands in the audit.
    """
    from provisioner.runtime.worklist.delivering import prepare_delivery
    from provisioner.runtime.worklist.handoffs import HandoffWord, confirm_handoff

    with invocation.workspace() as workspace:
        delivery = prepare_delivery(workspace, address, identity)
        words, console = invocation.words, invocation.console
        console.err("\n".join(_delivery(delivery, words)))
        if delivery.secret is not None:
            console.out(delivery.secret.reveal())
        if not delivered and not _has_it(delivery, invocation):
            console.err(words("handoff-not-recorded", address=address))
            return 0
        word = HandoffWord(address, by or invocation.surroundings.user, HandoffStatus.DELIVERED, note)
        confirm_handoff(workspace, word)
    console.err(words("handoff-then"))
    return 0


def _delivery(delivery: Delivery, words: Words) -> Iterator[str]:
    """What to do, with the values that the vendor asks for."""
    listed = delivery.listed
    yield clean(f"{listed.plan.vendor}: {listed.address} ({listed.account_name})")
    yield from (f"  {clean(line)}" for line in _plan(listed.plan, words))
    for name, value in delivery.needs:
        yield f"  {clean(_word(words, 'handoff-needs', name))}: {clean(value) or words('handoff-ask-yourself')}"
    if delivery.leads_to:
        yield f"  {clean(words('handoff-leads-to', host=delivery.leads_to))}"


def _has_it(delivery: Delivery, invocation: Invocation) -> bool:
    """Whether the person at the terminal says so; nobody there says nothing."""
    if not invocation.console.keyboard.is_there:
        return False
    from provisioner.cli.operator import ConsoleOperator
    from provisioner.spi.operator import Question

    words = invocation.words
    person = ConsoleOperator(invocation.surroundings.user, invocation.console, lambda: invocation.words)
    told = {words("release-yes"): True, words("release-no"): False, "yes": True, "no": False}
    return told[person.ask(Question(words("handoff-ask", vendor=delivery.listed.plan.vendor), tuple(told)))]


@command.command("confirm")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@click.option("--delivered", is_flag=True, help="The vendor has been given it, and has not said yet that it works.")
@click.option("--by", metavar="NAME", help="Who says so, where it is not you.")
@click.option("--note", default="", metavar="TEXT", help="What to remember about it.")
@click.option("--generation", type=click.IntRange(min=1), metavar="N", help="Which one; otherwise the one in force.")
@pass_invocation
def confirm_command(
    invocation: Invocation, address: Address, delivered: bool, by: str | None, note: str, generation: int | None
) -> int:
    """Record that the vendor has what is at ADDRESS and that it works, or with --delivered that they have it.

    What it replaces is kept until it is confirmed; after that the next plan ends it.
    """
    from provisioner.runtime.worklist.handoffs import HandoffWord, confirm_handoff

    status = HandoffStatus.DELIVERED if delivered else HandoffStatus.CONFIRMED
    word = HandoffWord(address, by or invocation.surroundings.user, status, note, generation)
    with invocation.workspace() as workspace:
        recorded = confirm_handoff(workspace, word)
        words = invocation.words
    told = words(
        "handoff-recorded",
        address=address,
        generation=recorded.generation,
        vendor=recorded.handoff.vendor,
        status=words(f"handoff-status-{recorded.handoff.status.value}"),
        by=recorded.handoff.by,
    )
    invocation.console.out(clean(told))
    if recorded.waiting:
        invocation.console.out(words("handoff-successor"))
    if recorded.elsewhere:
        store = recorded.store or words("handoff-some-store")
        said = words("handoff-elsewhere", address=address, store=store)
        invocation.console.err(clean(said if recorded.today else words("secrets-without-store", count=1)))
    return 0
