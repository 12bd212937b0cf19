"""What only a vendor knows: the question that a person puts to them before a key can be made.

Promises: while a name is still to be asked for, the key waits; once the vendor has answered, it waits until the name
stands in the manifest with who confirmed it. Nothing of it is on any screen. Does not: guess a name from an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Change, Step, StepAction
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.values import Attributes, Unknown, attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer
from provisioner.spi.provider import ReadRequest, Route, StepDone, StepFailed
from provisioner_tripletex.catalogue import IntegrationFacts
from provisioner_tripletex.declaration import Sheet
from provisioner_tripletex.kinds import KEYS, QUESTION
from provisioner_tripletex.words import WORDS

_NAME = "applicationName"


def question(sheet: Sheet, facts: IntegrationFacts) -> Desired:
    """The question for the application's name that the key of `sheet` waits for."""
    address = Address(sheet.address.account, QUESTION, sheet.declared.name)
    held = attributes(about=sheet.declared.name, title=facts.title, vendor=facts.vendor or facts.title)
    return Desired(address, held, sheet.place(_NAME), integration=facts.name)


def to_be_told(asked: Desired) -> Unknown:
    """The name, as it stands in the key until it stands in the manifest."""
    return Unknown(asked.address, _NAME)


def with_questions(read: Read, request: ReadRequest, told: Mapping[Address, Attributes]) -> Read:
    """What was read, and the questions that were put: on no screen, so what we know of them is all there is.

    `told` are those that were answered in this run, which the state may not hold yet.
    """
    entries = request.prior.entries if request.prior is not None else ()
    known = {address: held for address, held in told.items() if address.account == read.account}
    known |= {entry.address: entry.current.attributes for entry in entries if entry.address.kind == QUESTION}
    if not known and not any(one.address.kind == QUESTION for one in request.desired):
        return read
    held = tuple(Live(read.account, QUESTION, known[address], label=address.name) for address in sorted(known))
    return replace(read, complete=read.complete | {QUESTION}, live=(*read.live, *held))


def unwritten(change: Change) -> Route | None:
    """Why nobody makes a key whose name the vendor told and no manifest holds; None where it can be made."""
    if change.address.kind not in KEYS or change.after.get(_NAME, "") is not None:
        return None
    place = Place(dict(change.origins).get(_NAME, change.source), change.address)
    return Route("", WORDS("application-unwritten", place, name=change.address.name))


def nameless(step: Step) -> StepFailed | None:
    """That a key would be made without a name; None where it would not."""
    named = isinstance(step.attributes.get(_NAME), str)
    if step.address.kind not in KEYS or step.action is not StepAction.CREATE or named:
        return None
    return StepFailed(WORDS("application-unwritten", Place(address=step.address), name=step.address.name))


def problems(item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
    """That a vendor is said to have answered, and not what."""
    if item.address.kind != QUESTION or answer.kind is not AnswerKind.DONE or answer.note.strip():
        return ()
    return (WORDS("vendor-answer-missing", Place(address=item.address)),)


def answered(answer: Answer) -> StepDone:
    """What the vendor said, as it was noted."""
    return StepDone(computed=attributes(answer=answer.note.strip()), by=answer.by)
