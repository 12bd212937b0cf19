"""`provisioner init`: begins a project.

Promises: writes nothing over anything. Does not: ask.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click

from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.words import Words
from provisioner.model.diagnostics import BOKMAL, ENGLISH
from provisioner.model.errors import UsageError

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@click.command("init", cls=Verb, short_help="Begin a project in a directory.")
@click.argument("where", required=False, type=click.Path(file_okay=False, path_type=Path), metavar="[DIRECTORY]")
@click.option("--name", metavar="NAME", help="The firm, in small letters with hyphens; else the directory's name.")
@click.option("--office-name", default="", metavar="NAME", help="The firm's name as people know it.")
@click.option("--organization-number", default="", metavar="NUMBER", help="The firm's own, nine digits.")
@click.option(
    "--language",
    type=click.Choice([ENGLISH, BOKMAL]),
    help="Of what people approve and do; --lang, else English.",
)
@pass_invocation
def command(
    invocation: Invocation,
    where: Path | None,
    name: str | None,
    office_name: str,
    organization_number: str,
    language: str | None,
) -> int:
    """Begin a project in DIRECTORY, or here: a project file, an office, an identity that opens its keys, and what the
    editor, the pipeline and pre-commit want.

    --endpoint is written into the project; without it that is Tripletex itself.
    """
    from provisioner.runtime.first_day.scaffold import InitWish, initialise

    root = invocation.start(where)
    spoken = language or invocation.language
    invocation.speak(spoken)
    firm = name or _firm_name(office_name or root.resolve().name)
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", firm):
        raise UsageError.of(REFUSALS("no-project-name", name=firm))
    wish = InitWish(
        directory=root,
        name=firm,
        display_name=office_name,
        organization_number=organization_number,
        language=spoken,
    )
    if invocation.options.endpoint is not None:
        wish = replace(wish, endpoint=invocation.options.endpoint)
    try:
        made = initialise(wish)
    except OSError as error:
        where = error.filename or root
        why = error.strerror or type(error).__name__
        raise UsageError.of(REFUSALS("not-written", path=where, error=why)) from error
    words = Words(spoken)
    for path in made.written:
        invocation.console.out(words("init-written", file=_shown(path)))
    for path in made.kept:
        invocation.console.err(words("init-kept", file=_shown(path)))
    invocation.console.err(words("init-key", key=made.public_key))
    invocation.console.err(words("init-identity", file=_shown(made.identity)))
    following = "provisioner validate" + (f" {_shown(root)}" if root != Path() else "")
    invocation.console.err(words("init-next", command=following))
    return 0


def _firm_name(text: str) -> str:
    """The text as a name: small letters and digits, everything else a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LETTERS)).strip("-")


def _shown(path: Path) -> str:
    """As a person would type it."""
    return path.as_posix()
