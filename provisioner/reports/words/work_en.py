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
    "work-page-first": "First",
    "work-page-held": "The steps come when that is so.",
    "work-page-copied": "To copy",
    "work-page-copy": "Copy",
    "work-page-help": "The vendor's own page about it",
    "work-page-key": "Paste the key that is shown, once. It is sealed at once and not shown here.",
    "work-page-done": "It is done",
    "work-page-not-done": "It was not done",
    "work-page-lost": "It is there, and the key is lost",
    "work-page-note": "What the screen said:",
    "work-page-refused": "The screen would not",
    "work-page-list": "Tick those that are done ({n})",
    "work-page-all": "Tick all",
    "work-page-all-shown": "Tick all shown",
    "work-page-rows-done": "Those ticked are done; the others stay open",
    "work-page-rows-not": "Of the others, the screen would not:",
    "work-page-rows-refuse": "Those ticked are done, the others refused",
    "work-page-others": "Not yours ({n})",
    "work-page-not-pressed": "I did not press the last button",
    "work-page-release": "Give it back",
    "work-page-start": "Take it on and show the steps",
    "work-page-start-rest": "Take on the rest, too",
    "work-page-never-email": "e-mail",
    "work-page-never-sms": "text message",
    "work-page-never-chat": "chat",
    "work-page-never-phone": "phone",
    "work-page-never-post": "letter",
    "work-page-close": "Close this page",
    "work-page-looks": "Look and tell",
    "work-page-there": "there",
    "work-page-absent": "not there",
    "work-page-look-done": "Record what was seen",
    "work-page-all-there": "All there",
    "work-page-all-absent": "None there",
    "work-page-all-there-shown": "All shown: there",
    "work-page-all-absent-shown": "All shown: not there",
    "work-page-find": "Find a client, a number or what is done",
    "work-page-find-keys": "Enter goes to the first; Esc comes back here, then clears.",
    "work-page-found": "{shown} of {all} shown",
    "work-page-found-ticked": "{shown} of {all} shown; ticked and hidden: {n}",
    "work-page-unseen-ticked": "Not sent yet. These are ticked, and the filter hides them: {names}",
    "work-page-unseen-whole": "Not sent yet. This is for the whole list, also for these that the filter hides: {names}",
    "work-page-unseen-more": "and {n} more",
    "work-page-unseen-show": "Show everything again",
    "work-page-unseen-send": "Send, with these too",
    "work-page-vendor": "Next: {vendor} needs it",
    "work-page-never": "Never by: {channels}",
    "work-page-recorded": "Recorded.",
    "work-page-not-recorded": "Nothing was recorded.",
    "work-page-rows": "Recorded as done: {done} of your {all}.",
    "work-page-rows-refused": "The screen would not, for {names}: {note}",
    "work-page-nothing-ticked": "Nothing was ticked, so nothing was recorded.",
    "work-page-note-missing": "Write what the screen said, and try again. Nothing was recorded.",
    "work-page-check-first": "Answer this first, and try again: {question} Nothing was recorded.",
    "work-page-compare-legend": "Before you tick that it is accepted",
    "work-page-compare": "Compare",
    "work-page-compared-same": "The same text. Go on.",
    "work-page-compared-other": "Stop: another text. Do not tick it.",
    "work-page-compared-first": "Accepted nowhere before: read it.",
    "work-page-compared-missing": "Nothing was pasted.",
    "work-page-stop": "I did not accept it",
    "work-page-nevertheless": "It was accepted all the same, and is done",
    "work-page-uncompared": "It is done, and was not compared",
    "work-page-compare-first": "See what stands under the text, say how it is, and try again. Nothing was recorded.",
    "work-page-stopped": "Recorded: another text, so nothing was accepted, for {n} of your {all}.",
    "work-page-row-paste": "Address you were sent on to: {line}",
    "work-page-seen": "Recorded: there {there}, not there {absent}. `provisioner plan` goes by it.",
    "work-page-taken": "It is yours now. Nobody else is shown these steps.",
    "work-page-released": "It waits for anybody again.",
    "work-page-closed": "Closed. You can close this tab.",
    "work-page-used": (
        "This address has been used, and opens once only. Start `provisioner work --open` again for a new one."
    ),
    "work-page-unknown": "There is no such page here. The work stands on the first page: /",
    "work-page-strange": "This form did not come from this page, so nothing was recorded. Load the page again.",
    "work-page-too-large": (
        "What was sent is more than this page takes, so nothing was recorded. No agreement is that long: paste only "
        "the text under «Avtale». If you see nothing but this, go back: the page is as you left it."
    ),
}
