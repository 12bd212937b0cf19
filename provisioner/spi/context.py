"""What a provider is opened with.

Promises: values and functions only; nothing is connected to before it is asked for. Does not: open anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from provisioner.model.account import Identity
from provisioner.model.address import AccountRef
from provisioner.model.secrets import Sensitive
from provisioner.model.values import Attributes, Node
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.operator import Operator


@dataclass(frozen=True, slots=True)
class ProviderContext:
    """What a provider is opened with. Opening connects to nothing."""

    settings: Node
    """What stands under `provider: NAME:`."""
    endpoint: Callable[[], Endpoint]
    """Opens the project's endpoint on first use and returns the same one after; raises ProviderFailed."""
    operator: Operator | None
    """The person at hand, if there is one."""
    resolve: Callable[[str], Sensitive | None]
    """The secret behind a reference such as `env:NAME`; None where there is none. Raises UsageError for a reference
    that cannot be understood."""
    now: Callable[[], datetime]
    """The clock, in UTC."""
    language: str = "en"
    """Of the project: what people do is shown in it."""
    office: AccountRef = field(default_factory=AccountRef.office)
    """The office's account."""
    sleep: Callable[[float], object] | None = None
    """How to wait so many seconds where time is simulated; None: as long as it takes."""
    private_directory: Path | None = None
    """Where it may keep what belongs to this machine alone (`.provisioner/`); None: nowhere."""
    stopping: Callable[[], bool] | None = None
    """Whether the person asked the run to stop: what has been sent is finished, and no wait goes on. None: never."""
    waiting: Callable[[str, datetime], object] | None = None
    """Told what the run waits for, in the project's language and as a part of a line, and until when, so that whoever
    watches sees it; None: nobody watches."""
    office_identity: Callable[[], Identity | None] | None = None
    """Who the office's company is, once something of it was applied."""
    recorded: Callable[[str], Iterable[Attributes]] | None = None
    """What is on record of everything of one kind, in every account, as last committed; read without a lease."""
