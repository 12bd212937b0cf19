"""`provisioner work`: what waits for a person.

Promises: a key is read from a hidden prompt or from standard input, never from the command line, where others could
see it. Does not: do the work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from provisioner.cli import exit_codes, machine, sheets
from provisioner.cli.answering import SaidOfWork, find_item, refuse_half, secret_of, tell, tell_all
from provisioner.cli.comparing import compare_command, compare_options, with_text
from provisioner.cli.failures import failed
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.operator import ConsoleOperator
from provisioner.cli.options import answer_option, format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.words import told
from provisioner.model.errors import ProvisionerError, UsageError
from provisioner.model.work import AnswerKind
from provisioner.reports.plain import utc
from provisioner.spi.operator import Answer, Question

if TYPE_CHECKING:
    from provisioner.cli.words import Words
    from provisioner.runtime.worklist.items import OpenWork
    from provisioner.runtime.workspace import Workspace

_ONE_WORD = re.compile(r"[\w.@+-]+")
"""What a shell takes as it stands."""
_NOTHING = {
    "begin": ("work-nothing-to-begin", "work-nothing-to-begin-hint"),
    "answer": ("work-nothing-to-answer", "work-nothing-to-answer-hint"),
    "release": ("work-nothing-to-release", "work-nothing-to-release-hint"),
}
"""What is said where nothing on a list is theirs, by what they would do with it."""
_by = click.option("--by", metavar="NAME", help="Who does it, where it is not you.")
_ids = click.argument("work_ids", metavar="ID...", nargs=-1, required=True)
_together = click.option("--together", is_flag=True, help="And all that is done in one go with it, on one tick list.")


@click.group("work", cls=VerbGroup, invoke_without_command=True, short_help="What waits for a person.")
@click.option("--open", "open_", is_flag=True, help="Open it as a page, to have beside Tripletex.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, metavar="N", help="With --open: which; else any.")
@click.option("--by", metavar="NAME", help="With --open: who works, where it is not you.")
@format_option
@click.pass_context
def command(context: click.Context, open_: bool, port: int, by: str | None, format_: str) -> int | None:
    """What waits for a person. Without a word it lists it; with --open it is a page on this machine."""
    told_how = context.get_parameter_source("format_") is not click.core.ParameterSource.DEFAULT
    if context.invoked_subcommand is not None:
        if open_ or port or by or told_how:
            raise UsageError.of(REFUSALS("work-options"))
        return None
    if open_ and told_how:
        raise UsageError.of(REFUSALS("open-alone"))
    if open_:
        invocation = context.find_object(Invocation)
        assert invocation is not None, "main hands it in"
        return _open_page(invocation, port, by or invocation.surroundings.user)
    listed: int = context.invoke(list_command, format_=format_)
    return listed


def _open_page(invocation: Invocation, port: int, reader: str) -> int:
    """Serves the page until the person closes it or presses Ctrl-C."""
    from provisioner.runtime.worklist.desk import WorkDesk
    from provisioner.runtime.worklist.loopback import Loopback

    console = invocation.console
    with invocation.workspace() as workspace:
        try:
            server = Loopback(port)
        except OSError as error:
            raise UsageError.of(REFUSALS("port-taken", port=port, error=error.strerror)) from error
        desk = WorkDesk(workspace, reader, server.address)
        try:
            console.out(desk.one_time_address)
            console.err(invocation.words("work-page-open"))
            if console.keyboard.is_there:
                import webbrowser

                webbrowser.open(desk.one_time_address)
            with console.person():  # a person at the page is no work that takes long
                server.serve(desk.answer, lambda: desk.closed)
        except KeyboardInterrupt:
            console.err("")
        finally:
            server.close()
    return 0


@command.command("list")
@format_option
@pass_invocation
def list_command(invocation: Invocation, format_: str) -> int:
    """List what waits for a person: work to be done, and things that somebody must look at and tell."""
    from provisioner.cli.looking import look_document, look_lines
    from provisioner.runtime.worklist.inventory import list_to_look
    from provisioner.runtime.worklist.items import list_work

    with invocation.workspace() as workspace:
        found = sheets.in_order(list_work(workspace))
        to_look = list_to_look(workspace)
        words = invocation.words
    if format_ == "json":
        documents = [*map(_document, found), *(look_document(one, words) for one in to_look)]
        invocation.console.machine(machine.document({"items": documents}))
    elif found or to_look:
        lines = [*sheets.list_lines(found, words, invocation.console.width)]
        lines += [*([""] if lines and to_look else []), *look_lines(to_look, words, invocation.console.width)]
        invocation.console.out("\n".join(lines))
        if any(open_work.was_cut_off for open_work in found):
            invocation.console.err(words("work-cut-off-explained", mark=words("work-cut-off")))
    else:
        invocation.console.out(invocation.words("no-work"))
    return 0


def _document(found: OpenWork) -> machine.Json:
    return {
        "since": utc(found.since),
        "phase": found.phase.value,
        "claimant": found.claimant or None,
        "group": found.item.group or None,
        "item": machine.noun(found.shown),
    }


@command.command("start")
@_ids
@_together
@_by
@format_option
@pass_invocation
def start_command(
    invocation: Invocation, work_ids: tuple[str, ...], together: bool, by: str | None, format_: str
) -> int:
    """Take the work ID on, so that nobody else does it too, and show what to do. Several IDs are taken on at once."""
    from provisioner.runtime.worklist.items import start_together, start_work

    claimant = by or invocation.surroundings.user
    with invocation.workspace() as workspace:
        if len(work_ids) == 1 and not together:
            started = start_work(workspace, work_ids[0], claimant)
            _show([started], format_, invocation)
            _say_taken([started], claimant, invocation)
            return 0
        chosen = _chosen(workspace, work_ids, _Whose(claimant, "begin"), invocation) if together else work_ids
        taken = start_together(workspace, tuple(dict.fromkeys(chosen)), claimant)
    works = sheets.in_order(each.work for each in taken if each.work is not None)
    if works or format_ == "json":
        _show(works, format_, invocation)
    codes = [failed(each.problem, invocation) for each in taken if each.problem is not None]
    for part in sheets.pieces(works):
        _say_taken(part, claimant, invocation)
    return exit_codes.gravest(codes)


def _say_taken(part: list[OpenWork], claimant: str, invocation: Invocation) -> None:
    """That it is theirs, and what they say when it is done, such that it can be copied as it stands."""
    words, item = invocation.words, part[0].item
    parts = ["provisioner work complete", item.id, *(["--together"] if len(part) > 1 else []), "--done"]
    if claimant != invocation.surroundings.user:
        parts += ["--by", claimant if _ONE_WORD.fullmatch(claimant) else f'"{claimant}"']
    known = {"claimant": claimant, "command": " ".join(parts)}
    if len(part) > 1:
        invocation.console.err(words("work-started-together", count=len(part), **known))
    else:
        invocation.console.err(words("work-started", **known))
    if item.compares:
        invocation.console.err(words("work-started-text"))


def _show(works: list[OpenWork], format_: str, invocation: Invocation) -> None:
    if format_ == "json":
        invocation.console.machine(machine.document({"items": [_document(work) for work in works]}))
        return
    width = invocation.console.width
    parts = ("\n".join(sheets.piece_lines(part, invocation.words, width)) for part in sheets.pieces(works))
    invocation.console.out("\n\n".join(parts))


@dataclass(frozen=True, slots=True)
class _Whose:
    """Of a whole group, what `name` may answer for."""

    name: str
    """Who does it."""
    does: str = "answer"
    """What they do with it. Where they `begin`, it is also what nobody has taken on."""

    @property
    def starts(self) -> bool:
        """Whether they begin."""
        return self.does == "begin"

    def left(self, found: OpenWork, words: Words) -> str:
        """Why it is not theirs; empty where it is."""
        known = {"id": found.item.id, "what": found.item.group_line or str(found.item.address)}
        if found.was_cut_off:
            return words("work-left-cut-off", **known)
        if found.claimant == self.name or (self.starts and not found.claimant):
            return ""
        return (
            words("work-left", claimant=found.claimant, **known)
            if found.claimant
            else words("work-left-untaken", **known)
        )


def _chosen(workspace: Workspace, work_ids: tuple[str, ...], whose: _Whose, invocation: Invocation) -> tuple[str, ...]:
    """The ids, and those of all that is done in one go with them and is theirs; what is left is told."""
    from provisioner.runtime.worklist.items import done_together, list_work

    found = tuple(sheets.in_order(list_work(workspace)))
    chosen: dict[str, None] = {}
    left: dict[str, str] = {}
    for work_id in work_ids:
        group = done_together(found, work_id)
        if len(group) < 2:  # alone, or not there: it is what was named
            chosen[work_id] = None
            continue
        for open_work in group:
            why = whose.left(open_work, invocation.words)
            if why:
                left[open_work.item.id] = why
            else:
                chosen[open_work.item.id] = None
    for why in left.values():
        invocation.console.err(why)
    if not chosen:
        raise UsageError.of(told(*_NOTHING[whose.does], name=whose.name))
    return tuple(chosen)


@command.command("release")
@_ids
@_together
@answer_option("--not-pressed", "pressed", "no", "Nothing was made or changed on the screen.")
@answer_option("--pressed", "pressed", "yes", "It was; then say with `work complete` what became of it.")
@_by
@pass_invocation
def release_command(
    invocation: Invocation, work_ids: tuple[str, ...], together: bool, pressed: str | None, by: str | None
) -> int:
    """Give the work ID back, so that somebody else may take it on. Asks once whether the button was pressed."""
    from provisioner.runtime.worklist.releasing import release_work

    person = ConsoleOperator(by or invocation.surroundings.user, invocation.console, lambda: invocation.words)
    codes = []
    with invocation.workspace() as workspace:
        words = invocation.words
        if pressed is None and not invocation.console.keyboard.is_there:
            raise UsageError.of(told("release-unsaid", "release-unsaid-hint"))
        whose = _Whose(person.name, "release")
        chosen = _chosen(workspace, work_ids, whose, invocation) if together else work_ids
        if pressed is None:
            answers = {words("release-no"): "no", words("release-yes"): "yes", "no": "no", "yes": "yes"}
            pressed = answers[person.ask(Question(words("release-ask"), tuple(answers)))]
        if pressed == "yes":
            named = f"{work_ids[0]} --together" if together else work_ids[0]
            raise UsageError.of(told("release-pressed", "release-pressed-hint", id=named))
        for work_id in dict.fromkeys(chosen):
            try:
                released = release_work(workspace, work_id, person.name)
            except ProvisionerError as error:
                codes.append(failed(error, invocation))
            else:
                invocation.console.out(words("work-released", id=released.id, address=released.address))
    return exit_codes.gravest(codes)


command.add_command(compare_command)


@command.command("complete")
@click.argument("work_ids", metavar="[ID...]", nargs=-1)
@_together
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take in the workbook of `inventory --out`: what it says is there need not be done.",
)
@answer_option("--done", "kind", "done", "It is done; where it shows a key, that is asked for, unseen.")
@answer_option("--not-done", "kind", "not-done", "It was not done; the next plan has it again.")
@answer_option("--refused", "kind", "refused", "The screen would not; say with --note what it said.")
@answer_option("--lost", "kind", "lost", "It was made, and nobody has the key; the next plan replaces it.")
@click.option(
    "--secret-stdin", is_flag=True, help="Read the key, or the address one was sent on to, from standard input."
)
@click.option("--note", default="", metavar="TEXT", help="What to remember about it.")
@compare_options
@_by
@click.option("--instead-of", default="", metavar="NAME", help="Answer in the place of NAME, who has taken it on.")
@pass_invocation
def complete_command(
    invocation: Invocation,
    work_ids: tuple[str, ...],
    together: bool,
    file: Path | None,
    instead_of: str,
    **said: Unpack[SaidOfWork],
) -> int:
    """Record what became of the work ID. Several IDs get the same answer, each its own record; or --from a workbook."""
    if file is not None:
        from provisioner.cli.returned import take_in

        alone = not (work_ids or together or instead_of or any(value for name, value in said.items() if name != "by"))
        return take_in(invocation, file, said["by"] or invocation.surroundings.user, alone=alone)
    if not work_ids:
        raise UsageError.of(told("work-which", "work-which-hint"))
    return _complete(invocation, work_ids, together, instead_of, said)


def _complete(
    invocation: Invocation, work_ids: tuple[str, ...], together: bool, instead_of: str, said: SaidOfWork
) -> int:
    from provisioner.runtime.worklist.items import complete_together, complete_work

    kind, note = said["kind"], said["note"]
    person = ConsoleOperator(said["by"] or invocation.surroundings.user, invocation.console, lambda: invocation.words)
    with invocation.workspace() as workspace:
        refuse_half(said, invocation, several=together or len(work_ids) > 1)
        chosen = work_ids
        if together:
            chosen = _chosen(workspace, work_ids, _Whose(instead_of or person.name), invocation)
        chosen = tuple(dict.fromkeys(chosen))
        alone = chosen[0] if len(chosen) == 1 else ""
        if kind is None:
            item = find_item(workspace, alone) if alone else None
            kind = person.what_became(shows_key=item is not None and item.asks_secret)
        if kind == AnswerKind.REFUSED and not (note or said["agreement"]):
            note = person.ask(Question(invocation.words("work-ask-note")))
        completed = with_text(workspace, chosen, person, invocation, said)
        answer = completed(Answer(AnswerKind(kind), person.name, note, instead_of=instead_of))
        if not alone:
            return tell_all(complete_together(workspace, chosen, answer), invocation)
        if answer.kind is AnswerKind.DONE:
            answer = replace(answer, secret=secret_of(workspace, alone, person, invocation, piped=said["secret_stdin"]))
        report = complete_work(workspace, alone, answer)
    return tell(report, invocation)
