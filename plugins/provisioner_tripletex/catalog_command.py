"""`provisioner catalog`: the bundled catalogue, to look things up in.

Promises: results on standard output, everything else on standard error; usage errors and names that are not there end
with 1. What is not known is said to be unknown. Does not: read a project; a firm's own entries stand in its manifests.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

import click

from provisioner_tripletex.catalogue import Catalogue, IntegrationFacts, ReachedBy, as_manifest, bundled_catalogue

UNKNOWN: Final = "unknown"
_REACHED: Final = (
    (ReachedBy.KEY, "key, set-up unknown"),
    (ReachedBy.UNKNOWN, UNKNOWN),
    (ReachedBy.FILE_EXPORT, "none: file export"),
    (ReachedBy.BUILT_IN, "none: built in"),
    (ReachedBy.OTHER_SETTING, "none: a setting elsewhere"),
)

_format = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)


def catalog(words: Sequence[str]) -> int:
    """The verb `catalog`."""
    try:
        code = command.main(list(words), prog_name="provisioner catalog", standalone_mode=False)
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        if context is not None and type(error) is not click.UsageError:
            click.echo(context.get_usage(), err=True)
        click.echo(f"Error: {error.format_message()}", err=True)
        return 1
    except click.Abort:
        return 130
    return int(code or 0)


@click.group("catalog", context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
def command() -> None:
    """What is known about products that connect to Tripletex: how each is set up, its exact application name, whether
    its vendor takes an office key."""


@command.command("list")
@_format
def list_command(format_: str) -> int:
    """List every product, by id."""
    return _print(bundled_catalogue().entries.values(), format_)


@command.command("search", short_help="List the products that fit a text.")
@click.argument("text", nargs=-1, required=True)
@_format
def search_command(text: tuple[str, ...], format_: str) -> int:
    """List the products that fit TEXT, best first: part of a name, a vendor, a category."""
    catalogue = bundled_catalogue()
    wanted = " ".join(text)
    found = catalogue.search(wanted)
    if found:
        return _print(found, format_)
    if format_ == "json":
        _write(_json([]))
    click.echo(f"Nothing fits «{wanted}».{_suggestion(catalogue, wanted)}", err=True)
    return 1


@command.command("show", short_help="Show all that is known about one product.")
@click.argument("name", metavar="ID")
@_format
def show_command(name: str, format_: str) -> int:
    """Show all that is known about the product ID, and where it is known from."""
    catalogue = bundled_catalogue()
    facts = catalogue.find(name)
    if facts is None:
        click.echo(f"Error: There is no product with the id `{name}`.{_suggestion(catalogue, name)}", err=True)
        return 1
    if format_ == "json":
        _write(_json(as_manifest(facts)))
    else:
        _write("\n".join(f"{label + ':':<22} {value}" for label, value in _facts(facts)))
    return 0


def _suggestion(catalogue: Catalogue, name: str) -> str:
    near = ", ".join(f"`{facts.name}`" for facts in catalogue.suggest(name))
    return f" Did you mean {near}?" if near else " `provisioner catalog list` shows what there is."


def _print(found: Iterable[IntegrationFacts], format_: str) -> int:
    entries = list(found)
    if format_ == "json":
        _write(_json([as_manifest(facts) for facts in entries]))
        return 0
    rows = [("ID", "PRODUCT", "METHODS", "OFFICE KEY", "APPLICATION NAME"), *map(_row, entries)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        _write("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _row(facts: IntegrationFacts) -> tuple[str, ...]:
    return facts.name, facts.title, _methods(facts), facts.office_key.value, facts.application_name or "-"


def _methods(facts: IntegrationFacts) -> str:
    if facts.reached_by is None:
        return ", ".join(method.value for method in facts.methods or ())
    return dict(_REACHED)[facts.reached_by]


def _facts(facts: IntegrationFacts) -> Iterable[tuple[str, str]]:
    """Label and value; what can be unknown and is, says so; what has nothing to say is left out."""
    document = as_manifest(facts)
    document["methods"] = _methods(facts)
    needed = {"title", "vendor", "applicationName", "methods", "permissions", "officeKey", "ownerNeeds", "checked"}
    nothing_to_set_up = facts.methods == ()
    for label, value in document.items():
        if label in ("kind", "reachedBy"):
            continue
        if value is None or value == []:
            if label in needed and not nothing_to_set_up:
                yield label, UNKNOWN
            continue
        yield label, _text(value)


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _write(text: str) -> None:
    """A line of the result, in letters that the stream knows."""
    stream: TextIO = sys.stdout
    encoding = stream.encoding or "ascii"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding))
