"""A plan that has nothing to tell, as text: what most runs of a pipeline say.

Promises: the very text that `text.render` gives for such a plan (a test holds the two together); what words, groups
and sorts changes is not imported for it. Does not: tell a plan that has anything to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.plan import Plan
from provisioner.reports.plain import MAX_WIDTH, NO_CHANGES, Paint, wrap
from provisioner.reports.words import Words, words


def is_quiet(plan: Plan) -> bool:
    """Whether nothing was found, would change, waits or is unmanaged: all there is to say is what was left unread."""
    found = plan.diagnostics or plan.guards or plan.checks
    return not found and not any(
        account.changes or account.unmanaged or account.moved_from is not None for account in plan.accounts
    )


def render(plan: Plan, language: str = "", *, colour: bool = False, width: int = 100) -> str:
    """The whole text, in `language`; without one, in the project's own."""
    skipped = sum(account.skipped for account in plan.accounts)
    lines = left_out(words(language or plan.language), min(width, MAX_WIDTH), skipped=skipped, partial=plan.partial)
    return "\n".join([*lines, Paint(colour)(NO_CHANGES, "bold")]) + "\n"


def left_out(spoken: Words, width: int, *, skipped: int, partial: bool, overlap: int = 0) -> Iterator[str]:
    """What a plan is silent about, a sentence each; then an empty line, where there was any."""
    sentences = []
    if overlap:
        sentences.append(spoken.count("overlap-count", overlap))
    if skipped:
        sentences.append(spoken.count("skipped-accounts", skipped))
    if partial:
        sentences.append(spoken("partial"))
    for sentence in sentences:
        yield from wrap(sentence, width)
    if sentences:
        yield ""
