"""What the world did to us: exceptions, each with a hint and an exit code.

Promises: every one prints as one block and never holds a secret. Does not: stand for what the user wrote;
that is a Diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from provisioner.model.diagnostics import BOKMAL, ENGLISH, Diagnostic, Text


class ProvisionerError(Exception):
    """Something that stops the account or the run it concerns."""

    code = "failed"
    """Stable, as in diagnostics."""
    exit_code = 1
    """What the process ends with when nothing graver happened."""

    def __init__(self, summary: str, *, hint: str = "", detail: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.hint = hint
        self.detail = detail
        self.translations: tuple[tuple[str, Text], ...] = ()

    @classmethod
    def of(cls, said: Diagnostic) -> Self:
        """The error that says what a room's table of words says, in every language that stands there."""
        error = cls(said.text.summary, hint=said.text.hint, detail=said.text.detail)
        error.translations = said.translations
        return error

    @classmethod
    def saying(cls, other: ProvisionerError) -> Self:
        """Another kind of error that says the same."""
        error = cls(other.summary, hint=other.hint, detail=other.detail)
        error.translations = other.translations
        return error

    @property
    def both(self) -> tuple[str, str]:
        """The summary in English and in Norwegian bokmål, to be put into another text."""
        return self.summary, self.told_in(BOKMAL).summary

    def filled(self, **names: str) -> dict[str, str]:
        """Parts of what it says, for the words of another error: `filled(why="summary")` has the summary in English
        under `why`, and in Norwegian bokmål under `why_nb`."""
        english, norwegian = self.told_in(ENGLISH), self.told_in(BOKMAL)
        found = {name: str(getattr(english, part)) for name, part in names.items()}
        return found | {f"{name}_nb": str(getattr(norwegian, part)) for name, part in names.items()}

    def told_in(self, language: str) -> Text:
        """The words in `language`, or in English where there are none."""
        return dict(self.translations).get(language, Text(self.summary, self.detail, self.hint))


class UsageError(ProvisionerError):
    """The command line or the environment asks for what cannot be."""

    code = "usage"


class ManifestInvalid(ProvisionerError):
    """The manifests hold errors; they are all in `diagnostics`, and `closing` is what follows from them, where that
    is more than that they are to be mended."""

    code = "manifest-invalid"

    def __init__(self, diagnostics: Iterable[Diagnostic], closing: Diagnostic | None = None) -> None:
        super().__init__(closing.text.summary if closing is not None else "The manifests hold errors.")
        self.translations = closing.translations if closing is not None else ()
        self.diagnostics = tuple(diagnostics)
        self.closing = closing


class PluginBroken(ProvisionerError):
    """A plugin cannot be used; its name stands in the summary."""

    code = "plugin-broken"


class LeaseHeld(ProvisionerError):
    """Somebody else works on this account now."""

    code = "lease-held"
    exit_code = 4


class LeaseLost(ProvisionerError):
    """Our lease ended while we worked; nothing more may be written under it."""

    code = "lease-lost"
    exit_code = 4


class StaleState(ProvisionerError):
    """The state moved since the plan or the load."""

    code = "stale-state"
    exit_code = 5


class PlanRefused(ProvisionerError):
    """A saved plan cannot be trusted or no longer fits."""

    code = "plan-refused"
    exit_code = 5


class AnotherWorld(ProvisionerError):
    """The state is about another world than the one this command is meant for."""

    code = "another-world"
    exit_code = 5


class GuardTripped(ProvisionerError):
    """A rail of the project stops this plan."""

    code = "guard-tripped"
    exit_code = 3


class StateMissing(ProvisionerError):
    """There is no state where the project says it is."""

    code = "state-missing"
    exit_code = 6


class StateCorrupt(ProvisionerError):
    """The stored state breaks its own rules or cannot be read."""

    code = "state-corrupt"
    exit_code = 6


class StateTooNew(ProvisionerError):
    """The state was written by a newer version."""

    code = "state-too-new"
    exit_code = 6


class BackendFailed(ProvisionerError):
    """The state's storage failed or could not be reached."""

    code = "backend-failed"
    exit_code = 6


class SecretStoreFailed(ProvisionerError):
    """The secret store refused or could not be reached."""

    code = "secret-store-failed"


class ProviderFailed(ProvisionerError):
    """The provider's world refused, or could not be reached."""

    code = "provider-failed"

    def __init__(self, summary: str, *, hint: str = "", detail: str = "", retryable: bool = False) -> None:
        super().__init__(summary, hint=hint, detail=detail)
        self.retryable = retryable

    @classmethod
    def of(cls, said: Diagnostic, *, retryable: bool = False) -> Self:
        """As of every error; whether the same, asked again, may go well."""
        error = super().of(said)
        error.retryable = retryable
        return error


class OutcomeUnknown(ProviderFailed):
    """A call was sent and its answer never came: it may or may not have happened."""

    code = "outcome-unknown"


class Stopped(ProviderFailed):
    """The run was asked to stop while it waited for the provider's world: what was waited for was not sent."""

    code = "stopped-waiting"


class Interrupted(ProvisionerError):
    """The person or the platform asked us to stop; what was done is recorded."""

    code = "interrupted"
    exit_code = 130
