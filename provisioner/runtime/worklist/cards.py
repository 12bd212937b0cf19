"""What waits for people, as the cards of one person's page.

Promises: what is done in one go is one card, with a row for each thing and only what is the reader's to tick; what
somebody must look at stands there too; what is in hand comes first. Does not: record or draw anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.reports.work_page import Card, LookCard, Row
from provisioner.runtime.worklist.inventory import ToLook, list_to_look
from provisioner.runtime.worklist.items import OpenWork, list_work
from provisioner.runtime.workspace import Workspace


def work_cards(workspace: Workspace, reader: str) -> list[Card]:
    """What is to be done, the reader's own first."""
    together: dict[object, list[OpenWork]] = {}
    found = sorted(list_work(workspace), key=lambda one: (one.item.group, one.item.address))
    for number, one in enumerate(found):
        sheet = one.item.sheet
        together.setdefault(number if sheet is None or one.was_cut_off else sheet, []).append(one)
    cards = [_card(part, reader) for part in together.values()]
    return sorted(cards, key=lambda card: not card.mine)


def _card(part: list[OpenWork], reader: str) -> Card:
    rows = tuple(
        Row(one.item.id, one.item.group_line or str(one.item.address), one.claimant, _found_by(one)) for one in part
    )
    free = any(not one.claimant and not one.was_cut_off for one in part)
    mine = any(one.claimant == reader for one in part)
    # The answer is about what is the reader's: its id stands for all of that.
    first = next((one for one in part if one.claimant == reader), part[0])
    return Card(first.item, rows, mine, free, first.was_cut_off, reader)


def look_cards(workspace: Workspace) -> list[LookCard]:
    """What somebody must look at and tell: the same thing of all accounts on one card."""
    groups: dict[object, list[ToLook]] = {}
    for one in list_to_look(workspace):
        steps = one.item.steps if one.item is not None else ()
        groups.setdefault((one.address.kind, one.address.name, steps), []).append(one)
    return [_look_card(part) for part in groups.values()]


def _look_card(part: list[ToLook]) -> LookCard:
    first = part[0].item
    address = part[0].address
    return LookCard(
        id=f"look-{address.kind}-{address.name}-{len(part)}-{address.account.name}",
        title=(first.group_title if first is not None else "") or f"{address.kind} {address.name}",
        where=(first.group_account or first.account_name if first is not None else "") or part[0].account_name,
        steps=tuple(step.text for step in first.steps) if first is not None else (),
        rows=tuple(Row(str(one.address), _line(one), "", _found_by(one)) for one in part),
    )


def _found_by(found: OpenWork | ToLook) -> str:
    """What a row is found by and need not show. The address is the item's name for it, and holds the client's."""
    address = found.item.address if isinstance(found, OpenWork) else found.address
    return f"{address} {found.organization_number}".strip()


def _line(found: ToLook) -> str:
    return (found.item.group_line if found.item is not None else "") or found.account_name


def lines_of(cards: Iterable[Card], ids: Iterable[str]) -> list[str]:
    """What stands for each of `ids`, in the order of the page."""
    wanted = frozenset(ids)
    return [row.line for card in cards for row in card.rows if row.id in wanted]
