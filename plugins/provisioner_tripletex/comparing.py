"""The text of an agreement that a person copied from the screen, beside those that were accepted before.

Promises: goes by the same digest as the browser does, so that each knows the texts of the other; what is another text
is told before anybody accepts it, and is recorded as accepted by nobody; what was activated is recorded as activated,
whatever its text; a key in the text's place is refused, and nothing is made of it. Does not: read a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place, Severity
from provisioner.model.plan import StepAction
from provisioner.model.values import attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer
from provisioner.spi.provider import Comparison, StepDone, StepFailed, StepRequest, Verdict
from provisioner_tripletex import agreements
from provisioner_tripletex.agreements import ACCEPTED, PINNED, Agreements, agreement_digest
from provisioner_tripletex.kinds import MENU
from provisioner_tripletex.pasted import holds_key
from provisioner_tripletex.words import WORDS

_FEW: Final = 6
"""So many words of a text's beginning and of its end are shown."""
_MOST_SHOWN: Final = 80
"""And so many characters: what is no text may be one long word."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """One text beside those that it may be."""

    place: Place
    """What is activated."""
    title: str
    """The integration."""
    held: frozenset[str]
    """What it must be one of; none: there is no rule."""
    digest: str
    """Of the text; empty where there is none."""
    who: str
    """Who accepted it, and on what authority, where that is known."""
    seen: Mapping[str, object]
    """How long the text is, and how it begins and ends: a person sees by that whether it is all of it."""
    is_key: bool = False
    """Whether a key was pasted in its place: that is no text, and has no digest."""

    @property
    def verdict(self) -> Verdict:
        """What it is."""
        if self.is_key:
            return Verdict.MISSING
        if not self.held:
            return Verdict.FIRST
        if not self.digest:
            return Verdict.MISSING
        return Verdict.SAME if self.digest in self.held else Verdict.OTHER

    def say(self, code: str) -> Diagnostic:
        """In words."""
        told: dict[str, object] = {
            **self.seen,
            "title": self.title,
            "digest": self.digest,
            "pinned": agreements.told(self.held),
            "who": self.who or "–",
        }
        return WORDS(code, self.place, **told)


def compare(accepted: Agreements, item: WorkItem, text: str, now: datetime) -> Comparison:
    """What a copied text is; an empty one tells whether there is something that it must be."""
    beside = _of_item(accepted, item, text)
    # What was accepted stays so; of anything else somebody may have accepted a text since it was read.
    if beside.verdict is not Verdict.SAME and accepted.look_again((beside.title, beside.digest), now):
        beside = _of_item(accepted, item, text)
    codes = {
        Verdict.SAME: "agreement-named" if item.facts.get(PINNED) and not beside.who else "agreement-same",
        Verdict.OTHER: "agreement-changed",
        Verdict.FIRST: "agreement-first" if beside.digest else "agreement-none-before",
        Verdict.MISSING: "agreement-not-compared",
    }
    return Comparison(beside.verdict, beside.say("agreement-is-key" if beside.is_key else codes[beside.verdict]))


def problems(accepted: Agreements, item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
    """That it is done, is said, and not that another text was accepted all the same, or that none was compared."""
    if not item.compares:
        return ()
    beside = _of_item(accepted, item, answer.compared)
    if beside.is_key:
        return (beside.say("agreement-is-key"),)
    if answer.kind is not AnswerKind.DONE:
        return ()
    if beside.verdict is Verdict.OTHER and not answer.nevertheless:
        return (beside.say("agreement-other"),)
    if beside.verdict is Verdict.MISSING and not answer.uncompared:
        return (beside.say("agreement-not-compared"),)
    return ()


def done(accepted: Agreements, request: StepRequest, answer: Answer, so_far: StepDone) -> StepDone:
    """What is recorded of the text where a person did the step, and what is told of it."""
    beside = _of_step(accepted, request, answer)
    if beside is None:
        return so_far
    asked = request.step.attributes
    if beside.digest and not beside.verdict.stops:
        accepted.note(beside.title, beside.digest, asked)
        computed = so_far.computed.with_items(attributes(**{ACCEPTED: beside.digest}))
        return replace(so_far, computed=computed)
    codes = {Verdict.OTHER: "agreement-anyway", Verdict.MISSING: "agreement-uncompared"} if beside.held else {}
    # Of the whole account, so that what is said of many of them is said once.
    whole = replace(beside, place=Place(account=request.account.ref))
    note = whole.say(codes.get(beside.verdict, "agreement-unrecorded"))
    computed = so_far.computed.with_items(agreements.uncompared(asked))
    return replace(so_far, computed=computed, notes=(*so_far.notes, note))


def not_done(accepted: Agreements, request: StepRequest, answer: Answer) -> StepFailed:
    """Why it was not done: where another text stands there, that says more than the person need."""
    beside = _of_step(accepted, request, answer)
    if answer.kind is AnswerKind.REFUSED and beside is not None and beside.verdict is Verdict.OTHER:
        return StepFailed(replace(beside.say("agreement-changed"), severity=Severity.ERROR))
    code = "work-refused" if answer.kind is AnswerKind.REFUSED else "work-not-done"
    return StepFailed(WORDS(code, Place(address=request.step.address), by=answer.by or "–", note=answer.note))


def _of_item(accepted: Agreements, item: WorkItem, text: str) -> _Beside:
    return _beside(accepted, item.address, (item.facts.get("integration_title"), item.facts.get(PINNED)), text)


def _of_step(accepted: Agreements, request: StepRequest, answer: Answer) -> _Beside | None:
    """None where the step accepts no agreement."""
    step = request.step
    if step.address.kind != MENU or step.action is not StepAction.CREATE:
        return None
    named = (step.attributes.get("title"), step.attributes.get(PINNED))
    return _beside(accepted, step.address, named, answer.compared)


def _beside(accepted: Agreements, address: Address, named: tuple[object, object], text: str) -> _Beside:
    title, pinned = named
    is_key = holds_key(text)
    words = agreements.words_of(text) if not is_key else []
    digest = agreement_digest(text) if words else ""
    held = agreements.holds_to(pinned, accepted.of(title))
    who = accepted.accepted_by(title, digest) if digest else ""
    return _Beside(Place(address=address), str(title or address.name), held, digest, who, _seen(words), is_key)


def _seen(words: list[str]) -> Mapping[str, object]:
    begins, ends = " ".join(words[:_FEW]), " ".join(words[-_FEW:])
    return {
        "count": len(words),
        "begins": begins if len(begins) <= _MOST_SHOWN else f"{begins[:_MOST_SHOWN]}…",
        "ends": ends if len(ends) <= _MOST_SHOWN else f"…{ends[-_MOST_SHOWN:]}",
    }
