"""Every fake in one place: stand-ins for the clock, the world, the person, the backend and the secret store.

Promises: nothing here touches a disk, a network or the time. Does not: need pytest.
"""

from __future__ import annotations

from provisioner.testing.clock import FakeClock
from provisioner.testing.fake_plugin import FakePlugin
from provisioner.testing.fake_provider import FakeProvider, Person, do_step, identity_in_world
from provisioner.testing.fake_world import FakeWorld, Fault, FaultKind, Killed, Thing
from provisioner.testing.memory import Disk, MemoryBackend, MemorySecretStore
from provisioner.testing.operators import ScriptedOperator, done, lost, not_done, refused

__all__ = [
    "Disk",
    "FakeClock",
    "FakePlugin",
    "FakeProvider",
    "FakeWorld",
    "Fault",
    "FaultKind",
    "Killed",
    "MemoryBackend",
    "MemorySecretStore",
    "Person",
    "ScriptedOperator",
    "Thing",
    "do_step",
    "done",
    "identity_in_world",
    "lost",
    "not_done",
    "refused",
]
