"""The program: its verbs, and from words to an exit code.

Promises: whatever happens, one exit code and at most one block of words about it. Does not: do any verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import click

from provisioner import __version__
from provisioner.cli.console import Console
from provisioner.cli.exit_codes import gravest
from provisioner.cli.failures import failed, show_diagnostics
from provisioner.cli.invocation import Invocation
from provisioner.cli.lazy import Lazy, LazyGroup
from provisioner.runtime.platform import surroundings
from provisioner.spi.entries import CommandEntry

_AT: Final = "provisioner.cli.commands."

VERBS: Final[Mapping[str, Lazy]] = MappingProxyType(
    {
        "init": Lazy(_AT + "init", "Begin a project in a directory."),
        "validate": Lazy(_AT + "validate", "Check the manifests, offline."),
        "fmt": Lazy(_AT + "fmt", "Write the manifests in one style."),
        "schema": Lazy(_AT + "schema", "Print or write the manifests' JSON Schemas, for editors."),
        "plan": Lazy(_AT + "plan", "Show what would change."),
        "apply": Lazy(_AT + "apply", "Change it."),
        "rotate": Lazy(_AT + "rotate", "Make new keys; the old ones end once the vendor has the new."),
        "expiring": Lazy(_AT + "expiring", "List what is near its last day."),
        "destroy": Lazy(_AT + "destroy", "Take away everything the project made."),
        "show": Lazy(_AT + "show", "Show a saved plan."),
        "clients": Lazy(_AT + "clients", "List the clients: who they are, and who matches."),
        "explain": Lazy(_AT + "explain", "Show where each value of one resource came from."),
        "work": Lazy(_AT + "work", "What waits for a person: list, start, release, complete."),
        "handoff": Lazy(_AT + "handoff", "What vendors must be given: list, deliver, confirm."),
        "people": Lazy(_AT + "people", "What depends on whom: list, show, replace."),
        "offboard": Lazy(_AT + "offboard", "A client leaves: end what is ours, hand over what is its own."),
        "inventory": Lazy(_AT + "inventory", "Say what was there before: a workbook to fill in, attest."),
        "import": Lazy(_AT + "import_file", "Make manifests of live accounts, a filled-in workbook or a list."),
        "status": Lazy(_AT + "status", "How things stand, client by client; as a workbook too."),
        "state": Lazy(_AT + "state", "What is recorded: list, show, history, pull, push, check…"),
        "secret": Lazy(_AT + "secret", "The keys that were sealed: list, show, store, rewrap."),
        "drift": Lazy(_AT + "drift", "Show what has moved since it was recorded."),
        "recover": Lazy(_AT + "recover", "Find out how a run that was cut off ended."),
        "lease": Lazy(_AT + "lease", "Who works on what: list, break."),
        "audit": Lazy(_AT + "audit", "What was done, by whom: log, verify, export."),
        "simulate": Lazy(_AT + "simulate", "Try everything that can go wrong, on a copy in memory."),
        "doctor": Lazy(_AT + "doctor", "Find out how everything stands, and how far the credentials reach."),
    }
)

HELP: Final = """Infrastructure-as-config for the integrations of accounting firms in Tripletex.

What a firm's clients should have is written in YAML; `plan` shows what would change, `apply` changes it. A verb finds
its project here or in a directory above."""

EXIT_CODES: Final = """\b
Exit codes:
  0    done, or nothing to do
  1    an error: usage, manifests, the provider's world, a bug
  2    with --detailed-exitcode: there are changes
  3    a guardrail stops the plan
  4    somebody else works on the account, or our lease ended
  5    the plan is stale, damaged, or not for this state
  6    the state is missing, corrupt, too new, or cannot be reached
  7    with --detailed-exitcode: nothing is left but what waits
  8    with work compare: another text than was accepted
  130  interrupted; what was done is recorded"""


def installed_commands() -> Mapping[str, CommandEntry]:
    """Guests' verbs."""
    from provisioner.runtime.guests.plugins import load_guests

    return load_guests().registry.commands


def program() -> LazyGroup:
    """The program, fresh."""
    group = LazyGroup(
        "provisioner",
        help=HELP,
        epilog=EXIT_CODES,
        lazy=VERBS,
        guests=installed_commands,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(__version__, message="%(prog)s %(version)s")(group)


def run(words: Sequence[str], console: Console | None = None) -> int:
    """The exit code of `provisioner WORDS`."""
    here = surroundings()
    invocation = Invocation(here, console or Console.of_process(here.variables))
    try:
        code: int | None = program().main(list(words), prog_name="provisioner", standalone_mode=False, obj=invocation)
    except BaseException as error:  # noqa: BLE001  # the one place where every exception becomes an exit code
        return failed(error, invocation)
    if invocation.doubts:
        show_diagnostics(invocation.doubts, invocation)
    return gravest((int(code or 0), invocation.doubtful_code))
