"""From exceptions to an exit code and one block of words.

Promises: what the world did is told in one block with what to do about it, what the user wrote with file and line; a
bug shows its trace. Does not: catch what nobody should (SystemExit goes on).
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Final

import click

from provisioner import __version__
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation
from provisioner.model.diagnostics import ENGLISH, Diagnostic, Severity, Text
from provisioner.model.errors import ManifestInvalid, ProvisionerError
from provisioner.reports.plain import Paint, clean

MOST_SHOWN: Final = 200
"""Nobody reads more of them before mending the first."""
_THE_MACHINE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE}
)


def failed(error: BaseException, invocation: Invocation) -> int:
    """Says what happened and returns what the process ends with."""
    invocation.settle_language()
    match error:
        case click.ClickException():
            _usage(error, invocation)
            return ExitCode.ERROR
        case click.Abort() | KeyboardInterrupt():
            invocation.console.err(_headline(invocation.words("interrupted"), invocation, invocation.language))
            return ExitCode.INTERRUPTED
        case ProvisionerError():
            _trouble(error, invocation)
            return error.exit_code
        case BrokenPipeError():
            _forget_output()
            return ExitCode.ERROR
        case OSError() if error.errno in _THE_MACHINE:
            _machine(error, invocation)
            return ExitCode.ERROR
        case Exception():
            _bug(error, invocation)
            return ExitCode.ERROR
    raise error


def show_diagnostics(diagnostics: tuple[Diagnostic, ...], invocation: Invocation) -> None:
    """All of them, with the lines they are about, on standard error; what many accounts have in common, once."""
    from provisioner.reports.diagnostics_text import render_diagnostics
    from provisioner.reports.findings import once
    from provisioner.reports.words import words

    console, found = invocation.console, once(diagnostics, words(invocation.language))
    console.err(
        render_diagnostics(
            found[:MOST_SHOWN], invocation.language, console.has_colour(console.stderr), read_line=invocation.read_line
        )
    )
    if len(found) > MOST_SHOWN:
        console.err(invocation.words("more-found", count=len(found) - MOST_SHOWN))


def as_diagnostics(error: ProvisionerError) -> tuple[Diagnostic, ...]:
    """The same for programs."""
    if isinstance(error, ManifestInvalid):
        return error.diagnostics
    text = Text(error.summary, error.detail, error.hint)
    return (Diagnostic(error.code, Severity.ERROR, text, translations=error.translations),)


def _trouble(error: ProvisionerError, invocation: Invocation) -> None:
    if invocation.stream is not None:
        for diagnostic in as_diagnostics(error):
            invocation.stream.diagnostic(diagnostic)
    if isinstance(error, ManifestInvalid):
        show_diagnostics(error.diagnostics, invocation)
        if error.diagnostics and error.closing is None:
            return  # whoever has read them knows it
    from provisioner.reports.words import words

    console = invocation.console
    # What has no words in that language is not half translated: its label and its hint are English too.
    language = invocation.language if invocation.language in dict(error.translations) else ENGLISH
    text = error.told_in(language)
    console.err(_headline(text.summary, invocation, language))
    for line in text.detail.splitlines():
        console.err(f"  {clean(line)}")
    if text.hint:
        console.err(f"  {words(language)('hint')}: {clean(text.hint)}")


def _headline(summary: str, invocation: Invocation, language: str = ENGLISH) -> str:
    from provisioner.reports.words import words

    paint = Paint(invocation.console.has_colour(invocation.console.stderr))
    return f"{paint(words(language)('severity-error') + ':', 'bold-red')} {clean(summary)}"


def _usage(error: click.ClickException, invocation: Invocation) -> None:
    if type(error).__name__ == "NoArgsIsHelpError":  # by name: older versions of click print by themselves
        invocation.console.err(error.format_message())
        return
    from provisioner.cli.usage import is_told_in, usage_lines

    console, language = invocation.console, invocation.language
    usage, message, see = usage_lines(error, language)
    if usage:
        console.err(usage)
    console.err(_headline(message, invocation, language if is_told_in(error, language) else ENGLISH))
    if see:
        console.err(f"  {see}")


def _machine(error: OSError, invocation: Invocation) -> None:
    """What the machine refused is no bug of ours, and needs no trace."""
    try:
        sys.stdout.flush()
    except OSError:  # our own output finds no room; the rest of it would fail again at the very end
        _forget_output()
    about = f": {error.filename}" if error.filename else ""
    console, said = invocation.console, invocation.words
    refused = said("machine-refused", error=f"{error.strerror or error}{about}")
    console.err(_headline(refused, invocation, invocation.language))
    console.err(f"  {said('again-is-safe')}")


def _bug(error: Exception, invocation: Invocation) -> None:
    import traceback

    from provisioner.reports.words import words
    from provisioner.runtime.guests.blame import guest_to_blame

    guest, said, language = guest_to_blame(error), invocation.words, invocation.language
    headline = said("bug-of-plugin", guest=guest, error=error) if guest else said("bug")
    python = ".".join(str(part) for part in sys.version_info[:3])
    report = said("bug-report", version=__version__, python=python)
    invocation.console.err("".join(traceback.format_exception(error)))
    invocation.console.err(
        f"{_headline(headline, invocation, language)}\n  {said('again-is-safe')}\n  {words(language)('hint')}: {report}"
    )


def _forget_output() -> None:
    """Nobody reads any more; what Python would still flush at its end goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
