"""What somebody must look at and tell, as it stands in the list of work.

Promises: the same thing of many clients stands together, told once above them. Does not: look or record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from provisioner.cli import machine
from provisioner.cli.console import FALLBACK_WIDTH
from provisioner.cli.sheets import BOX
from provisioner.cli.table import table
from provisioner.model.work import WorkItem, WorkStep
from provisioner.reports.plain import utc, wrap

if TYPE_CHECKING:
    from provisioner.cli.words import Words
    from provisioner.runtime.worklist.inventory import ToLook


def look_lines(found: Iterable[ToLook], words: Words, width: int = FALLBACK_WIDTH) -> Iterator[str]:
    """A tick list for each thing, where to look once above it."""
    for number, those in enumerate(together(found)):
        first = those[0]
        if number:
            yield ""
        what = first.item.group_title if first.item is not None else ""
        title = f"{what} ({len(those)})" if what else words("look-title", what=first.address.name, count=len(those))
        yield from wrap(title, width, "", "  ")
        paths = [step.text for step in first.item.steps] if first.item is not None else []
        last = words("look-answer" if paths else "look-step")
        for place, text in enumerate((*paths, last), 1):
            mark = f"  {place}. "
            yield from wrap(text, width, mark, " " * len(mark))
        yield ""
        rows = ((BOX, str(one.address), _line(one)) for one in those)
        header = (BOX, *words("look-columns").split("|"))
        yield from (f"  {line}" for line in table(header, rows).splitlines())


def together(found: Iterable[ToLook]) -> list[list[ToLook]]:
    """The same thing of all accounts, where one looks for it in the same way."""
    groups: dict[object, list[ToLook]] = {}
    for one in found:
        steps = one.item.steps if one.item is not None else ()
        groups.setdefault((one.address.kind, one.address.name, steps), []).append(one)
    return list(groups.values())


def _line(found: ToLook) -> str:
    return (found.item.group_line if found.item is not None else "") or found.account_name


def look_document(found: ToLook, words: Words) -> machine.Json:
    """The same shape as other work, for programs; its id is its address."""
    address = found.address
    item = WorkItem(
        id=str(address),
        address=address,
        action="look",
        title=(found.item.title if found.item else "") or words("look-title", what=address.name, count=1),
        account_name=found.item.account_name if found.item else found.account_name,
        steps=(*(found.item.steps if found.item else ()), WorkStep(words("look-answer"))),
        group=f"look/{address.kind}/{address.name}",
    )
    return {
        "since": utc(found.since) if found.since is not None else None,
        "phase": "unsure",
        "claimant": None,
        "group": item.group,
        "item": machine.noun(item),
    }
