"""Making a new project.

Promises: nothing that is already there is overwritten; the identity is readable by its owner alone and kept out of git.
Does not: know anything of a firm but what it is told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from provisioner.formats.schema_bundle import EVERYTHING
from provisioner.formats.yaml_style import restyle
from provisioner.model.account import organization_number_is_valid
from provisioner.model.errors import UsageError
from provisioner.runtime.files import PRIVATE_DIRECTORY, PROJECT_FILE
from provisioner.runtime.first_day import starter
from provisioner.runtime.platform import make_private_directory, write_durably
from provisioner.runtime.reading.editor import EditorSchemas
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.sealing import new_identity
from provisioner.runtime.workspace import OpenOptions, Workspace

IDENTITY_FILE = "identity.txt"

_PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: {name}
language: {language}
manifests: {manifests}
state: sqlite:.provisioner/state.db          # @one-machine@
secrets:
  recipients:
    {recipient}: {public_key}
provider:
  tripletex:
    endpoint: {endpoint}
    drivers: {drivers:<31}# @doctor-says@
guardrails: {{maxDeletes: {{count: 5, percent: 10}}}}
"""

_OFFICE = """\
kind: Office
name: {name}
displayName: {display_name}
organizationNumber: {number}
"""


@dataclass(frozen=True, slots=True)
class InitWish:
    """What a new project is made of."""

    directory: Path
    """Where; made if it is not there."""
    name: str
    """The firm's name, in small letters with hyphens."""
    display_name: str = ""
    """The firm's name as people know it; empty: `name`."""
    organization_number: str = ""
    """The office's; empty: the office is left to be written."""
    language: str = "en"
    """Of what people approve and do."""
    endpoint: str = "https://tripletex.no"
    """Which world."""
    recipient: str = "me"
    """Whose identity is made."""


@dataclass(frozen=True, slots=True)
class Scaffolded:
    """What was made."""

    written: tuple[Path, ...]
    """Files, in order."""
    kept: tuple[Path, ...]
    """Files that were there already and were left alone."""
    public_key: str
    """Keys are sealed to this."""
    identity: Path
    """And opened with this."""


def initialise(wish: InitWish) -> Scaffolded:
    """Makes the project. UsageError where there is one already, or the organisation number cannot be right. OSError."""
    root = wish.directory
    if (root / PROJECT_FILE).exists():
        raise UsageError.of(REFUSALS("project-there", file=PROJECT_FILE, directory=root))
    digits = "".join(wish.organization_number.split())
    if digits and not organization_number_is_valid(digits):
        raise UsageError.of(REFUSALS("no-organization-number", number=wish.organization_number))
    public_key, identity = new_identity()
    private = root / PRIVATE_DIRECTORY
    make_private_directory(private)
    identity_path = private / IDENTITY_FILE
    if identity_path.exists():
        raise UsageError.of(REFUSALS("identity-there", path=identity_path))
    # A .gitignore that was there is the firm's own and stays as it is, so the directory keeps itself out of git.
    write_durably(private / ".gitignore", b"*\n")
    write_durably(identity_path, identity.reveal().encode(), private=True)

    written, kept = [identity_path], []
    for name, text in _files(wish, digits, public_key).items():
        path = root / name
        if path.exists():
            kept.append(path)
        else:
            write_durably(path, text.encode())
            written.append(path)
    schema = root / starter.SCHEMA
    if schema.exists():
        kept.append(schema)
    else:
        written += _write_schema(root, wish.language)
    return Scaffolded(tuple(written), tuple(kept), public_key, identity_path)


def _files(wish: InitWish, digits: str, public_key: str) -> dict[str, str]:
    project = _PROJECT.format(
        name=wish.name,
        language=wish.language,
        manifests=json.dumps(starter.MANIFESTS),
        recipient=wish.recipient,
        public_key=public_key,
        endpoint=wish.endpoint,
        # The simulator lets everything be done by API; at Tripletex most firms begin without.
        drivers="[api, guided]" if wish.endpoint.startswith("simulator") else "[guided]",
    )
    number = " ".join((digits[:3], digits[3:6], digits[6:])) if digits else "000 000 000   # @write-yours@"
    display_name = json.dumps(wish.display_name or wish.name, ensure_ascii=False)
    office = _OFFICE.format(name=wish.name, display_name=display_name, number=number)
    if not digits:
        office = "".join(f"# {line}\n" for line in office.splitlines())
    manifests = {PROJECT_FILE: project, starter.OFFICE: office, "clients/example.yaml": starter.CLIENT}
    others = {
        ".gitignore": starter.GITIGNORE,
        ".gitattributes": starter.GITATTRIBUTES,
        ".vscode/settings.json": starter.editor_settings(),
        ".vscode/extensions.json": starter.editor_extensions(),
        ".github/workflows/provisioner.yml": starter.pipeline(),
        ".pre-commit-config.yaml": starter.PRE_COMMIT,
    }
    texts = {name: starter.spoken(text, wish.language) for name, text in {**manifests, **others}.items()}
    return {
        name: restyle(starter.modeline(name.count("/")) + text)[0] if name in manifests else text
        for name, text in texts.items()
    }


def _write_schema(root: Path, language: str) -> tuple[Path, ...]:
    with Workspace(OpenOptions(directory=root, language=language)) as workspace:
        schemas = EditorSchemas.of_project(workspace)
        return schemas.write(root / starter.SCHEMAS, (EVERYTHING,))
