"""What was found and what could not be checked, the same in many accounts told once.

Promises: what is told once names how many it stands for and the first of them; texts that differ in more than the
account's own name are never put together, but for what waits for an inventory or for somebody who looks, where only
numbers and names of things do.
Does not: drop anything that a program reads; PlanView keeps the single ones too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Text
from provisioner.model.plan import Change, Check, CheckStatus, Reason
from provisioner.model.plan_view import CheckGroupView
from provisioner.reports.words import Words

FEW: Final = 5
Named: TypeAlias = "Callable[[AccountRef | Address], str]"
"""What an account or a resource is called on the page."""
_COUNTED: Final[Mapping[str, Reason]] = MappingProxyType(
    {"not-inventoried": Reason.NOT_INVENTORIED, "unsure": Reason.UNSURE}
)
"""Findings of whole accounts that are told with how many things wait, and the reason for which those do."""
_MANY: Final = MappingProxyType(
    {
        "not-inventoried": ("many-not-inventoried", "many-not-inventoried-detail", "many-not-inventoried-hint"),
        "unsure": ("many-unsure", "many-unsure-detail", "many-unsure-hint"),
    }
)
"""The words of each for many accounts."""
_Waiting: TypeAlias = "Mapping[Reason, list[Address]]"


def findings(
    diagnostics: Iterable[Diagnostic], changes: Iterable[Change], words: Words, named: Named = str
) -> tuple[Diagnostic, ...]:
    """`diagnostics` with those of whole accounts put together, errors first; else each group stands where its first
    one stood. `named` says what accounts are called."""
    together: dict[object, list[Diagnostic]] = {}
    for position, found in enumerate(diagnostics):
        whole_account = found.address is None and found.account is not None
        together.setdefault(_likeness(found, words) if whole_account else position, []).append(found)
    waiting: dict[Reason, list[Address]] = {reason: [] for reason in _COUNTED.values()}
    for change in changes:
        if change.reason in waiting:
            waiting[change.reason].append(change.address)
    gravest_first = sorted(together.values(), key=lambda group: group[0].severity.rank)
    return tuple(_told(group, waiting, words, named) for group in gravest_first)


def once(diagnostics: Iterable[Diagnostic], words: Words) -> tuple[Diagnostic, ...]:
    """`diagnostics` with what stands wrong in one place, and was found of many accounts, told once, where the first of
    them stood."""
    return tuple(_told(group, {}, words, str) for group in alike(diagnostics, words))


def at_once(diagnostics: Iterable[Diagnostic], words: Words) -> tuple[Diagnostic, ...]:
    """`diagnostics` of one answer that was given for many: what is the same of them is told once, wherever it stood."""
    together: dict[object, list[Diagnostic]] = {}
    for found in diagnostics:
        together.setdefault(_likeness(found, words), []).append(found)
    return tuple(_told(group, {}, words, str) for group in together.values())


def alike(diagnostics: Iterable[Diagnostic], words: Words) -> tuple[list[Diagnostic], ...]:
    """`diagnostics`, those that `once` tells together in one group."""
    together: dict[object, list[Diagnostic]] = {}
    for position, found in enumerate(diagnostics):
        is_shared = found.source is not None and found.concerns is not None
        key = (found.source, _likeness(found, words)) if is_shared else position
        together.setdefault(key, []).append(found)
    return tuple(together.values())


def check_groups(checks: Iterable[Check], words: Words) -> tuple[CheckGroupView, ...]:
    """The checks that did not pass, in their order, those that end alike with the same words together."""
    together: dict[object, list[Check]] = {}
    for check in checks:
        if check.status is not CheckStatus.PASSED:
            told = check.finding.told_in(words.language) if check.finding is not None else None
            together.setdefault((check.status, check.code, told), []).append(check)
    return tuple(CheckGroupView(group[0], tuple(group)) for group in together.values())


def places(found: Iterable[AccountRef | Address], words: Words, named: Named = str) -> str:
    """The first few as they are `named`, and how many more."""
    listed = list(found)
    # One more than few is not worth a count.
    shown = listed if len(listed) <= FEW + 1 else listed[:FEW]
    more = f" {words.count('and-more', len(listed) - len(shown))}" if len(shown) < len(listed) else ""
    return ", ".join(map(named, shown)) + more


def _likeness(found: Diagnostic, words: Words) -> object:
    if found.code in _COUNTED:
        return found.code
    text = found.told_in(words.language)
    parts = tuple(_nameless(part, found.concerns) for part in (text.summary, text.detail, text.hint))
    return found.code, found.severity, parts


def _nameless(text: str, account: AccountRef | None) -> str:
    """`text` without the account's own name."""
    if account is None or account.is_office:
        return text
    return re.sub(rf"(?:client/)?(?<![\w-]){re.escape(account.name)}(?![\w-])", "\0", text)


def _told(group: list[Diagnostic], waiting: _Waiting, words: Words, named: Named) -> Diagnostic:
    first = group[0]
    if len(group) == 1:
        return first
    accounts = sorted({found.concerns for found in group if found.concerns is not None})
    if first.code in _COUNTED and len(accounts) > 1:
        whose = set(accounts)
        those = [address for address in waiting.get(_COUNTED[first.code], ()) if address.account in whose]
        counted = sorted(Counter(address.name for address in those).items(), key=lambda one: (-one[1], one[0]))
        what = ", ".join(f"{name} ({count})" for name, count in counted)
        summary, detail, hint = _MANY[first.code]
        text = Text(
            words(summary, accounts=len(accounts), resources=len(those), what=what),
            words(detail, accounts=places(accounts, words, named)),
            words(hint),
        )
        return replace(first, account=None, source=None, text=text, translations=())
    text = first.told_in(words.language)
    rest = [account for account in accounts if account != first.concerns]
    if not rest:  # several things of one account
        return first
    also = words.count("many-also", len(rest), accounts=places(rest, words, named))
    return replace(first, text=replace(text, detail=f"{text.detail}\n{also}".strip()), translations=())
