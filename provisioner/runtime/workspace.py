"""The composition root: paths, settings, guests and clock become one workspace that verbs work in.

Promises: nothing is opened before it is asked for, and everything that was opened is closed. Does not: decide.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from provisioner.formats.canonical import digest
from provisioner.formats.manifest_format import provider_name
from provisioner.formats.state_format import StateFormat
from provisioner.formats.yaml_source import Document
from provisioner.model.errors import StateCorrupt, UsageError
from provisioner.model.manifest import Project
from provisioner.model.plan import Plan
from provisioner.model.resource import ResourceType
from provisioner.model.secrets import Sensitive, store_name
from provisioner.model.values import Node, SecretRef, attributes
from provisioner.runtime.checking import Checking
from provisioner.runtime.clock import Clock
from provisioner.runtime.files import PRIVATE_DIRECTORY, PROJECT_FILE, Sources, find_project, read_files
from provisioner.runtime.guests.observers import Observers
from provisioner.runtime.guests.plugins import Guests, load_guests
from provisioner.runtime.guests.registry import Registry, choose, is_one_place
from provisioner.runtime.on_record import office_identity, recorded
from provisioner.runtime.platform import Surroundings, surroundings
from provisioner.runtime.project_file import ProjectReading, language_of, project_document, read_project, refuse_empty
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.sealing import Sealer
from provisioner.spi.backend import Backend, BackendContext
from provisioner.spi.events import Event, EventKind
from provisioner.spi.language import ManifestLanguage

# A port is imported whole when something is opened through it, and a plan that changes nothing opens the state alone.
if TYPE_CHECKING:
    from datetime import datetime

    from provisioner.formats.schema_check import SchemaSet
    from provisioner.model.address import AccountRef
    from provisioner.runtime.crew import Crew
    from provisioner.runtime.index import Index
    from provisioner.runtime.rescue import RescueFiles
    from provisioner.spi.endpoint import Endpoint
    from provisioner.spi.entries import SecretStoreEntry
    from provisioner.spi.operator import Operator
    from provisioner.spi.provider import Provider, ProviderContext
    from provisioner.spi.secrets import SecretStore

ENDPOINT_VARIABLE = "PROVISIONER_ENDPOINT"
RESCUE = "rescue"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """How a workspace is opened."""

    directory: Path = Path()
    """Where to look for the project, and upward from there."""
    endpoint: str | None = None
    """Instead of the project's."""
    operator: str | None = None
    """Name of the guest that plays the person."""
    console: Operator | None = None
    """The person at the terminal, where there is one and no `operator` is named."""
    language: str | None = None
    """Instead of the project's."""
    surroundings: Surroundings | None = None
    """What the process stands in; None: look."""
    clock: Clock = field(default_factory=Clock)
    """The clock and the dice."""
    guests: tuple[object, ...] = ()
    """More guests than those that are installed."""
    crew: Crew | None = None
    """Who does things side by side; None: threads."""


class Workspace:
    """One firm's project, and the hands to work on it with. Close it, or use it as a context manager."""

    def __init__(self, options: OpenOptions) -> None:
        self.options = options
        self.clock = options.clock
        self.surroundings = options.surroundings or surroundings()
        self.root = find_project(options.directory)
        self.stop = threading.Event()
        self._closers: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        self._backend: Backend | None = None
        self._stores: dict[str, SecretStore] = {}
        self.unreadable: dict[AccountRef, StateCorrupt] = {}
        """Accounts that a look at all of them had to leave out; whoever shows the others says so."""
        self.minds_moves = True
        """Whether it matters to what is done that the state may have moved elsewhere."""

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes what was opened, the last first."""
        while self._closers:
            self._closers.pop()()

    @property
    def private_directory(self) -> Path:
        """What belongs to this machine alone; kept out of git."""
        return self.root / PRIVATE_DIRECTORY

    @cached_property
    def crew(self) -> Crew:
        """Who does things side by side."""
        from provisioner.runtime.crew import Threads  # noqa: PLC0415  # start-up time, see above

        return self.options.crew or Threads()

    @cached_property
    def rescue(self) -> RescueFiles:
        """The last place for a sealed secret."""
        from provisioner.runtime.rescue import RescueFiles  # noqa: PLC0415  # start-up time, see above

        return RescueFiles(self.private_directory / RESCUE)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes of the project's files alone. Made anew each time, for the files may have changed; a
        workspace on files that stand still may keep it under its name."""
        return make()

    @cached_property
    def guests(self) -> Guests:
        """Everybody who was let in."""
        return load_guests(self.options.guests)

    @property
    def registry(self) -> Registry:
        """What the guests brought."""
        return self.guests.registry

    @cached_property
    def observers(self) -> Observers:
        """Who is told of events."""
        return Observers(self.guests.observers)

    @cached_property
    def revision(self) -> str:
        """The git commit that the manifests stand at; empty where they are not under git."""
        from provisioner.runtime.revision import revision_of  # noqa: PLC0415  # only what writes asks for it

        return revision_of(self.root)

    @cached_property
    def project_source(self) -> Sources:
        """The project file's documents."""
        return read_files(self.root, (self.root / PROJECT_FILE,))

    @cached_property
    def project(self) -> Project:
        """The project. ManifestInvalid."""
        refuse_empty(self.project_source)
        return read_project(ProjectReading(self.root, self.project_source, self.checking, self.registry))

    @property
    def project_root(self) -> Node:
        """What stands in the project's document, whatever is wrong with it."""
        return self._project_document.root

    @property
    def _project_document(self) -> Document:
        document = project_document(self.project_source.documents)
        assert document is not None, "a file without documents was refused"
        return document

    @cached_property
    def _named_language(self) -> ManifestLanguage | None:
        """The provider's language is needed to check the very document that names the provider."""
        entry = self.registry.providers.get(provider_name(self._project_document) or "")
        return entry.language() if entry is not None else None

    @cached_property
    def checking(self) -> Checking:
        """The check of documents, the provider's part of the manifest language included."""
        language = self._named_language
        return Checking(language.schema if language is not None else None, self.private_directory)

    @cached_property
    def index(self) -> Index:
        """What was found in the files of clients the last time."""
        from provisioner.runtime.index import Index  # noqa: PLC0415  # start-up time, see above

        documents = [document.digest for document in self.project_source.documents]
        language = self.manifest_language.version
        return Index(self.private_directory, digest([self.checking.rules, language, *documents]))

    @property
    def schemas(self) -> SchemaSet:
        """The manifest language, for what no document says word for word: rendered fields, clients made of rows."""
        return self.checking.schemas

    @property
    def manifest_language(self) -> ManifestLanguage:
        """The provider's part of the manifest language."""
        entry = choose("provider", self.registry.providers, self.project.provider.name)
        return self._named_language or entry.language()

    @property
    def language(self) -> str:
        """Of what people approve and do, and of what is said of a project that is wrong."""
        return self.options.language or language_of(self.project_source, self.root)

    @cached_property
    def provider(self) -> Provider:
        """The project's provider; opening it connects to nothing."""
        entry = choose("provider", self.registry.providers, self.project.provider.name)
        provider = entry.open(self._provider_context())
        self._closers.append(provider.close)
        return provider

    def _provider_context(self) -> ProviderContext:
        from provisioner.spi.provider import ProviderContext  # noqa: PLC0415  # start-up time, see above

        return ProviderContext(
            settings=self._settings_here(self.project.provider.settings),
            endpoint=self.endpoint,
            operator=self.operator,
            resolve=self.resolve,
            now=self.clock.now,
            language=self.language,
            private_directory=self.private_directory,
            stopping=self._is_stopping,
            waiting=self._tell_waiting,
            office_identity=lambda: office_identity(self.backend()),
            recorded=lambda kind: recorded(self.backend(), kind),
        )

    def _is_stopping(self) -> bool:
        """Whether somebody asked the run to stop. An apply brings an event of its own, so it is looked up each time."""
        return self.stop.is_set()

    def _tell_waiting(self, what: str, until: datetime) -> None:
        """Whoever watches sees why nothing happens."""
        detail = attributes(until=until.isoformat(timespec="seconds"))
        self.observers.tell(Event(EventKind.WAITING, self.clock.now(), message=what, detail=detail))

    def _settings_here(self, settings: Node) -> Node:
        """The provider's settings with the endpoint that this command is meant for."""
        named = self.endpoint_address
        if not named or named == settings.text("endpoint"):
            return settings
        return Node(settings.entries().with_items({"endpoint": Node(named)}), settings.origin)

    @cached_property
    def types(self) -> dict[str, ResourceType]:
        """Every kind of thing, by kind."""
        return {item.kind: item for item in self.provider.resource_types()}

    def types_in(self, plan: Plan) -> dict[str, ResourceType]:
        """Every kind of thing, by kind; the provider is not even opened for a plan that holds nothing."""
        holds = any(account.changes or account.unmanaged for account in plan.accounts)
        return self.types if holds else {}

    @property
    def endpoint_address(self) -> str:
        """What the command, the environment or the project says, in that order; empty where none does."""
        named = self.options.endpoint or self.surroundings.variables.get(ENDPOINT_VARIABLE)
        return named or self.project.provider.settings.text("endpoint")

    def _endpoint_scheme(self) -> str:
        return self.endpoint_address.partition(":")[0]

    @property
    def world(self) -> str:
        """What the state is about: a name that all addresses of one world share; empty where there is no endpoint."""
        entry = self.registry.endpoints.get(self._endpoint_scheme())
        return (entry.world if entry is not None else "") or self.endpoint_address.rstrip("/")

    def endpoint(self) -> Endpoint:
        """The project's endpoint, opened on first use."""
        with self._lock:
            return self._opened_endpoint

    @cached_property
    def _opened_endpoint(self) -> Endpoint:
        from provisioner.spi.endpoint import EndpointRequest  # noqa: PLC0415  # start-up time, see above

        if not self.endpoint_address:
            raise UsageError.of(REFUSALS("no-endpoint"))
        entry = choose("endpoint", self.registry.endpoints, self._endpoint_scheme())
        opened = entry.open(EndpointRequest(self.endpoint_address, self.private_directory, self.clock.now))
        self._closers.append(opened.transport.close)
        return opened

    @cached_property
    def operator(self) -> Operator | None:
        """The person at hand, or the program that plays one."""
        from provisioner.spi.operator import OperatorRequest  # noqa: PLC0415  # start-up time, see above

        if self.options.operator is None:
            return self.options.console
        entry = choose("operator", self.registry.operators, self.options.operator)
        endpoint = self.endpoint() if self.endpoint_address else None
        return entry.open(OperatorRequest(endpoint, self.language))

    @property
    def opened_backend(self) -> Backend | None:
        """Where the state is kept, if it was asked for anything."""
        return self._backend

    def backend(self, *, create: bool = False) -> Backend:
        """Where the state is kept. StateMissing unless it is there, `create` is given or the world is ephemeral."""
        with self._lock:
            if self._backend is None:
                endpoint = self.registry.endpoints.get(self._endpoint_scheme())
                fresh = create or (endpoint is not None and endpoint.ephemeral)
                self._backend = self.open_backend(self.project.state, create=fresh)
                self._closers.append(self._backend.close)
            return self._backend

    def open_backend(self, url: str, *, create: bool) -> Backend:
        """Another place for the state; whoever asks closes it. UsageError where it is no place for a pipeline."""
        entry = choose("state backend", self.registry.backends, url.partition(":")[0])
        if not entry.shared and self.surroundings.in_pipeline and not self.project.single_machine:
            raise UsageError.of(REFUSALS("state-alone", url=url))
        return entry.open(BackendContext(url=url, root=self.root, codec=StateFormat(), create=create))

    @cached_property
    def sealer(self) -> Sealer:
        """Seals to the project's recipients."""
        return Sealer(tuple(recipient.public_key for recipient in self.project.secrets.recipients))

    @property
    def store_entry(self) -> SecretStoreEntry | None:
        """What kind of store that is, without opening it."""
        url = self.project.secrets.store
        return choose("secret store", self.registry.secret_stores, url.partition(":")[0]) if url else None

    @property
    def store(self) -> SecretStore | None:
        """Where secrets are kept, if the project names a place."""
        url = self.project.secrets.store
        return self.store_at(url) if url else None

    @property
    def store_name(self) -> str:
        """Today's store as it is written down beside what it keeps; empty where the project names none."""
        return store_name(self.project.secrets.store)

    def store_at(self, url: str) -> SecretStore:
        """A store by its URL: today's, or the one that has a secret since the project named that. UsageError."""
        from provisioner.spi.secrets import SecretStoreContext  # noqa: PLC0415  # start-up time, see above

        with self._lock:
            if url not in self._stores:
                entry = choose("secret store", self.registry.secret_stores, url.partition(":")[0])
                context = SecretStoreContext(url, self.root, self.sealer.recipients, self.resolve)
                self._stores[url] = entry.open(context)
            return self._stores[url]

    def is_todays_store(self, name: str) -> bool:
        """Whether what lies in the store of that name lies in the one that the project names today. Of what was never
        written down nobody knows, so it does not."""
        return self.store_entry is not None and is_one_place(self.store_entry, name, self.store_name)

    def resolve(self, reference: str) -> Sensitive | None:
        """The secret behind `env:NAME` or `file:PATH`; None where there is none. UsageError for anything else."""
        scheme, _, rest = SecretRef(reference).reference.partition(":")
        if scheme == "env" and rest:
            value = self.surroundings.variables.get(rest)
            return Sensitive(value.strip()) if value and value.strip() else None
        if scheme == "file" and rest:
            path = self.root / rest
            try:
                return Sensitive(path.read_text(encoding="utf-8").strip()) if path.is_file() else None
            except (OSError, UnicodeDecodeError) as error:
                failure = REFUSALS("secret-file-unreadable", file=rest, error=type(error).__name__)
                raise UsageError.of(failure) from error
        raise UsageError.of(REFUSALS("no-way-to-a-secret", scheme=scheme))


def open_workspace(directory: Path, guests: Sequence[object] = ()) -> Workspace:
    """A workspace with nothing special about it; what plugin authors' tests want."""
    return Workspace(OpenOptions(directory=directory, guests=tuple(guests)))
