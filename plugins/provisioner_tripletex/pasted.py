"""What people paste as a key, and what it is instead where it cannot be one.

Promises: what is let through looks like a key of the right environment; what is refused is named as what it is, so
that whoever pasted it knows what to copy; nothing of it is in the words. Pure. Does not: know whether it is the key.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import OutcomeUnknown
from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer, Operator, Question
from provisioner_tripletex.words import WORDS

_TEST: Final = "test-"
_KEY: Final = re.compile(r"(?:test-)?[A-Za-z0-9+/_=.~-]{32,}")
"""What Tripletex has shown so far, and a little more: a key of a kind we have not seen must not be turned away."""
_MIXED: Final = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[^./]*")
_ID: Final = re.compile(r"\D{0,40}\d{5,15}\D{0,3}")
"""An id alone, or with what stands before it on the screen («ID: 18460078»)."""
_WEB: Final = re.compile(
    r"[a-z][a-z+.-]*://.*|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}(?:[/?#:].*)?", re.IGNORECASE
)
_TRIES: Final = 3
"""How often a person is asked again for a key that cannot be one."""
_NAMES: Final = ("key_name", "application_name", "integration_title", "company")


def check_answer(
    item: WorkItem, answer: Answer, ours: tuple[Sensitive, ...] = (), environment: str = ""
) -> tuple[Diagnostic, ...]:
    """What is wrong with an answer. `ours` are credentials of our own, which people paste by mistake."""
    if not item.asks_secret or answer.kind is not AnswerKind.DONE:
        return ()
    place = Place(address=item.address)
    problem = key_problem(item, answer.secret, ours) or _environment_problem(answer.secret, environment)
    return (WORDS(problem, place),) if problem else ()


def key_problem(item: WorkItem, secret: Sensitive | None, ours: tuple[Sensitive, ...]) -> str:
    """The code of what is wrong with a pasted key; empty where it looks like one."""
    pasted = secret.reveal().strip() if secret is not None else ""
    if not pasted:
        return "answer-empty"
    if any(_forms(pasted) & _forms(mine.reveal()) for mine in ours):
        return "answer-is-ours"
    if "@" in pasted or pasted in {str(item.facts.get(name)) for name in _NAMES}:
        return "answer-is-name"
    digits = "".join(pasted.split())
    if digits.isdigit() and digits == item.facts.get("organization_number"):
        return "answer-is-number"
    looks_like_one = _KEY.fullmatch(pasted) and re.search(r"\d", pasted) and re.search(r"[A-Za-z]", pasted)
    if looks_like_one and not _WEB.fullmatch(pasted):
        return ""
    if _ID.fullmatch(pasted) or pasted == str(item.facts.get("key_id")):
        return "answer-is-id"
    if _WEB.fullmatch(pasted):
        return "answer-is-address"
    return "answer-blanks" if pasted.split() != [pasted] else "answer-no-key"


def holds_key(text: str) -> bool:
    """Whether a key stands in what was to be something else, alone or among words. Among words it must look more like
    one: an address or a case number may be long."""
    parts = [part.strip(".,;:()«»\"'") for part in text.split()]
    return any(
        _KEY.fullmatch(part)
        and re.search(r"\d", part)
        and (re.search(r"[A-Za-z]", part) if len(parts) == 1 else _MIXED.fullmatch(part))
        and not _WEB.fullmatch(part)
        for part in parts
    )


def _environment_problem(secret: Sensitive | None, environment: str) -> str:
    """Test keys open the test environment alone, and the others never open it."""
    is_test = secret is not None and _is_test(secret.reveal().strip())
    if environment == "production" and is_test:
        return "answer-is-test"
    return "answer-is-production" if environment in ("test", "simulator") and not is_test else ""


def _is_test(key: str) -> bool:
    """Whether it says so itself: in front, or in the token that a key is wrapped around."""
    return key.startswith(_TEST) or _wrapped(key).startswith(_TEST)


def _forms(key: str) -> frozenset[str]:
    """A key as it may be copied: as Tripletex shows it, or the token that this is wrapped around."""
    whole = key.strip()
    return frozenset(form for form in (whole, whole.rstrip("="), _wrapped(whole)) if form)


def _wrapped(key: str) -> str:
    """The token that a key is wrapped around; empty where it is none of that kind."""
    try:
        held = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (binascii.Error, ValueError):
        return ""
    return str(held.get("token", "")) if isinstance(held, dict) else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who has been asked to do something."""

    operator: Operator
    """Who."""
    item: WorkItem
    """What."""
    language: str
    """Of the project."""
    problems: Callable[[WorkItem, Answer], Sequence[Diagnostic]]
    """What is wrong with an answer."""


def until_right(asked: Asked, answer: Answer) -> Answer:
    """The answer once it can be right. Only the key is asked for again: the step itself has been done.

    OutcomeUnknown where it is pasted wrong again and again: the key may still be on the screen, and is not lost before
    somebody says so.
    """
    item = asked.item
    for _ in range(_TRIES):
        problems = asked.problems(item, answer)
        if not problems:
            return answer
        if not item.asks_secret:
            return answer if item.may_paste else replace(answer, kind=AnswerKind.NOT_DONE)
        told = problems[0].told_in(asked.language)
        question = Question(" ".join(part for part in (told.summary, told.hint) if part))
        answer = replace(answer, secret=asked.operator.ask_sensitive(question))
    problems = asked.problems(item, answer)
    if problems and answer.secret is not None and answer.secret.reveal().strip():
        raise OutcomeUnknown.of(problems[0])
    return replace(answer, secret=None) if problems else answer
