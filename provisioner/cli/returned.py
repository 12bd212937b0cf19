"""`work complete --from`: a workbook that comes back, told in words.

Promises: what is left out is named, with what to do about it. Does not: decide what is.
"""

from __future__ import annotations

from pathlib import Path

from provisioner.cli.invocation import Invocation
from provisioner.cli.words import told
from provisioner.model.errors import UsageError


def take_in(invocation: Invocation, file: Path, by: str, *, alone: bool) -> int:
    """Ends what the workbook says is there. UsageError where it is not all that is said."""
    from provisioner.runtime.first_day.returning import complete_from

    with invocation.workspace() as workspace:
        if not alone:
            words = invocation.words
            raise UsageError.of(told("work-from-alone", "work-from-alone-hint"))
        returned = complete_from(workspace, file, by)
        words = invocation.words
    invocation.console.out(words("returned", found=len(returned.found), open=returned.open))
    for address in returned.keys:
        invocation.console.err(words("returned-key", address=address))
    for address in returned.uncompared:
        invocation.console.err(words("returned-uncompared", address=address))
    for address, claimant in returned.in_hand:
        key = "import-in-hand" if claimant else "import-cut-off"
        invocation.console.err(words(key, address=address, claimant=claimant))
    return 0
