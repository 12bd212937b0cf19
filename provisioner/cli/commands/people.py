"""`provisioner people`: on whom something depends, what stops when they leave, and putting another in their place.

Promises: `replace` writes nothing but the owner's name at its own places, shows every change with --diff, and ends in a
plan like any other. Does not: change any account by itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from provisioner.cli import machine
from provisioner.cli.asked import asked, asked_options, begin, plan_or_apply
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import format_option
from provisioner.cli.rewriting import rewritten
from provisioner.cli.table import table
from provisioner.cli.words import Words
from provisioner.model.diagnostics import has_errors
from provisioner.runtime.planning.wish import PlanWish, RefreshMode

if TYPE_CHECKING:
    from provisioner.runtime.life.people import Tie, Ties
    from provisioner.runtime.life.people_replace import Replacement
    from provisioner.runtime.reading.editing import FileEdit


@click.group("people", cls=VerbGroup, short_help="What depends on whom: list, show, replace.")
def command() -> None:
    """What depends on whom: whose keys and activations stop when they leave."""


@command.command("list")
@format_option
@pass_invocation
def list_command(invocation: Invocation, format_: str) -> int:
    """List everybody on whom something depends."""
    from provisioner.runtime.life.people import clients_of, find_ties

    with invocation.workspace() as workspace:
        found = find_ties(workspace)
        words = invocation.words
    _warn(found, invocation)
    people: dict[str, list[Tie]] = {}
    for tie in found.ties:
        people.setdefault(tie.person, []).append(tie)
    if format_ == "json":
        documents: list[machine.Json] = [
            {
                "person": person,
                "keys": sum(tie.holds_secret for tie in ties),
                "others": sum(not tie.holds_secret for tie in ties),
                "clients": len(clients_of(ties)),
            }
            for person, ties in people.items()
        ]
        invocation.console.machine(machine.document({"people": documents}))
    elif people:
        rows = (
            (
                person,
                str(sum(tie.holds_secret for tie in ties)),
                str(sum(not tie.holds_secret for tie in ties)),
                str(len(clients_of(ties))),
            )
            for person, ties in people.items()
        )
        invocation.console.out(table(tuple(words("people-columns").split("|")), rows))
    else:
        invocation.console.out(words("people-none"))
    return 0


@command.command("show")
@click.argument("person", metavar="PERSON")
@format_option
@pass_invocation
def show_command(invocation: Invocation, person: str, format_: str) -> int:
    """Show what stops when PERSON leaves, and for how many clients."""
    from provisioner.runtime.life.people import clients_of, find_ties

    with invocation.workspace() as workspace:
        everything = find_ties(workspace)
        words = invocation.words
    _warn(everything, invocation)
    ties = [tie for tie in everything.ties if tie.person.casefold() == person.casefold()]
    clients = len(clients_of(ties))
    if format_ == "json":
        things: list[machine.Json] = [_document(tie) for tie in ties]
        invocation.console.machine(machine.document({"person": person, "clients": clients, "things": things}))
    elif ties:
        counted = ", ".join(f"{_count(ties, title)} × {title}" for title in dict.fromkeys(tie.title for tie in ties))
        everybody = len(clients_of(everything.ties))
        console = invocation.console
        said = words("people-stops", person=ties[0].person, things=counted, clients=clients, all=everybody)
        console.out(f"{said}\n\n")
        header = tuple(words("people-show-columns").split("|"))
        console.out(table(header, (_row(tie, words) for tie in ties)))
        if any(tie.wanted and tie.movable for tie in ties):
            console.err(words("people-then", person=ties[0].person))
    else:
        invocation.console.out(words("people-nothing", person=person))
    return 0


def _count(ties: Iterable[Tie], title: str) -> int:
    return sum(tie.title == title for tie in ties)


def _row(tie: Tie, words: Words) -> tuple[str, ...]:
    return (str(tie.address), tie.company, str(len(tie.clients)), words(f"people-{tie.standing.value}"), _place(tie))


def _place(tie: Tie) -> str:
    return f"{tie.source.file}:{tie.source.line}" if tie.source is not None else ""


def _document(tie: Tie) -> machine.Json:
    source = tie.source
    return {
        "address": str(tie.address),
        "company": tie.company,
        "standing": tie.standing.value,
        "key": tie.holds_secret,
        "clients": [ref.name for ref in tie.clients],
        "wanted": tie.wanted,
        "written": {"file": source.file, "line": source.line, "column": source.column} if source is not None else None,
    }


def _warn(found: Ties, invocation: Invocation) -> None:
    if has_errors(found.diagnostics):
        invocation.console.err(invocation.words("manifests-faulty"))


@command.command("replace")
@click.argument("before", metavar="PERSON")
@click.argument("after", metavar="NEW")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a manifest would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--reason", default="", metavar="TEXT", help="Why; stands in the plan.")
@asked_options
@pass_invocation
def replace_command(invocation: Invocation, before: str, after: str, check: bool, diff: bool, **options: Any) -> int:
    """Write NEW where the manifests say that PERSON owns a key, and plan what follows.

    An owner cannot be changed on a key that is there: each gets a successor, and the old one ends once the vendor has
    it. What stands where it cannot be rewritten is told with its line.
    """
    from provisioner.runtime import session
    from provisioner.runtime.life.people_replace import plan_wish, replace_person
    from provisioner.runtime.reading.editing import write

    choice = asked(options)
    if not (check or diff):
        begin(invocation, choice)
    with invocation.workspace() as workspace:
        found = replace_person(workspace, before, after)
        _tell(found, invocation)
        if check or diff:
            for edit in found.edits if diff else ():
                invocation.console.out("\n".join(difference(edit)))
            return ExitCode.ERROR if check and found.edits else ExitCode.OK
        if not found.addresses:
            write(workspace.root, found.edits)
            for edit in found.edits:
                invocation.console.err(invocation.words("people-written", file=edit.name))
            invocation.console.err(invocation.words("people-no-edit"))
            return ExitCode.ERROR if found.by_hand else ExitCode.OK
        wish = PlanWish(
            refresh=RefreshMode(options["refresh"]),
            now=options["now"],
            allow_deletes=options["allow_deletes"],
            note=options["reason"],
        )
        wish = plan_wish(workspace, found, wish)
        make = rewritten(
            workspace, found.edits, lambda: session.make_plan(workspace, wish), invocation, "people-written"
        )
        return plan_or_apply(workspace, make, invocation, choice)


def _tell(found: Replacement, invocation: Invocation) -> None:
    """What a person has to know or do besides."""
    from provisioner.runtime.life.people import Standing

    words = invocation.words
    for tie in found.by_hand:
        invocation.console.err(words("people-by-hand", address=tie.address, place=_place(tie)))
    for tie in found.kept:
        what = words("people-kept-old" if tie.standing is Standing.OLD else "people-kept-accepted")
        invocation.console.err(words("people-kept", address=tie.address, person=tie.person, what=what))


def difference(edit: FileEdit) -> list[str]:
    """As `diff -u` shows it."""
    before, after = edit.before.splitlines(), edit.after.splitlines()
    return list(difflib.unified_diff(before, after, f"a/{edit.name}", f"b/{edit.name}", lineterm=""))
