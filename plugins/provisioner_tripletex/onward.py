"""Where a menu activation sends one on to: an address that may open the vendor's set-up, so it is kept as a key is.

Promises: it need not be told; what is pasted is sealed, and only its host is shown. Does not: open it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import StepAction
from provisioner.model.secrets import Sensitive
from provisioner.model.values import attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer
from provisioner.spi.provider import StepDone, StepRequest
from provisioner_tripletex.kinds import MENU
from provisioner_tripletex.words import WORDS


def problems(item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
    """That what was pasted is no address of the web."""
    if not item.may_paste or answer.kind is not AnswerKind.DONE or answer.secret is None or host_of(answer.secret):
        return ()
    return (WORDS("onward-no-address", Place(address=item.address)),)


def done(request: StepRequest, answer: Answer) -> StepDone:
    """A person did it; of an activation, where they were sent on to."""
    makes = request.step.address.kind == MENU and request.step.action is StepAction.CREATE
    pasted = answer.secret.reveal().strip() if makes and answer.secret is not None else ""
    if not pasted:
        return StepDone(by=answer.by)
    # Shown nowhere again, so it is kept also where it is not what was asked for.
    onward = Sensitive(pasted)
    return StepDone(computed=attributes(handoverHost=host_of(onward) or None), secret=onward, by=answer.by)


def host_of(onward: Sensitive) -> str:
    """The one part of it that may be shown; empty where it is no address."""
    try:
        parts = urlsplit(onward.reveal().strip())
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
