"""Work as people do it: what is done in one go on one screen stands together, its steps once above a tick list.

Promises: each item is in one piece of work; pieces stand in a fixed order; what is known of an item (whose it is, that
a run left it behind) is in its line. Does not: load or record anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from provisioner.cli.console import FALLBACK_WIDTH
from provisioner.cli.operator import work_lines
from provisioner.cli.table import table
from provisioner.model.work import Sheet, WorkItem
from provisioner.reports.plain import clean, utc

if TYPE_CHECKING:
    from provisioner.cli.words import Words
    from provisioner.runtime.worklist.items import OpenWork

BOX = "[ ]"


def in_order(found: Iterable[OpenWork]) -> list[OpenWork]:
    """What is done in one go on one screen stands together."""
    return sorted(found, key=lambda open_work: (open_work.item.group, open_work.item.address))


def pieces(found: Sequence[OpenWork]) -> list[list[OpenWork]]:
    """The pieces of work, in the order of their first items."""
    together: dict[Sheet | int, list[OpenWork]] = {}
    for number, open_work in enumerate(found):
        sheet = open_work.item.sheet
        together.setdefault(number if sheet is None else sheet, []).append(open_work)
    return list(together.values())


def list_lines(found: Sequence[OpenWork], words: Words, width: int = FALLBACK_WIDTH) -> Iterator[str]:
    """All of `found`: one table of what is done alone, then every tick list, under its steps once it is taken on."""
    parts = pieces(found)
    alone = [part[0] for part in parts if len(part) == 1]
    if alone:
        yield table(tuple(words("work-columns").split("|")), (_row(open_work, words) for open_work in alone)).rstrip()
    for number, part in enumerate(part for part in parts if len(part) > 1):
        if alone or number:
            yield ""
        yield from piece_lines(part, words, width)


def piece_lines(part: Sequence[OpenWork], words: Words, width: int = FALLBACK_WIDTH) -> Iterator[str]:
    """One piece of work as a person reads it; how it is done only once somebody has taken it on."""
    item = part[0].item
    sheet = item.sheet
    if len(part) == 1 or sheet is None:
        yield from work_lines(part[0].shown, words, width)
        return
    taken = any(open_work.claimant for open_work in part)
    shared = WorkItem(
        id=item.id,
        address=item.address,
        action=item.action,
        title=f"{sheet.title} ({len(part)})",
        account_name=sheet.account_name,
        steps=sheet.steps if taken else (),
        check=sheet.check if taken else "",
        help_url=sheet.help_url,
    )
    yield from work_lines(shared, words, width)
    if not taken:
        yield f"  {words('work-steps-later', id=f'{item.id} --together')}"
    yield ""
    rows = (_tick(open_work, words) for open_work in part)
    yield from (f"  {line}" for line in table((BOX, *words("work-tick-columns").split("|")), rows).splitlines())


def taken_by(found: OpenWork, words: Words) -> str:
    """Whose it is; that a run left it behind stands where a name would."""
    return words("work-cut-off") if found.was_cut_off else found.claimant


def _row(found: OpenWork, words: Words) -> tuple[str, ...]:
    item = found.item
    told = clean(f"{item.title} ({item.address})")
    return item.id, utc(found.since), taken_by(found, words), item.account_name, told


def _tick(found: OpenWork, words: Words) -> tuple[str, ...]:
    item = found.item
    return BOX, item.id, utc(found.since), taken_by(found, words), item.group_line or str(item.address)
