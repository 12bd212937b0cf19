"""The manifest language as files for an editor: with the provider's part, and with what this firm calls things.

Promises: works offline, without a project and with a broken one (then only what the provider brings is offered).
Does not: check a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from provisioner.formats import schema_bundle
from provisioner.formats.schema_bundle import EVERYTHING, SUFFIX, Names, as_text, bundle
from provisioner.formats.schema_check import PROVIDER
from provisioner.model.diagnostics import ENGLISH
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.manifest import Manifests
from provisioner.runtime.guests.plugins import load_guests
from provisioner.runtime.platform import write_durably
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.language import ManifestLanguage, any_mapping
from provisioner_schemas import documents


class EditorSchemas:
    """The language as one schema a kind of document."""

    def __init__(self, language: ManifestLanguage, manifests: Manifests | None = None, spoken: str = ENGLISH) -> None:
        self._resources: Mapping[str, Mapping[str, object]] = {**documents(), PROVIDER: language.schema}
        office = manifests.office if manifests is not None else None
        self._names = Names(
            integrations=tuple(language.known(manifests.integrations if manifests is not None else (), spoken)),
            profiles=tuple(profile.name for profile in manifests.profiles) if manifests is not None else (),
            office_keys=tuple(key.name for key in office.office_keys) if office is not None else (),
        )

    @classmethod
    def of_project(cls, workspace: Workspace) -> EditorSchemas:
        """With the names that the project's manifests give."""
        try:
            return cls(workspace.manifest_language, prepare(workspace).manifests, workspace.language)
        except (ManifestInvalid, UsageError):  # whoever mends it wants an editor that helps
            return cls.without_project(workspace.options.language or ENGLISH)

    @classmethod
    def without_project(cls, spoken: str = ENGLISH) -> EditorSchemas:
        """With the only provider there is; where there are several, with none."""
        entries = list(load_guests().registry.providers.values())
        return cls(entries[0].language() if len(entries) == 1 else any_mapping(), spoken=spoken)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What there is a schema of."""
        return (EVERYTHING, *sorted(schema_bundle.kinds(self._resources)))

    def text(self, kind: str = EVERYTHING) -> str:
        """The schema of a kind, however its letters are written; UsageError where there is none."""
        meant = {known.lower(): known for known in self.kinds}.get(kind.lower())
        if meant is None:
            raise UsageError.of(REFUSALS("no-kind", kind=kind, known=", ".join(self.kinds).lower()))
        return as_text(bundle(self._resources, meant, self._names))

    def write(self, directory: Path, kinds: tuple[str, ...] = ()) -> tuple[Path, ...]:
        """Writes `kinds`, or every one, into `directory`; the files. OSError."""
        texts = {kind: self.text(kind) for kind in kinds or self.kinds}
        written = []
        for kind, text in texts.items():
            path = directory / file_name(kind)
            if not path.is_file() or path.read_bytes() != text.encode():
                write_durably(path, text.encode())
            written.append(path)
        return tuple(written)


def file_name(kind: str) -> str:
    """What the file of a kind's schema is called."""
    return kind.lower() + SUFFIX
