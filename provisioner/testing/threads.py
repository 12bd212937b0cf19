"""Many attempts at one moment.

Promises: all begin together, and each outcome is told in its place. Does not: say in which order they ran.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from provisioner.model.errors import ProvisionerError


def outcomes(attempts: Sequence[Callable[[], object]]) -> list[object]:
    """What each attempt returned, or the ProvisionerError that it raised."""
    barrier = Barrier(len(attempts))

    def attempt(call: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return call()
        except ProvisionerError as error:
            return error

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(attempt, attempts))
