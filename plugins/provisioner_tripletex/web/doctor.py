"""Whether the driver `web` can be used here, and what it lacks.

Promises: only looks; starts no browser. Does not: log in.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from provisioner.model.diagnostics import Diagnostic
from provisioner.spi.provider import ProviderContext
from provisioner_tripletex.settings import Settings
from provisioner_tripletex.web.browser import INSTALL, PROGRAMS
from provisioner_tripletex.web.driver import BROWSER
from provisioner_tripletex.web.login_state import FILE
from provisioner_tripletex.words import WORDS


def browser_findings(context: ProviderContext, settings: Settings) -> tuple[Diagnostic, ...]:
    """What is there, and what is missing with what to do about it."""
    if find_spec("playwright") is None:
        return (WORDS("doctor-no-browser", what="Playwright", how=INSTALL),)
    named = context.resolve(BROWSER)
    program = named.reveal() if named is not None else next(filter(shutil.which, PROGRAMS), "")
    if not program or shutil.which(program) is None:
        how = "Chromium, Chrome, Edge; PROVISIONER_BROWSER=FILE."
        return (WORDS("doctor-no-browser", what=program or "Chromium", how=how),)
    found = [WORDS("doctor-browser", program=Path(program).name)]
    directory = context.private_directory
    if settings.real and (directory is None or not (directory / FILE).is_file()):
        found.append(WORDS("doctor-no-login"))
    return tuple(found)
