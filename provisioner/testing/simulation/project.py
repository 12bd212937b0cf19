"""A project that is played again and again: its files read once, and opened as often as processes begin.

Promises: of the project nothing but its manifests is used: neither its state, secrets, credentials nor world. Does not:
play anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from provisioner.formats.yaml_source import Document
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.manifest import Project
from provisioner.model.resource import Desired
from provisioner.model.secrets import Sealed, Sensitive
from provisioner.model.values import Node, SecretRef
from provisioner.runtime.checking import Checking
from provisioner.runtime.clock import Clock
from provisioner.runtime.crew import Crew
from provisioner.runtime.files import PRIVATE_DIRECTORY
from provisioner.runtime.guests.plugins import Guests
from provisioner.runtime.guests.registry import choose
from provisioner.runtime.index import Index
from provisioner.runtime.platform import Surroundings
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.rescue import RescueFiles
from provisioner.runtime.sealing import Sealer
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.backend import Backend, BackendEntry
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.entries import EndpointEntry, SecretStoreEntry
from provisioner.spi.operator import Operator
from provisioner.spi.provider import Provider
from provisioner.spi.rehearsal import RehearsalRequest, Stage
from provisioner.spi.secrets import SecretStore
from provisioner.testing.simulation.scheduler import Clock as SimulatedClock
from provisioner.testing.words import WORDS

SCHEME = "rehearsal"
PRIVATE = ".rehearsal-of-nothing"
"""No directory of this name is ever made."""

T = TypeVar("T")


class PlainSealer(Sealer):
    """Seals without encrypting, so that a run can be replayed byte by byte. What it makes opens nothing anywhere."""

    def seal(self, secret: Sensitive) -> Sealed:
        """A digest; `opens` tells whether it is of that secret."""
        mark = _digest(secret.reveal())
        return Sealed(mark.encode(), self.recipients, mark)


def opens(sealed: Sealed, secret: Sensitive) -> bool:
    """Whether `sealed` is that very secret."""
    return sealed.fingerprint == _digest(secret.reveal())


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Parts:
    """What one process is opened on."""

    name: str
    """Who it is."""
    clock: SimulatedClock
    """The time."""
    sleep: Callable[[float], None]
    """How it waits."""
    crew: Crew
    """Its hands."""
    backend: Callable[[], Backend]
    """Opens the state."""
    store: SecretStore
    """The secret store."""
    rescue: RescueFiles
    """The last place."""
    endpoint: Endpoint
    """The world."""
    operator: Operator | None = None
    """The person at hand."""
    around: Callable[[Provider], Provider] = field(default=lambda provider: provider)
    """What is put around the provider."""


class _OnlyLooking(Checking):
    """Checks and remembers nothing on disk."""

    def remember(self) -> None:
        """Nothing is written."""


class _NoIndex(Index):
    """Knows nothing and keeps nothing."""

    def read(self) -> None:
        """Nothing."""

    def remember(self) -> None:
        """Nothing is written."""


class SimulatedWorkspace(Workspace):
    """One process on a rehearsed project."""

    def __init__(self, script: Script, parts: Parts) -> None:
        clock = parts.clock
        super().__init__(
            OpenOptions(
                directory=script.root,
                endpoint=f"{SCHEME}:world",
                console=parts.operator,
                surroundings=Surroundings({}, f"{parts.name}@rehearsal (process {parts.name})", parts.name),
                clock=Clock(clock.now, parts.sleep, clock.monotonic, clock.new_id),
                crew=parts.crew,
            )
        )
        self._script = script
        self._parts = parts

    @property
    def private_directory(self) -> Path:
        """One that is not there."""
        return self.root / PRIVATE

    @cached_property
    def rescue(self) -> RescueFiles:
        """In memory."""
        return self._parts.rescue

    def once(self, name: str, make: Callable[[], T]) -> T:
        """The files stand still while they are played."""
        return self._script.once(name, make)

    @cached_property
    def guests(self) -> Guests:
        """Those of the project, but for where things are kept."""
        found, parts = self._script.guests, self._parts
        backend = BackendEntry(SCHEME, lambda context: parts.backend(), shared=True)
        store = SecretStoreEntry(SCHEME, lambda context: parts.store)
        endpoint = EndpointEntry(SCHEME, lambda request: parts.endpoint, ephemeral=True, world=SCHEME)
        registry = replace(
            found.registry,
            backends={**found.registry.backends, SCHEME: backend},
            secret_stores={**found.registry.secret_stores, SCHEME: store},
            endpoints={**found.registry.endpoints, SCHEME: endpoint},
        )
        return Guests(registry, ())

    @cached_property
    def project(self) -> Project:
        """With a state and a store of the rehearsal's own."""
        return self._script.project

    @property
    def _project_document(self) -> Document:
        return self._script.document

    @cached_property
    def checking(self) -> Checking:
        """The rules, compiled once."""
        return self._script.checking

    @cached_property
    def index(self) -> Index:
        """None: what stands in the files is kept in memory anyway."""
        return _NoIndex(self.private_directory, SCHEME)

    @cached_property
    def sealer(self) -> Sealer:
        """Not a real one."""
        return PlainSealer(("rehearsal",))

    @cached_property
    def provider(self) -> Provider:
        """The project's, on simulated time."""
        entry = choose("provider", self.registry.providers, self.project.provider.name)
        provider = entry.open(replace(self._provider_context(), sleep=self._parts.sleep))
        self._closers.append(provider.close)
        return self._parts.around(provider)

    def resolve(self, reference: str) -> Sensitive | None:
        """What the rehearsed world itself brings for the setting that names `reference`; never what is behind it."""
        for name, written in _leaves(self.project.provider.settings):
            if written == reference and name in self._parts.endpoint.credentials:
                return self._parts.endpoint.credentials[name]
        return None


class Script:
    """One project's files, and all that is made of them alone."""

    def __init__(self, base: Workspace, now: datetime) -> None:
        """Reads them. ManifestInvalid; UsageError where nothing can rehearse them."""
        self.now = now
        self.root = base.root
        self.guests = base.guests
        project = base.project
        store = f"{SCHEME}:store" if project.secrets.store else ""
        self.project = replace(
            project, state=f"{SCHEME}:state", language="en", secrets=replace(project.secrets, store=store)
        )
        self.document = base._project_document  # of its own kind
        language = base.manifest_language
        self.checking: Checking = _OnlyLooking(language.schema, base.root / PRIVATE_DIRECTORY)
        self._kept: dict[str, object] = {}
        self.stage = self._staged(base)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """`make` of the first who asks under that name."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast("T", self._kept[name])

    def _staged(self, base: Workspace) -> Stage:
        """A stage that has room for everything that the manifests want."""
        prepared = prepare(base, strict=True)
        desired = self._desired(prepared)
        accounts = tuple(item.account for item in prepared.accounts)
        stager = next((entry for entry in base.registry.endpoints.values() if entry.rehearse is not None), None)
        if stager is None or stager.rehearse is None:
            raise UsageError.of(WORDS("nothing-rehearses"))
        self.addresses: tuple[Address, ...] = tuple(item.address for item in desired)
        self.accounts: tuple[AccountRef, ...] = tuple(account.ref for account in accounts)
        self.permanent = frozenset(kind for kind, type_ in base.types.items() if type_.permanent)
        """Kinds of things that are never ended, only forgotten."""
        return stager.rehearse(RehearsalRequest(accounts, desired))

    def _desired(self, prepared: Prepared) -> tuple[Desired, ...]:
        desired: list[Desired] = []
        problems: list[Diagnostic] = []
        for declared in prepared.accounts:
            expansion = prepared.expand(declared, self.now)
            problems.extend(expansion.diagnostics)
            desired.extend(expansion.desired)
        if has_errors(problems):
            raise ManifestInvalid(sort_unique(problems))
        return tuple(desired)


def _leaves(node: Node) -> list[tuple[str, str]]:
    """Every reference below `node` with the name it stands under."""
    found: list[tuple[str, str]] = []
    for name, child in node.entries().items():
        if isinstance(child.value, SecretRef):
            found.append((name, child.value.reference))
        elif isinstance(child.value, str):
            found.append((name, child.value))
        else:
            found.extend(_leaves(child))
    return found
