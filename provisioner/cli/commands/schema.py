"""`provisioner schema`: the manifest language as JSON Schemas, for editors.

Promises: the provider's part is merged in, and nothing is fetched. Does not: check anything.
"""

from __future__ import annotations

from pathlib import Path

import click

from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.refusals import REFUSALS
from provisioner.model.errors import UsageError


@click.command("schema", cls=Verb, short_help="Print or write the manifests' JSON Schemas, for editors.")
@click.argument("kind", required=False, metavar="[KIND]")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write them into DIR instead: that of KIND, or each.",
)
@pass_invocation
def command(invocation: Invocation, kind: str | None, out: Path | None) -> int:
    """Print the JSON Schema of KIND (project, office, client, profile, clientset, integration), or of `manifest`, which
    is any of them.

    In it is all that an editor needs: the provider's part, the names of the catalogue's products, and the project's own
    entries, profiles and office keys. Without a project it is the provider's part alone.
    """
    from provisioner.runtime.files import find_project
    from provisioner.runtime.reading.editor import EditorSchemas

    try:
        find_project(invocation.start())
    except UsageError:
        schemas = EditorSchemas.without_project(invocation.language)
    else:
        with invocation.workspace() as workspace:
            schemas = EditorSchemas.of_project(workspace)
    if out is None:
        invocation.console.machine(schemas.text(kind or "manifest"))
        return 0
    try:
        written = schemas.write(out, (kind,) if kind is not None else ())
    except OSError as error:
        failure = REFUSALS("not-written", path=error.filename or out, error=error.strerror)
        raise UsageError.of(failure) from error
    for path in written:
        invocation.console.out(path.as_posix())
    return 0
