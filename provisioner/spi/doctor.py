"""What a look at how things stand tells: a line for each thing that was looked at, whether it is in order or not.

Promises: a line that is not in order says what to do in its hint; nothing secret stands in one. Does not: look.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.diagnostics import Diagnostic, Severity


class Health(StrEnum):
    """How a thing stands."""

    OK = "ok"
    """In order."""
    NOTE = "note"
    """Nothing to judge: not used, or only worth knowing."""
    UNKNOWN = "unknown"
    """Nobody could tell, because of something that another line is about."""
    WARNING = "warning"
    """Works, and something should be done about it."""
    WRONG = "wrong"
    """Does not work."""


_GRAVE = {Severity.ERROR: Health.WRONG, Severity.WARNING: Health.WARNING}


@dataclass(frozen=True, slots=True)
class DoctorLine:
    """One thing that was looked at."""

    topic: str
    """What kind of thing, such as `clock`; lines of one topic stand together."""
    finding: Diagnostic
    """What was found. An error is wrong, a warning is a warning."""
    otherwise: Health = Health.OK
    """What it is where the finding is neither."""

    @property
    def health(self) -> Health:
        """How it stands."""
        return _GRAVE.get(self.finding.severity, self.otherwise)


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """How far the provider reaches."""

    level: str = ""
    """The provider's own word for it; empty where it could not be found out."""
    lines: tuple[DoctorLine, ...] = ()
    """What was looked at, in the order in which one thing rests on the next; what the next level would take comes
    last."""

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found, line by line."""
        return tuple(line.finding for line in self.lines)
