"""The hooks by which guests introduce themselves.

A registration hook takes nothing and returns an iterable of frozen entries; objects do the work, hooks only introduce
them. Every docstring below holds a whole working plugin. Publish it under the entry-point group `provisioner`:

    [project.entry-points.provisioner]
    my-plugin = "my_plugin"

Promises: a hook is never called with anything but what stands here. A plugin that raises is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.spi.entries import (
    BackendEntry,
    CheckEntry,
    CommandEntry,
    EndpointEntry,
    OperatorEntry,
    ProviderEntry,
    ReportEntry,
    SecretStoreEntry,
)
from provisioner.spi.events import Event
from provisioner.spi.markers import hookspec


@hookspec
def provisioner_providers() -> Iterable[ProviderEntry]:  # type: ignore[empty-body]
    """Worlds in which things are set up; chosen by the one key under the project's `provider:`.

    A whole provider, for a world of notes::

        from provisioner.model.address import Address
        from provisioner.model.resource import Attribute, Desired, ResourceType, Role
        from provisioner.model.values import plain
        from provisioner.spi.markers import hookimpl
        from provisioner.spi.provider import BaseProvider, Expansion, ProviderEntry, StepDone


        class Notes(BaseProvider):
            name = "notes"

            def resource_types(self):
                return [ResourceType("note", (Attribute("text", Role.MUTABLE),))]

            def expand(self, request):
                account = request.declared.account.ref
                notes = request.declared.declared
                wanted = (Desired(Address(account, "note", note.name), plain(note.body), note.source) for note in notes)
                return Expansion(tuple(wanted))

            def apply(self, request):
                return StepDone()  # here the note would be written, changed or torn up


        @hookimpl
        def provisioner_providers():
            return [ProviderEntry("notes", lambda context: Notes())]
    """


@hookspec
def provisioner_endpoints() -> Iterable[EndpointEntry]:  # type: ignore[empty-body]
    """Ways to reach a world; chosen by the provider's `endpoint` setting, or the part of it before `:`.

    A world that answers everything with an empty object::

        from provisioner.spi.endpoint import Endpoint, EndpointEntry, TransportResponse
        from provisioner.spi.markers import hookimpl

        class Empty:
            def send(self, request):
                return TransportResponse(200, body=b"{}")

            def close(self):
                pass

        @hookimpl
        def provisioner_endpoints():
            return [EndpointEntry("empty", lambda request: Endpoint("empty", Empty()), ephemeral=True)]
    """


@hookspec
def provisioner_operators() -> Iterable[OperatorEntry]:  # type: ignore[empty-body]
    """Programs that play the person at hand; chosen by `--operator NAME`. Without it the console is the operator.

    An operator who refuses everything::

        from provisioner.model.secrets import Sensitive
        from provisioner.model.work import AnswerKind
        from provisioner.spi.markers import hookimpl
        from provisioner.spi.operator import Answer, OperatorEntry

        class Refuser:
            name = "refuser"

            def perform(self, item):
                return Answer(AnswerKind.REFUSED, by=self.name, note="I would rather not.")

            def ask(self, question):
                return question.default

            def ask_sensitive(self, question):
                return Sensitive("")

        @hookimpl
        def provisioner_operators():
            return [OperatorEntry("refuser", lambda request: Refuser())]
    """


@hookspec
def provisioner_backends() -> Iterable[BackendEntry]:  # type: ignore[empty-body]
    """Places where state is kept; chosen by the scheme of the project's `state:`.

    A backend that lends the embedded one another scheme::

        import dataclasses
        from provisioner.spi.backend import BackendEntry
        from provisioner.spi.markers import hookimpl
        from provisioner_state_sqlite.backend import open_backend

        def open_here(context):
            return open_backend(dataclasses.replace(context, url=context.url.replace("here:", "sqlite:", 1)))

        @hookimpl
        def provisioner_backends():
            return [BackendEntry("here", open_here, shared=False)]
    """


@hookspec
def provisioner_secret_stores() -> Iterable[SecretStoreEntry]:  # type: ignore[empty-body]
    """Places where secrets are kept; chosen by the scheme of the project's `secrets.store`.

    A store in the memory of one run::

        from provisioner.spi.markers import hookimpl
        from provisioner.spi.secrets import SecretStoreEntry

        class Memory:
            def __init__(self):
                self.kept = {}

            def probe(self):
                pass

            def put(self, address, generation, secret):
                self.kept[address, generation] = secret

            def get(self, address, generation, identity):
                return self.kept.get((address, generation))

            def retire(self, address, generation):
                self.kept.pop((address, generation), None)

        @hookimpl
        def provisioner_secret_stores():
            return [SecretStoreEntry("memory", lambda context: Memory())]
    """


@hookspec
def provisioner_reports() -> Iterable[ReportEntry]:  # type: ignore[empty-body]
    """Formats of a plan; chosen by `--format NAME`.

    A format that only counts::

        from provisioner.spi.markers import hookimpl
        from provisioner.spi.report import ReportEntry

        @hookimpl
        def provisioner_reports():
            return [ReportEntry("count", "text/plain", lambda view: f"{len(view.accounts)} accounts\\n")]
    """


@hookspec
def provisioner_checks() -> Iterable[CheckEntry]:  # type: ignore[empty-body]
    """A firm's own rules about plans.

    A rule against deleting anything on a Friday::

        from provisioner.model.diagnostics import Diagnostic, Severity, Text
        from provisioner.model.plan import Action
        from provisioner.spi.check import CheckEntry
        from provisioner.spi.markers import hookimpl

        def not_on_friday(plan):
            for change in plan.changes():
                if change.action is Action.DELETE and plan.made_at.weekday() == 4:
                    text = Text("Nothing is deleted on a Friday.", hint="Apply it on Monday.")
                    yield Diagnostic("friday-delete", Severity.ERROR, text, address=change.address)

        @hookimpl
        def provisioner_checks():
            return [CheckEntry("friday-delete", not_on_friday)]
    """


@hookspec
def provisioner_commands() -> Iterable[CommandEntry]:  # type: ignore[empty-body]
    """Verbs of the command line.

    A verb that greets, in the language of whoever reads it::

        from provisioner.spi.command import CommandEntry
        from provisioner.spi.markers import hookimpl

        HELLO = {"en": "Hello", "nb": "Hei"}

        def greet(request):
            print(HELLO[request.language], *request.words)
            return 0

        @hookimpl
        def provisioner_commands():
            return [CommandEntry("greet", "Say hello.", answer=greet)]
    """


@hookspec
def provisioner_event(event: Event) -> None:
    """Told of everything that happens while something runs. What it raises is reported, and it is left out after that.

    An observer that counts what was applied::

        from provisioner.spi.events import EventKind
        from provisioner.spi.markers import hookimpl

        class Counter:
            applied = 0

            @hookimpl
            def provisioner_event(self, event):
                self.applied += event.kind is EventKind.APPLY_COMPLETE

        counter = Counter()  # register the object: `my-plugin = "my_plugin:counter"`
    """
