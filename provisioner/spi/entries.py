"""Entries: how a guest introduces what it brings.

Promises: light, for every command meets the entries of every guest and opens one or two of them. Each port's module
hands on its own entry, so that `from provisioner.spi.provider import ProviderEntry` is as good as from here; a guest
whose introduction should import no whole port takes them from here. Does not: open anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from provisioner.spi.language import ManifestLanguage, any_mapping

if TYPE_CHECKING:
    from pathlib import Path

    from provisioner.model.address import AccountRef
    from provisioner.model.diagnostics import Diagnostic
    from provisioner.model.plan import Change, Plan
    from provisioner.model.plan_view import PlanView
    from provisioner.spi.backend import Backend, BackendContext
    from provisioner.spi.endpoint import Endpoint, EndpointRequest
    from provisioner.spi.operator import Operator, OperatorRequest
    from provisioner.spi.provider import Provider, ProviderContext
    from provisioner.spi.rehearsal import RehearsalRequest, Stage
    from provisioner.spi.secrets import SecretStore, SecretStoreContext


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """A guest's provider, chosen by the one key under the project's `provider:`."""

    name: str
    """That key."""
    open: Callable[[ProviderContext], Provider]
    """Opens it."""
    language: Callable[[], ManifestLanguage] = any_mapping
    """Its part of the manifest language, asked for before any project was understood. Pure."""


@dataclass(frozen=True, slots=True)
class EndpointEntry:
    """A guest's kind of endpoint."""

    scheme: str
    """The setting, or the part of it before `:`, that it answers to: `simulator`, `simulator+http`, `https`."""
    open: Callable[[EndpointRequest], Endpoint]
    """Opens it; raises ProviderFailed where it cannot be reached."""
    ephemeral: bool = False
    """Whether its world may be thrown away at any time, so that a missing state is a fresh start and no loss."""
    world: str = ""
    """What all its addresses have in common: a state made in one world is never planned against another. Empty: each
    address is a world of its own."""
    rehearse: Callable[[RehearsalRequest], Stage] | None = None
    """Makes worlds in memory that fit manifests, for `provisioner simulate`; None where it cannot."""


@dataclass(frozen=True, slots=True)
class OperatorEntry:
    """A guest's operator, chosen by `--operator NAME`."""

    name: str
    """What to write after `--operator`."""
    open: Callable[[OperatorRequest], Operator]
    """Opens it."""


@dataclass(frozen=True, slots=True)
class BackendEntry:
    """A guest's backend."""

    scheme: str
    """What stands before the first `:` of the URL."""
    open: Callable[[BackendContext], Backend]
    """Opens it: StateMissing, StateCorrupt, StateTooNew, BackendFailed."""
    shared: bool
    """Whether several machines can use it; one that cannot is refused in a pipeline unless the project says
    `singleMachine: true`."""


@dataclass(frozen=True, slots=True)
class SecretStoreEntry:
    """A guest's secret store."""

    scheme: str
    """What stands before the first `:` of the URL."""
    open: Callable[[SecretStoreContext], SecretStore]
    """Opens it."""
    to_recipients: bool = False
    """Whether it encrypts to the project's recipients itself, so that a new one is let in by putting again."""
    place: Callable[[str], str] = str
    """What the URL says of where secrets lie, and nothing of how one logs in: two URLs with one place are one store,
    and what was kept through the one is found through the other. Pure; UsageError for what is no such URL."""


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A guest's format, chosen by `--format NAME`."""

    format: str
    """Its name."""
    media_type: str
    """What the text is, such as `text/html`."""
    render: Callable[[PlanView], str]
    """The text. It never writes, and never holds a secret, for the view holds none."""


Crowded: TypeAlias = "Sequence[tuple[Change, Sequence[AccountRef]]]"
"""Changes of a plan, each with accounts that the plan does not hold and in which the same is done."""


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A guest's rule."""

    code: str
    """The code of the diagnostics it makes."""
    check: Callable[[Plan], Iterable[Diagnostic]]
    """What is wrong with the plan; an error keeps the account it concerns from being applied."""
    among: Callable[[Plan, Crowded], Iterable[Diagnostic]] | None = None
    """The same of a plan that holds only some accounts, together with others in which the same is done as in those.
    Where it says something of one of those, the plan is made whole. None: only a whole plan will do."""


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """What a verb is asked to do. It grows by fields."""

    words: Sequence[str]
    """The words after the verb, `--help` among them. `--lang` is the house's in every place, and is not among them."""
    language: str
    """Of what is said to people: as `--lang` says, else as the project does that is found from `directory` upward,
    else `en`."""
    directory: Path
    """Where to look for the project, and upward from there: as `-C` before the verb says, else where the process
    stands."""
    language_in: Callable[[Path], str]
    """The same for a project that is found from another directory, for a verb that lets one be named; what is raised
    after that is told in it too."""


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A guest's verb. ValueError where it can neither `run` nor `answer`.

    Results go to standard output, everything else to standard error; a ProvisionerError that it raises is told by the
    house, in the language of the moment. Import what it needs inside.
    """

    name: str
    """What to write after `provisioner`."""
    summary: str
    """One line for `--help`."""
    run: Callable[[Sequence[str]], int] | None = None
    """For a verb that speaks to nobody: given the words after it (`--help` and `--lang` among them), does it and
    returns the exit code."""
    answer: Callable[[CommandRequest], int] | None = None
    """Does it and returns the exit code. Where it is there, `run` is not asked."""

    def __post_init__(self) -> None:
        if self.run is None and self.answer is None:
            raise ValueError(f"the command `{self.name}` can neither `run` nor `answer`")
