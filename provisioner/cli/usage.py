"""What the library that reads the command line says of a slip in it, in the user's language.

Promises: Norwegian for what people really get wrong (a name that is missing, an option that is not there, a file that
does not exist); everything else stays as the library says it. Does not: say it better in English than the library.
"""

from __future__ import annotations

import re
from typing import Final

import click

from provisioner.model.diagnostics import BOKMAL

_SAID: Final[tuple[tuple[str, str], ...]] = (
    (r"Missing argument '(.+?)'\.?", "«{0}» mangler."),
    (r"Missing option '(.+?)'\.?", "Valget {0} mangler."),
    (r"No such option:? '?(--?[\w-]+)'?\.?", "Det finnes ikke noe valg som heter {0}."),
    (r"Option '(.+?)' requires an argument\.", "Valget {0} skal ha en verdi etter seg."),
    (r"Option '(.+?)' requires (\d+) arguments\.", "Valget {0} skal ha {1} verdier etter seg."),
    (r"Option '(.+?)' does not take a value\.", "Valget {0} skal ikke ha noen verdi."),
    (r"Got unexpected extra arguments? \((.+)\)", "Her står det mer enn det er plass til: {0}"),
    (r"'(.*)' is not one of (.+)\.", "«{0}» er ikke blant dem som finnes: {1}."),
    (r"(.+) is not in the range (.+)\.", "{0} er utenfor området {1}."),
    (r"'(.*)' is not a valid (?:integer|float)(?: range)?\.", "«{0}» er ikke et tall."),
    (r"'(.*)' is not a valid boolean\..*", "«{0}» er verken ja eller nei."),
    (r"(?:File|Path) '(.*)' does not exist\.", "Filen {0} finnes ikke."),
    (r"Directory '(.*)' does not exist\.", "Mappen {0} finnes ikke."),
    (r"File '(.*)' is a directory\.", "{0} er en mappe, ikke en fil."),
    (r"Directory '(.*)' is a file\.", "{0} er en fil, ikke en mappe."),
    (r"(?:File|Path|Directory) '(.*)' is not readable\.", "{0} kan ikke leses."),
    (r"(?:File|Path|Directory) '(.*)' is not writable\.", "{0} kan ikke skrives til."),
)
"""As the library says it, in English, and the same in Norwegian."""
_ABOUT: Final = re.compile(r"Invalid value for '?(.+?)'?: (.+)", re.DOTALL)
_GUESS: Final = re.compile(r"(.+?) \((?:Did you mean|Possible options:) ?(?:one of: )?(.+?)\??\)", re.DOTALL)


def usage_lines(error: click.ClickException, language: str) -> tuple[str, str, str]:
    """How the verb is written, what is wrong, and where to look; the first and the last are empty where there is none.

    What has no words in `language` is told in English, and so are the lines about it.
    """
    context = error.ctx if isinstance(error, click.UsageError) else None
    message = error.format_message()
    translated = _in_bokmal(message) if language == BOKMAL else ""
    usage, see = "", ""
    if context is not None:
        usage = context.get_usage()
        if context.command.get_help_option(context) is not None:
            see = f"`{context.command_path} --help`"
    if not translated:
        return usage, message, f"Hint: See {see}." if see else ""
    return usage.replace("Usage:", "Bruk:", 1), translated, f"Tips: Se {see}." if see else ""


def is_told_in(error: click.ClickException, language: str) -> bool:
    """Whether it has words in that language."""
    return language != BOKMAL or bool(_in_bokmal(error.format_message()))


def _in_bokmal(message: str) -> str:
    """The Norwegian for it; empty where there is none."""
    guess = _GUESS.fullmatch(message)
    if guess is not None:
        said = _in_bokmal(guess[1])
        return f"{said} Mente du {guess[2].replace(chr(39), '')}?" if said else ""
    about = _ABOUT.fullmatch(message)
    if about is not None:
        said = _in_bokmal(about[2])
        return f"{about[1]}: {said}" if said else ""
    for pattern, words in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return words.format(*found.groups())
    return ""
