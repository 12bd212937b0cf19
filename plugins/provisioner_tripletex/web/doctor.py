"""Whether the driver `web` can be used here, and what it lacks.

Promises: only looks; starts no browser. Does not: log in.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec

from provisioner.model.diagnostics import Diagnostic
from provisioner.spi.provider import DoctorLine, Health, ProviderContext
from provisioner_tripletex.kinds import WEB
from provisioner_tripletex.settings import Settings
from provisioner_tripletex.web.browser import INSTALL, PROGRAMS
from provisioner_tripletex.web.driver import BROWSER
from provisioner_tripletex.web.login_state import FILE
from provisioner_tripletex.words import WORDS


def browser_lines(context: ProviderContext, settings: Settings) -> tuple[DoctorLine, ...]:
    """What is there, and what is missing with what to do about it; wrong only where the driver is wanted."""
    wanted = WEB in settings.drivers
    if find_spec("playwright") is None:
        return (_missing("Playwright", INSTALL, wanted),)
    named = context.resolve(BROWSER)
    program = named.reveal() if named is not None else next(filter(shutil.which, PROGRAMS), "")
    found = shutil.which(program) if program else None
    if found is None:
        how = "Chromium, Chrome, Edge; PROVISIONER_BROWSER=FILE."
        return (_missing(program or "Chromium", how, wanted),)
    if not wanted:
        return (DoctorLine("browser", WORDS("doctor-browser-unused", program=found), Health.NOTE),)
    there = DoctorLine("browser", WORDS("doctor-browser", program=found))
    return (there, DoctorLine("browser", _login(context))) if settings.real else (there,)


def _missing(what: str, how: str, wanted: bool) -> DoctorLine:
    code = "doctor-no-browser" if wanted else "doctor-no-browser-unused"
    return DoctorLine("browser", WORDS(code, what=what, how=how), Health.NOTE)


def _login(context: ProviderContext) -> Diagnostic:
    """Only that one is kept: whether it still holds a browser has to try."""
    directory = context.private_directory
    return WORDS("doctor-login" if directory is not None and (directory / FILE).is_file() else "doctor-no-login")
