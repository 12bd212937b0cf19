"""How things stand with everything that a run rests on: the program, the state, secrets, and the provider's world.

Promises: only reads (a store is probed, which keeps nothing); whatever is wrong is a line among the others, and hides
none of them; nothing secret stands in one. ManifestInvalid alone is raised, for without a project there is nothing to
look at. Does not: change a setting, or say how the accounts stand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from provisioner import __version__
from provisioner.formats import plan_format, state_format
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import ManifestInvalid, ProvisionerError, StateMissing
from provisioner.runtime.first_day.examined_words import WORDS
from provisioner.runtime.guests.strangers import find_strangers
from provisioner.runtime.reading.editor import EditorSchemas
from provisioner.runtime.workspace import Workspace
from provisioner.spi.doctor import DoctorLine, DoctorReport, Health
from provisioner.spi.markers import PROJECT

_SCHEMA: Final = Path(".schemas") / "manifest.v1.json"
"""Where `init` writes the language for editors."""
_LANGUAGE: Final = "v1"


def examine(workspace: Workspace) -> DoctorReport:
    """Every line, the house's own first. ManifestInvalid where the project cannot be read."""
    _ = workspace.project
    own = (*_program(workspace), *_state(workspace), *_secrets(workspace))
    try:
        report = workspace.provider.doctor()
    except ManifestInvalid:
        raise
    except ProvisionerError as error:
        report = DoctorReport("", (DoctorLine("provider", _failed(error)),))
    return replace(report, lines=(*own, *report.lines))


def _failed(error: ProvisionerError) -> Diagnostic:
    return WORDS("doctor-failed", **error.filled(why="summary", detail="detail", hint="hint"))


def _program(workspace: Workspace) -> Iterator[DoctorLine]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield DoctorLine("program", WORDS("doctor-program", version=__version__, python=python))
    formats = {"language": _LANGUAGE, "state": state_format.VERSION, "plan": plan_format.VERSION}
    yield DoctorLine("formats", WORDS("doctor-formats", **formats))
    names = [_named(found.name, found.dist.version if found.dist else "") for found in find_strangers(PROJECT)]
    told = WORDS("doctor-strangers", names=", ".join(sorted(names))) if names else WORDS("doctor-plugins")
    yield DoctorLine("plugins", told)
    schema = workspace.root / _SCHEMA
    if schema.is_file():
        wanted = EditorSchemas.of_project(workspace).text().encode()
        code = "doctor-schema" if schema.read_bytes().replace(b"\r\n", b"\n") == wanted else "doctor-schema-old"
        command = f"provisioner schema manifest --out {_SCHEMA.parent.as_posix()}"
        yield DoctorLine("schema", WORDS(code, file=_SCHEMA.as_posix(), command=command))


def _named(name: str, version: str) -> str:
    return f"{name} {version}".strip()


def _state(workspace: Workspace) -> Iterator[DoctorLine]:
    try:
        accounts = len(workspace.backend().summaries())
    except StateMissing as missing:
        # A firm's first day: nothing is wrong yet.
        yield DoctorLine("state", WORDS("doctor-state-missing", why=missing.summary, hint=missing.hint))
    except ProvisionerError as error:
        yield DoctorLine("state", _failed(error))
    else:
        yield DoctorLine("state", WORDS("doctor-state", where=workspace.project.state, accounts=accounts))


def _secrets(workspace: Workspace) -> Iterator[DoctorLine]:
    recipients = workspace.project.secrets.recipients
    try:
        if recipients:
            workspace.sealer.probe()
            names = ", ".join(recipient.name for recipient in recipients)
            yield DoctorLine("recipients", WORDS("doctor-recipients", names=names))
        else:
            yield DoctorLine("recipients", WORDS("doctor-no-recipients"))
    except ProvisionerError as error:
        yield DoctorLine("recipients", _failed(error))
    try:
        store = workspace.store
        if store is None:
            yield DoctorLine("store", WORDS("doctor-no-store"), Health.NOTE)
        else:
            store.probe()
            yield DoctorLine("store", WORDS("doctor-store", where=workspace.project.secrets.store))
    except ProvisionerError as error:
        yield DoctorLine("store", _failed(error))
