"""Whether the driver `web` can be used here, and what it lacks.

Promises: only looks: a browser is asked for its version and opened by nobody. Does not: log in.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec

from provisioner.model.diagnostics import BOKMAL, Diagnostic
from provisioner.spi.provider import DoctorLine, Health, ProviderContext
from provisioner_tripletex.kinds import WEB
from provisioner_tripletex.settings import Settings
from provisioner_tripletex.web.browser import INSTALL, PLACES, PROGRAMS
from provisioner_tripletex.web.driver import BROWSER
from provisioner_tripletex.web.login_state import FILE
from provisioner_tripletex.web.version import version_of
from provisioner_tripletex.words import WORDS


def browser_lines(context: ProviderContext, settings: Settings) -> tuple[DoctorLine, ...]:
    """What is there, and what is missing with what to do about it; wrong only where the driver is wanted."""
    wanted = WEB in settings.drivers
    if find_spec("playwright") is None:
        return (_missing("Playwright", wanted, WORDS("doctor-get-extra", how=INSTALL)),)
    named = context.resolve(BROWSER)
    program = named.reveal() if named is not None else next(filter(shutil.which, (*PROGRAMS, *PLACES)), "")
    found = shutil.which(program) if program else None
    if found is None:
        return (_missing(program or "Chromium", wanted, WORDS("doctor-get-browser")),)
    there = DoctorLine("browser", _there(found, wanted), Health.OK if wanted else Health.NOTE)
    return (there, DoctorLine("browser", _login(context))) if wanted and settings.real else (there,)


def _there(program: str, wanted: bool) -> Diagnostic:
    """Which it is. One that does not say may not start either: libraries that it needs can be missing."""
    version = version_of(program)
    if wanted:
        code = "doctor-browser" if version else "doctor-browser-silent"
    else:
        code = "doctor-browser-unused" if version else "doctor-browser-silent-unused"
    return WORDS(code, program=program, version=version)


def _missing(what: str, wanted: bool, get: Diagnostic) -> DoctorLine:
    code = "doctor-no-browser" if wanted else "doctor-no-browser-unused"
    how = {"how": get.summary, "how_nb": get.told_in(BOKMAL).summary}
    return DoctorLine("browser", WORDS(code, what=what, **how), Health.NOTE)


def _login(context: ProviderContext) -> Diagnostic:
    """Only that one is kept: whether it still holds a browser has to try."""
    directory = context.private_directory
    return WORDS("doctor-login" if directory is not None and (directory / FILE).is_file() else "doctor-no-login")
