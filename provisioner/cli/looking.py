"""What somebody must look at and tell, as it stands in the list of work.

Promises: the same thing of many clients stands together, told once above them. Does not: look or record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from provisioner.cli import machine
from provisioner.cli.sheets import BOX
from provisioner.cli.table import table
from provisioner.model.work import WorkItem, WorkStep
from provisioner.reports.plain import clean, utc

if TYPE_CHECKING:
    from provisioner.cli.words import Words
    from provisioner.runtime.work.inventory import ToLook


def look_lines(found: Iterable[ToLook], words: Words) -> Iterator[str]:
    """A tick list for each thing, its question once above it."""
    for number, ((_, what), group) in enumerate(groupby(found, key=lambda one: (one.address.kind, one.address.name))):
        those = list(group)
        if number:
            yield ""
        yield clean(words("look-title", what=what, count=len(those)))
        yield f"  1. {words('look-step')}"
        yield ""
        rows = ((BOX, str(one.address), one.account_name) for one in those)
        header = (BOX, *words("look-columns").split("|"))
        yield from (f"  {line}" for line in table(header, rows).splitlines())


def look_document(found: ToLook, words: Words) -> machine.Json:
    """The same shape as other work, for programs; its id is its address."""
    address = found.address
    item = WorkItem(
        id=str(address),
        address=address,
        action="look",
        title=words("look-title", what=address.name, count=1),
        account_name=found.account_name,
        steps=(WorkStep(words("look-step")),),
        group=f"look/{address.kind}/{address.name}",
    )
    return {
        "since": utc(found.since) if found.since is not None else None,
        "phase": "unsure",
        "claimant": None,
        "group": item.group,
        "item": machine.noun(item),
    }
