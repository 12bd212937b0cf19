"""`provisioner browser`: the log-in that the driver `web` works with.

Promises: a person logs in, in a window of their own, two-factor included; no password passes through here, and what the
browser remembers is kept encrypted. Does not: do anything in Tripletex.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from provisioner.model.errors import ProviderFailed, UsageError
from provisioner.spi.command import CommandRequest
from provisioner_tripletex.settings import PRODUCTION
from provisioner_tripletex.transport import HOSTS
from provisioner_tripletex.web.browser import Chromium, Opening
from provisioner_tripletex.web.labels import NORWEGIAN
from provisioner_tripletex.web.login_state import LoginState
from provisioner_tripletex.web.window import Window
from provisioner_tripletex.words import WORDS
from provisioner_tripletex.words.commands import spoken

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT_FILE: Final = "provisioner.yaml"
PRIVATE_DIRECTORY: Final = ".provisioner"
MINUTES: Final = 10
"""How long a person has to log in."""

Opener = Callable[[Opening], Chromium]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every word under `browser` needs."""

    request: CommandRequest
    """Where, and in which language."""
    opener: Opener
    """Opens a browser."""

    def at(self, named: Path | None) -> tuple[Path, Callable[..., str]]:
        """What is kept for the project of that directory, and what says sentences in its language. UsageError."""
        language = self.request.language if named is None else self.request.language_in(named)
        return _private(named if named is not None else self.request.directory), spoken(language)


def browser(request: CommandRequest, opener: Opener = Chromium) -> int:
    """The verb `browser`."""
    asked = Asked(request, opener)
    code = command.main(list(request.words), prog_name="provisioner browser", standalone_mode=False, obj=asked)
    return int(code or 0)


@click.group("browser", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The log-in that the driver `web` works with."""


_project = click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's directory, where it is not this one.",
)
_address = click.option("--address", default=PRODUCTION, show_default=True, help="Which Tripletex.")
_program = click.option("--browser", "program", default="", metavar="FILE", help="Which one; else one is found.")


@command.command("login")
@_project
@_address
@_program
@click.option("--minutes", default=MINUTES, show_default=True, type=click.IntRange(1, 60), help="How long to wait.")
@click.pass_obj
def login_command(asked: Asked, project: Path | None, address: str, program: str, minutes: int) -> int:
    """Open a window in which you log in to Tripletex, and keep that log-in, encrypted, for this project."""
    private, say = asked.at(project)
    state = LoginState(private)
    chromium = asked.opener(Opening(_known(address), program, headed=True))
    click.echo(say("log-in-there", address=address), err=True)
    try:
        name = chromium.do(lambda page: _wait(page, address, minutes))
        state.save(dict(chromium.state()))
    finally:
        chromium.close()
    click.echo(say("log-in-kept", name=name))
    return 0


def _wait(page: Page, address: str, minutes: int) -> str:
    """The name of the company that is open once somebody has logged in."""
    from playwright.sync_api import Error  # noqa: PLC0415  # the extra

    window = Window(page, address.rstrip("/"), NORWEGIAN)
    window.open()
    try:
        page.get_by_label(NORWEGIAN.company, exact=True).first.wait_for(timeout=minutes * 60_000)
    except Error:
        raise ProviderFailed.of(WORDS("nobody-logged-in")) from None
    return window.labelled(NORWEGIAN.company).partition(",")[0]


@command.command("check")
@_project
@_address
@_program
@click.pass_obj
def check_command(asked: Asked, project: Path | None, address: str, program: str) -> int:
    """Say whether the log-in that was kept still holds."""
    private, say = asked.at(project)
    kept = LoginState(private).load()
    if kept is None:
        raise ProviderFailed.of(WORDS("no-login-kept"))
    chromium = asked.opener(Opening(_known(address), program, state=kept))
    try:
        name = chromium.do(lambda page: _open_company(page, address))
    finally:
        chromium.close()
    if not name:
        raise ProviderFailed.of(WORDS("login-ended"))
    click.echo(say("log-in-holds", name=name))
    return 0


def _open_company(page: Page, address: str) -> str:
    window = Window(page, address.rstrip("/"), NORWEGIAN)
    window.open()
    return window.labelled(NORWEGIAN.company).partition(",")[0]


@command.command("logout")
@_project
@click.pass_obj
def logout_command(asked: Asked, project: Path | None) -> int:
    """Forget the log-in that was kept. Tripletex itself is not told."""
    private, say = asked.at(project)
    forgotten = LoginState(private).forget()
    click.echo(say("log-in-forgotten" if forgotten else "no-log-in"), err=not forgotten)
    return 0


def _private(project: Path) -> Path:
    start = project.resolve()
    found = next((place for place in (start, *start.parents) if (place / PROJECT_FILE).is_file()), None)
    if found is None:
        raise UsageError.of(WORDS("login-without-project", file=PROJECT_FILE))
    return found / PRIVATE_DIRECTORY


def _known(address: str) -> str:
    """The address, where a log-in may be kept for it."""
    host = address.removeprefix("https://").rstrip("/")
    loopback = address.startswith("http://127.0.0.1:")
    if not loopback and (address == host or host not in HOSTS):
        known, known_nb = (word.join(f"https://{name}" for name in HOSTS) for word in (" or ", " eller "))
        raise UsageError.of(WORDS("no-tripletex-address", address=address, known=known, known_nb=known_nb))
    return address.rstrip("/")
