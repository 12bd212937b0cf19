"""The browser as this run has it: opened when it is first needed, logged in, with evidence kept of what it did.

Promises: who logs in to Tripletex itself is a person, once, by `provisioner browser login`; what the browser remembers
of it is kept encrypted. A picture is taken with everything secret covered first, and kept readable by its owner alone.
Does not: know what is done on the screens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from provisioner.model.errors import ProviderFailed
from provisioner.spi.endpoint import Endpoint
from provisioner_tripletex.web import screens
from provisioner_tripletex.web.browser import Chromium, Opening
from provisioner_tripletex.web.labels import NORWEGIAN
from provisioner_tripletex.web.login_state import LoginState
from provisioner_tripletex.web.window import LoggedOut, ScreenUnexpected, Window
from provisioner_tripletex.words import WORDS

if TYPE_CHECKING:
    from provisioner_tripletex.web.bridge import Bridge

T = TypeVar("T")

EVIDENCE: Final = "evidence"
"""Directory of the pictures, in the project's private one."""
SCREEN_USER: Final = "screenUser"
SCREEN_PASSWORD: Final = "screenPassword"  # noqa: S105  # the name of a setting
LOG_IN: Final = "Run `provisioner browser login` and log in."


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What a session is opened with."""

    endpoint: Callable[[], Endpoint]
    """Opens the project's endpoint."""
    private_directory: Path | None
    """Where evidence and the log-in are kept; None: nowhere."""
    program: str = ""
    """The browser; empty: look for one."""
    headed: bool = False
    """Whether a person sees it."""


class Session:
    """One browser of one run. Safe to use from several threads: each waits its turn."""

    def __init__(self, options: SessionOptions) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._chromium: Chromium | None = None
        self._bridge: Bridge | None = None
        self._address = ""

    def do(self, what: Callable[[Window], T]) -> T:
        """The result of `what`, done on the screens, logged in. ProviderFailed where nobody is or can be."""
        chromium = self._opened()
        return chromium.do(lambda page: self._done(Window(page, self._address, NORWEGIAN, chromium.away), what))

    def _done(self, window: Window, what: Callable[[Window], T]) -> T:
        try:
            return what(self._ready(window))
        except LoggedOut:
            # Nothing was made: once more, logged in again. What is ended is then found ended.
            return what(self._ready(window))

    def _opened(self) -> Chromium:
        with self._lock:
            if self._chromium is None:
                self._chromium = self._open()
            return self._chromium

    def _open(self) -> Chromium:
        endpoint = self._options.endpoint()
        if endpoint.environment == "simulator":
            from provisioner_tripletex.web.bridge import Bridge  # noqa: PLC0415  # only a simulator needs the door

            self._bridge = Bridge(endpoint.transport)
            self._address, state = self._bridge.address, None
        else:
            self._address, state = endpoint.name.rstrip("/"), self._kept()
        return Chromium(Opening(self._address, self._options.program, self._options.headed, state))

    def _kept(self) -> dict[str, object]:
        directory = self._options.private_directory
        state = LoginState(directory).load() if directory is not None else None
        if state is None:
            raise ProviderFailed.of(WORDS("nobody-in-browser"))
        return state

    def _ready(self, window: Window) -> Window:
        # What stands from before says nothing: which company is open is the log-in's, and another window may have
        # changed it; a service may have brought a menu since; after a lost answer there is no page at all.
        window.open()
        if not screens.is_logged_in(window):
            self._log_in(window)
        return window

    def _log_in(self, window: Window) -> None:
        """A simulator brings a user of its own; to Tripletex a person logs in, for that asks for a code."""
        held = self._options.endpoint().credentials
        user, password = held.get(SCREEN_USER), held.get(SCREEN_PASSWORD)
        if user is None or password is None:
            raise ProviderFailed.of(WORDS("browser-login-ended"))
        window.open()
        try:
            screens.log_in(window, user.reveal(), password)
        except ScreenUnexpected as unexpected:
            raise ProviderFailed.of(WORDS("browser-not-in", seen=unexpected.seen, seen_nb=unexpected.seen_nb)) from None

    def keep_picture(self, window: Window, name: str) -> None:
        """Keeps a picture of the screen as evidence, with what is secret covered. What is done stays done without."""
        if self._options.private_directory is None:
            return
        labels = window.labels
        try:
            data = window.picture(labels.user_key)
            directory = self._options.private_directory / EVIDENCE
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = directory / f"{name}.png"
            path.touch(mode=0o600)
            path.write_bytes(data)
        except Exception:  # noqa: BLE001  # a key may be in hand: nothing about a picture may lose it
            return

    def close(self) -> None:
        """Ends the browser and closes the door."""
        with self._lock:
            chromium, bridge = self._chromium, self._bridge
            self._chromium = self._bridge = None
        if chromium is not None:
            chromium.close()
        if bridge is not None:
            bridge.close()
