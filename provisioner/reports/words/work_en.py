"""The words of the work page, in English.

Promises: the same keys and placeholders in every language. Does not: stand alone; the language's table takes it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORK_PAGE: Final[Mapping[str, str]] = {
    "work-page-title": "Work for {project}",
    "work-page-reader": "You are {name}.",
    "work-page-waiting": "{n} thing waits.|{n} things wait.",
    "work-page-none": "Nothing waits for a person.",
    "work-page-in": "In {account}",
    "work-page-whose": "{name} has taken it on.",
    "work-page-cut-off": (
        "A run began this, and nobody knows how it ended. Do not do it again: look in Tripletex, "
        "then say what you found."
    ),
    "work-page-copied": "To copy",
    "work-page-copy": "Copy",
    "work-page-help": "The vendor's own page about it",
    "work-page-key": "Paste the key that is shown, once. It is sealed at once and not shown here.",
    "work-page-done": "It is done",
    "work-page-not-done": "It was not done",
    "work-page-lost": "It is there, and the key is lost",
    "work-page-note": "What the screen said:",
    "work-page-refused": "The screen would not",
    "work-page-not-pressed": "I did not press the last button",
    "work-page-release": "Give it back",
    "work-page-start": "Take it on and show the steps",
    "work-page-close": "Close this page",
    "work-page-vendor": "Next: {vendor} needs it",
    "work-page-never": "Never by: {channels}",
    "work-page-recorded": "Recorded.",
    "work-page-not-recorded": "Nothing was recorded.",
    "work-page-taken": "It is yours now. Nobody else is shown these steps.",
    "work-page-released": "It waits for anybody again.",
    "work-page-closed": "Closed. You can close this tab.",
}
