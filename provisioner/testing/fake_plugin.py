"""A guest that brings a whole firm's surroundings in memory: provider, state and secret store.

    world, disk = FakeWorld(), Disk()
    Workspace(OpenOptions(directory, clock=FakeClock().as_clock(), guests=(FakePlugin(world, disk),)))

with `provider: {fake: {}}`, `state: memory:state` and `secrets: {store: memory:store}` in the project. A run is killed
by dropping the workspace; the next one is opened on the same world and disk.

Promises: what it brings keeps the conformance suites. Does not: touch a disk, a network or the time.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.model.errors import StateMissing
from provisioner.model.values import Node
from provisioner.spi.backend import BackendContext, BackendEntry
from provisioner.spi.markers import hookimpl
from provisioner.spi.provider import ProviderContext, ProviderEntry
from provisioner.spi.secrets import SecretStoreEntry
from provisioner.testing.fake_provider import FakeProvider
from provisioner.testing.fake_world import FakeWorld
from provisioner.testing.memory import Disk, MemoryBackend, MemorySecretStore, Watch, nobody_watches


class FakePlugin:
    """The provider `fake` and, under the scheme `memory:`, a backend and a secret store."""

    def __init__(self, world: FakeWorld, disk: Disk | None = None, watch: Watch = nobody_watches) -> None:
        self.world = world
        self.disk = disk if disk is not None else Disk()
        self.store = MemorySecretStore()
        self.watch = watch

    @hookimpl
    def provisioner_providers(self) -> Iterable[ProviderEntry]:
        """The provider `fake`, on this plugin's world."""
        return [ProviderEntry("fake", self.open_provider)]

    @hookimpl
    def provisioner_backends(self) -> Iterable[BackendEntry]:
        """The backend `memory:`, on this plugin's disk."""
        return [BackendEntry("memory", self.open_backend, shared=True)]

    @hookimpl
    def provisioner_secret_stores(self) -> Iterable[SecretStoreEntry]:
        """The store `memory:`, this plugin's own."""
        return [SecretStoreEntry("memory", lambda context: self.store)]

    def open_provider(self, context: ProviderContext) -> FakeProvider:
        """Opens the provider with the project's settings and operator."""
        guided, unroutable = (_texts(context.settings.get(name)) for name in ("guided", "unroutable"))
        return FakeProvider(self.world, context.operator, guided=guided, unroutable=unroutable)

    def open_backend(self, context: BackendContext) -> MemoryBackend:
        """Opens the disk; StateMissing where none was ever made and none may be."""
        if not (context.create or self.disk.made):
            raise StateMissing("There is no state in memory.", hint="Open it with leave to make one.")
        self.disk.made = True
        return MemoryBackend(self.disk, self.watch)


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(str(item.value) for item in node.items()) if node is not None else ()
