"""`provisioner catalog`: the bundled catalogue, to look things up in.

Promises: results on standard output, everything else on standard error; usage errors and names that are not there end
with 1. What is not known is said to be unknown. Does not: read a project; a firm's own entries stand in its manifests.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TextIO

import click

from provisioner.model.errors import UsageError
from provisioner.spi.command import CommandRequest
from provisioner_tripletex.catalogue import Catalogue, IntegrationFacts, ReachedBy, as_manifest, bundled_catalogue
from provisioner_tripletex.words import WORDS
from provisioner_tripletex.words.commands import spoken

_REACHED: Final = (
    (ReachedBy.KEY, "by-key"),
    (ReachedBy.UNKNOWN, "unknown"),
    (ReachedBy.FILE_EXPORT, "by-file"),
    (ReachedBy.BUILT_IN, "built-in"),
    (ReachedBy.OTHER_SETTING, "elsewhere"),
)
Say = Callable[..., str]
FORMAT_VERSION: Final = "1.0"
"""Of what is printed for programs, as that of the house's own verbs."""

_format = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)


def catalog(request: CommandRequest) -> int:
    """The verb `catalog`."""
    say = spoken(request.language)
    code = command.main(list(request.words), prog_name="provisioner catalog", standalone_mode=False, obj=say)
    return int(code or 0)


@click.group("catalog", context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
def command() -> None:
    """What is known about products that connect to Tripletex: how each is set up, its exact application name, whether
    its vendor takes an office key."""


@command.command("list")
@_format
@click.pass_obj
def list_command(say: Say, format_: str) -> int:
    """List every product, by id."""
    return _print(bundled_catalogue().entries.values(), format_, say)


@command.command("search", short_help="List the products that fit a text.")
@click.argument("text", nargs=-1, required=True)
@_format
@click.pass_obj
def search_command(say: Say, text: tuple[str, ...], format_: str) -> int:
    """List the products that fit TEXT, best first: part of a name, a vendor, a category."""
    catalogue = bundled_catalogue()
    wanted = " ".join(text)
    found = catalogue.search(wanted)
    if found:
        return _print(found, format_, say)
    if format_ == "json":
        _write(_json({"integrations": []}))
    near = _near(catalogue, wanted)
    raise UsageError.of(WORDS("no-product-fits-but" if near else "no-product-fits", wanted=wanted, near=near))


@command.command("show", short_help="Show all that is known about one product.")
@click.argument("name", metavar="ID")
@_format
@click.pass_obj
def show_command(say: Say, name: str, format_: str) -> int:
    """Show all that is known about the product ID, and where it is known from."""
    catalogue = bundled_catalogue()
    facts = catalogue.find(name)
    if facts is None:
        near = _near(catalogue, name)
        raise UsageError.of(WORDS("no-product-but" if near else "no-product", name=name, near=near))
    if format_ == "json":
        _write(_json(as_manifest(facts)))
    else:
        _write("\n".join(f"{label + ':':<22} {value}" for label, value in _facts(facts, say)))
    return 0


def _near(catalogue: Catalogue, name: str) -> str:
    return ", ".join(f"`{facts.name}`" for facts in catalogue.suggest(name))


def _print(found: Iterable[IntegrationFacts], format_: str, say: Say) -> int:
    entries = list(found)
    if format_ == "json":
        _write(_json({"integrations": [as_manifest(facts) for facts in entries]}))
        return 0
    rows = [tuple(say("heads").split("|")), *(_row(facts, say) for facts in entries)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        _write("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _row(facts: IntegrationFacts, say: Say) -> tuple[str, ...]:
    office_key = say(facts.office_key.value)
    return facts.name, facts.title, _methods(facts, say), office_key, facts.application_name or "-"


def _methods(facts: IntegrationFacts, say: Say) -> str:
    if facts.reached_by is None:
        return ", ".join(method.value for method in facts.methods or ())
    return say(dict(_REACHED)[facts.reached_by])


def _facts(facts: IntegrationFacts, say: Say) -> Iterable[tuple[str, str]]:
    """Label and value, as a manifest has them; what can be unknown and is, says so; what has nothing to say is left
    out."""
    document = as_manifest(facts)
    document["methods"] = _methods(facts, say)
    needed = {"title", "vendor", "applicationName", "methods", "permissions", "officeKey", "ownerNeeds", "checked"}
    nothing_to_set_up = facts.methods == ()
    for label, value in document.items():
        if label in ("kind", "reachedBy"):
            continue
        if value is None or value == []:
            if label in needed and not nothing_to_set_up:
                yield label, say("unknown")
            continue
        yield label, say("unknown") if value == "unknown" else _text(value)


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _json(document: Mapping[str, object]) -> str:
    """As every verb prints it for programs: an object that begins with its version."""
    return json.dumps({"format_version": FORMAT_VERSION, **document}, ensure_ascii=False, indent=2)


def _write(text: str) -> None:
    """A line of the result, in letters that the stream knows."""
    stream: TextIO = sys.stdout
    encoding = stream.encoding or "ascii"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding))
