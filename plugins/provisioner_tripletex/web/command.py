"""`provisioner browser`: the log-in that the driver `web` works with.

Promises: a person logs in, in a window of their own, two-factor included; no password passes through here, and what the
browser remembers is kept encrypted. Does not: do anything in Tripletex.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from provisioner.model.errors import ProviderFailed, ProvisionerError, UsageError
from provisioner_tripletex.settings import PRODUCTION
from provisioner_tripletex.transport import HOSTS
from provisioner_tripletex.web.browser import Chromium, Opening
from provisioner_tripletex.web.labels import NORWEGIAN
from provisioner_tripletex.web.login_state import LoginState
from provisioner_tripletex.web.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT_FILE: Final = "provisioner.yaml"
PRIVATE_DIRECTORY: Final = ".provisioner"
MINUTES: Final = 10
"""How long a person has to log in."""

Opener = Callable[[Opening], Chromium]


def browser(words: Sequence[str], opener: Opener = Chromium) -> int:
    """The verb `browser`."""
    try:
        code = command.main(list(words), prog_name="provisioner browser", standalone_mode=False, obj=opener)
    except ProvisionerError as error:
        click.echo(f"Error: {error.summary}", err=True)
        if error.hint:
            click.echo(f"  Hint: {error.hint}", err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(f"Error: {error.format_message()}", err=True)
        return 1
    except click.Abort:
        return 130
    return int(code or 0)


@click.group("browser", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The log-in that the driver `web` works with."""


_project = click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
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
def login_command(opener: Opener, project: Path, address: str, program: str, minutes: int) -> int:
    """Open a window in which you log in to Tripletex, and keep that log-in, encrypted, for this project."""
    state = LoginState(_private(project))
    chromium = opener(Opening(_known(address), program, headed=True))
    click.echo(f"Log in to {address} in the window that opens. It closes by itself.", err=True)
    try:
        name = chromium.do(lambda page: _wait(page, address, minutes))
        state.save(dict(chromium.state()))
    finally:
        chromium.close()
    click.echo(f"Logged in; {name} is open. The log-in is kept for this project, and opens for you alone.")
    return 0


def _wait(page: Page, address: str, minutes: int) -> str:
    """The name of the company that is open once somebody has logged in."""
    from playwright.sync_api import Error  # noqa: PLC0415  # the extra

    window = Window(page, address.rstrip("/"), NORWEGIAN)
    window.open()
    try:
        page.get_by_label(NORWEGIAN.company, exact=True).first.wait_for(timeout=minutes * 60_000)
    except Error:
        raise ProviderFailed("Nobody logged in.", hint="Run it again. Nothing was kept.") from None
    return window.labelled(NORWEGIAN.company).partition(",")[0]


@command.command("check")
@_project
@_address
@_program
@click.pass_obj
def check_command(opener: Opener, project: Path, address: str, program: str) -> int:
    """Say whether the log-in that was kept still holds."""
    kept = LoginState(_private(project)).load()
    if kept is None:
        raise ProviderFailed("Nobody is logged in here.", hint="Run `provisioner browser login`.")
    chromium = opener(Opening(_known(address), program, state=kept))
    try:
        name = chromium.do(lambda page: _open_company(page, address))
    finally:
        chromium.close()
    if not name:
        raise ProviderFailed("The log-in has ended.", hint="Run `provisioner browser login`.")
    click.echo(f"Logged in; {name} is open.")
    return 0


def _open_company(page: Page, address: str) -> str:
    window = Window(page, address.rstrip("/"), NORWEGIAN)
    window.open()
    return window.labelled(NORWEGIAN.company).partition(",")[0]


@command.command("logout")
@_project
def logout_command(project: Path) -> int:
    """Forget the log-in that was kept. Tripletex itself is not told."""
    forgotten = LoginState(_private(project)).forget()
    click.echo("Forgotten." if forgotten else "Nobody was logged in here.", err=not forgotten)
    return 0


def _private(project: Path) -> Path:
    start = project.resolve()
    found = next((place for place in (start, *start.parents) if (place / PROJECT_FILE).is_file()), None)
    if found is None:
        raise UsageError(f"There is no {PROJECT_FILE} here or above.", hint="Say where it is: --project DIR.")
    return found / PRIVATE_DIRECTORY


def _known(address: str) -> str:
    """The address, where a log-in may be kept for it."""
    host = address.removeprefix("https://").rstrip("/")
    loopback = address.startswith("http://127.0.0.1:")
    if not loopback and (address == host or host not in HOSTS):
        known = " or ".join(f"https://{name}" for name in HOSTS)
        raise UsageError(f"{address} is not an address of Tripletex.", hint=f"Write {known}.")
    return address.rstrip("/")
