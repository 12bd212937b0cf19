"""`provisioner import`: a filled-in workbook, a firm's own list of clients, or what stands in live accounts becomes
manifests and recorded answers.

Promises: with --dry-run or --diff nothing is written and nothing recorded; no file is replaced unasked. Only with
--live is any account looked at, and then only looked at.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.model.diagnostics import has_errors
from provisioner.model.errors import UsageError

if TYPE_CHECKING:
    from provisioner.cli.words import Words
    from provisioner.runtime.first_day.importing import Import
    from provisioner.runtime.reading.editing import FileEdit
    from provisioner.runtime.worklist.inventory import AttestedAccount
    from provisioner.runtime.workspace import Workspace


@click.command("import", cls=Verb, short_help="Make manifests of live accounts, a filled-in workbook or a list.")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The workbook of `inventory --out`, filled in, or of `status --xlsx`; or a list of clients: CSV or .xlsx.",
)
@click.option("--live", is_flag=True, help="Read the accounts themselves, as far as they can be read.")
@click.option(
    "--client",
    "clients",
    metavar="NAME",
    multiple=True,
    help="With --live: only this client, by its company's name or organisation number. Repeatable.",
)
@click.option("--out", "into", metavar="DIR", default="", help="Write below DIR of the project instead of its root.")
@click.option("--overwrite", is_flag=True, help="Files that are there may be replaced.")
@click.option("--dry-run", "dry", is_flag=True, help="Write nothing and record nothing; say what would be.")
@click.option("--diff", is_flag=True, help="The same, and show every line.")
@click.option("--by", metavar="NAME", help="Who says what stands in it, where it is not you.")
@format_option
@pass_invocation
def command(invocation: Invocation, dry: bool, diff: bool, format_: str, **said: Any) -> int:
    """Make manifests of what a firm said or what stands in its accounts, and record what is there.

    Clients that are not in the manifests yet get a file each, and profiles with what they share. What is there is taken
    over by the next apply, what is not there is made, and what nobody knew is listed by `provisioner work`.
    """
    from provisioner.runtime.first_day.importing import do_import

    with invocation.workspace() as workspace:
        words = invocation.words
        plan = _read(workspace, invocation, said)
        recorded = do_import(workspace, plan) if not (dry or diff) else ()
    show_diagnostics(plan.diagnostics, invocation)
    code = ExitCode.ERROR if has_errors(plan.diagnostics) else ExitCode.OK
    if format_ == "json":
        invocation.console.machine(machine.document(_document(plan, written=not (dry or diff))))
        return code
    if diff:
        for edit in plan.edits:
            invocation.console.out("\n".join(_difference(edit)))
    invocation.console.out("\n".join([*_told(plan, words, written=not (dry or diff)), *_ended(recorded, words)]))
    return code


def _read(workspace: Workspace, invocation: Invocation, said: dict[str, Any]) -> Import:
    """What comes of it. UsageError where it is not said what of, or two things are."""
    from provisioner.runtime.first_day.importing import ImportWish, Target, read_import

    file, live, clients = said["file"], said["live"], said["clients"]
    if (file is None) == (not live):
        raise UsageError.of(REFUSALS("import-of-what"))
    by, into = said["by"] or invocation.surroundings.user, _inside(workspace.root, said["into"])
    if live:
        from provisioner.runtime.first_day.living import LiveWish, read_live

        return read_live(workspace, LiveWish(by, clients, Target(into, said["overwrite"])))
    if clients:
        raise UsageError.of(REFUSALS("client-with-live"))
    return read_import(workspace, ImportWish(file, by, into, said["overwrite"]))


def _ended(recorded: tuple[AttestedAccount, ...], words: Words) -> list[str]:
    """What waited for a person and was said to be there."""
    closed = sum(len(account.closed) for account in recorded)
    lines = [words("import-closed", count=closed)] if closed else []
    for address, claimant in (each for account in recorded for each in account.in_hand):
        key = "import-in-hand" if claimant else "import-cut-off"
        lines.append(words(key, address=address, claimant=claimant))
    return lines


def _inside(root: Path, into: str) -> str:
    """The directory as a path below the root. UsageError where it is not there."""
    if not into:
        return ""
    try:
        return (root / into).resolve().relative_to(root).as_posix().removeprefix(".")
    except ValueError as error:
        raise UsageError.of(REFUSALS("directory-outside", path=into)) from error


def _told(plan: Import, words: Words, *, written: bool) -> list[str]:
    from provisioner.formats.survey.nouns import Answer

    counted = {answer.value.replace("-", "_"): plan.answers.get(answer, 0) for answer in Answer}
    lines = [words("import-wrote" if written else "import-would", files=len(plan.edits))]
    if plan.clients:
        lines.append(words("import-clients", clients=plan.clients, profiles=plan.profiles))
    if plan.things:
        lines.append(words("import-live", things=plan.things))
    if plan.known:
        lines.append(words("import-known", known=plan.known))
    if any(counted.values()):
        lines.append(words("import-answers", **counted))
    if counted["unknown"]:
        lines.append(words("import-look"))
    if written:
        lines.append(words("import-next"))
    return lines


def _document(plan: Import, *, written: bool) -> dict[str, machine.Json]:
    return {
        "written": written,
        "files": [{"file": edit.name, "new": not edit.before} for edit in plan.edits],
        "clients": plan.clients,
        "profiles": plan.profiles,
        "declared": plan.things,
        "known_clients": plan.known,
        "read_whole": [str(account) for account in sorted(plan.read_whole)],
        "answers": {answer.value: count for answer, count in sorted(plan.answers.items())},
        "recorded": {
            "there": [str(address) for address in plan.said.addresses],
            "not_there": [str(address) for address in plan.said.absent],
            "unknown": [str(address) for address in plan.said.unsure],
        },
    }


def _difference(edit: FileEdit) -> list[str]:
    """As `diff -u` shows it."""
    before = f"a/{edit.name}" if edit.before else "/dev/null"
    lines = difflib.unified_diff(
        edit.before.splitlines(), edit.after.splitlines(), before, f"b/{edit.name}", lineterm=""
    )
    return list(lines)
