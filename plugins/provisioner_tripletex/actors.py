"""Whether whoever makes a change may: the owner and the hidden user of our key, or whoever sits at the screen.

Promises: only reads. What a key may do is what its owner may and what it was given itself, so both are asked. A right
that was looked for and is not there has failed; it warns and stops nothing, for which number a right of the screen has
is inferred. Of a person nobody knows beforehand, and that is said. Does not: check whose a key will be
(preflight_keys.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from provisioner.model.diagnostics import Place
from provisioner.model.plan import Action, Change, Check
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.kinds import ACCESS, API, MENU, MODULE, OFFICE_KEY, USER_KEY, WEB
from provisioner_tripletex.needs import ACCOUNT_ADMINISTRATOR, ADMINISTRATOR, CLIENT_ADMINISTRATOR
from provisioner_tripletex.online import Online
from provisioner_tripletex.preflight_round import Round
from provisioner_tripletex.seen import MAY_MAKE_KEYS
from provisioner_tripletex.words import WORDS


class _Asked(NamedTuple):
    """What one kind of change asks of whoever makes it."""

    code: str
    """The check."""
    any_of: frozenset[int]
    """Rights of which one is enough."""
    lacking: str
    """The words for somebody who has none of them."""
    unseen: str
    """The words where a person makes it."""


_KEYS_MAY: Final = "actor-may-make-keys"
_ASKED: Final[Mapping[str, _Asked]] = MappingProxyType(
    {
        MODULE: _Asked(
            "actor-may-activate",
            frozenset({ADMINISTRATOR, ACCOUNT_ADMINISTRATOR}),
            "actor-may-not-activate",
            "actor-unseen-activating",
        ),
        MENU: _Asked("actor-may-activate", frozenset(), "actor-may-not-activate", "actor-unseen-activating"),
        USER_KEY: _Asked(_KEYS_MAY, frozenset({ADMINISTRATOR}), "actor-not-administrator", "actor-unseen"),
        OFFICE_KEY: _Asked(
            _KEYS_MAY, frozenset({CLIENT_ADMINISTRATOR}), "actor-not-client-administrator", "actor-unseen"
        ),
        ACCESS: _Asked(
            "actor-may-attach", frozenset({CLIENT_ADMINISTRATOR}), "actor-not-attaching", "actor-unseen-attaching"
        ),
    }
)


def check_actors(look: Round, making: list[Change]) -> Iterator[Check]:
    """One check for each right that is needed and each way it is used; what is alike is said once."""
    ending = [
        change for change in look.request.changes if change.action is Action.DELETE and change.address.kind == ACCESS
    ]
    told: set[tuple[object, ...]] = set()
    for change in (*making, *ending):
        asked = _ASKED.get(change.address.kind)
        if asked is None:
            continue
        check = _check(look, change, asked)
        mark = (check.code, check.status, check.finding.code if check.finding is not None else "")
        if mark not in told:
            told.add(mark)
            yield check


def _check(look: Round, change: Change, asked: _Asked) -> Check:
    if change.driver == WEB:
        return _on_screens(look, asked, change.address.kind)
    online = _reachable(look, change) if change.driver == API else None
    if online is None:
        return look.unmade(asked.code, asked.unseen)
    try:
        held = online.may_at_office() if change.address.kind == ACCESS else online.may(look.account)
    except ApiRefused as refused:
        return look.unmade(asked.code, "rights-unread", why=refused.detail)
    if held is None:
        return look.unmade(asked.code, "actor-key-unseen")
    if held & asked.any_of:
        return look.passed(asked.code)
    place = Place(look.account.source, account=look.account.ref)
    return look.failed(asked.code, WORDS(asked.lacking, place, company=look.account.display_name))


def _reachable(look: Round, change: Change) -> Online | None:
    """The API, where the key by which it makes `change` is there."""
    at_office = look.account.ref.is_office or change.address.kind == ACCESS
    online = look.sight.online
    needed = TokenKind.OFFICE_EMPLOYEE if at_office else TokenKind.OFFICE_KEY
    return online if online is not None and online.api.has(needed) else None


def _on_screens(look: Round, asked: _Asked, kind: str) -> Check:
    """Of whoever is logged in in the browser: «Brukeradministrator», where they see where keys are made."""
    seen = look.fact(MAY_MAKE_KEYS)
    if kind == ACCESS or seen is None or (seen is not True and asked.code != _KEYS_MAY):
        # Without the service nobody sees it, so that it is not there says nothing of who may activate it.
        return look.unmade(asked.code, asked.unseen)
    if seen is True:
        return look.passed(asked.code)
    place = Place(look.account.source, account=look.account.ref)
    return look.failed(asked.code, WORDS("no-api-access", place, company=look.account.display_name))
