"""Whether a service that a person says is activated has taken effect: an office's activation of many goes on by itself.

Promises: only reads, and where nothing can be read the person's word counts. What has not taken effect yet goes on
waiting, and is neither recorded as done nor as failed. Does not: activate.
"""

from __future__ import annotations

from collections.abc import Callable

from provisioner.model.account import Account
from provisioner.model.diagnostics import Place
from provisioner.model.errors import ProviderFailed
from provisioner.spi.operator import Answer
from provisioner.spi.provider import StepAwaiting, StepDone, StepRequest
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.online import OFFICE, Online
from provisioner_tripletex.words import WORDS


def activated(reach: Callable[[], Online | None], request: StepRequest, answer: Answer) -> StepDone | StepAwaiting:
    """What it means that a person says that it is active."""
    if _is_active(reach, request.account) is False:
        place = Place(address=request.step.address)
        return StepAwaiting(WORDS("module-not-in-effect", place, company=request.account.display_name))
    return StepDone(by=answer.by)


def _is_active(reach: Callable[[], Online | None], account: Account) -> bool | None:
    """None where nobody can tell."""
    try:
        online = reach()
        if online is None or not online.api.has(OFFICE.kind if account.ref.is_office else TokenKind.OFFICE_KEY):
            return None
        row = None if account.ref.is_office else online.client(account)
        if not account.ref.is_office and (row is None or not row.by_key):
            return None
        return online.has_integrations(account)
    except ProviderFailed:
        return None
