"""Whose bug an unexpected error is: the house's own, or a guest's.

Promises: the guest whose code raised it, or called what did; by its entry point where it is a stranger. Does not: load
anybody.
"""

from __future__ import annotations

from provisioner.runtime.guests.plugins import BUILT_IN
from provisioner.runtime.guests.strangers import find_strangers
from provisioner.spi.markers import PROJECT


def guest_to_blame(error: BaseException) -> str:
    """Its name; empty where no guest had a hand in it."""
    known = {name.partition(".")[0]: name for name in BUILT_IN if not name.startswith("provisioner.")}
    known |= {point.value.partition(":")[0].partition(".")[0]: point.name for point in find_strangers(PROJECT)}
    found = ""
    trace = error.__traceback__
    while trace is not None:
        package = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        found = known.get(package, found)
        trace = trace.tb_next
    return found
