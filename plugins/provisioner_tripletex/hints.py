"""What a whole plan shows and no single change does: advice, never a stop.

Promises: pure over the plan and the bundled catalogue. Heavy to import, so whoever asks looks first whether the plan
makes enough keys at all. Does not: know a firm's own catalogue entries, for a plan does not hold them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan import Action, Plan
from provisioner.spi.entries import Crowded
from provisioner_tripletex.catalogue import OfficeKey, bundled_catalogue
from provisioner_tripletex.kinds import USER_KEY
from provisioner_tripletex.words import WORDS

MANY: Final = 3
"""From how many clients on one key of the office's is less work than a key each."""
_NAMED: Final = 5


def office_key_would_do(plan: Plan, others: Crowded = ()) -> Iterator[Diagnostic]:
    """One hint for each product for which many clients are to get a key of their own, and the office's would do."""
    served: dict[str, set[str]] = {}
    changes = [(change, (change.address.account,)) for change in plan.changes()]
    for change, accounts in (*changes, *others):
        made = change.action is Action.CREATE and change.address.kind == USER_KEY
        if made and change.integration is not None:
            served.setdefault(change.integration, set()).update([ref.name for ref in accounts if not ref.is_office])
    catalogue = bundled_catalogue()
    for name, clients in sorted(served.items()):
        facts = catalogue.find(name)
        if len(clients) >= MANY and facts is not None and facts.office_key is OfficeKey.ALLOWED:
            shown = ", ".join(sorted(clients)[:_NAMED]) + (" …" if len(clients) > _NAMED else "")
            values = {"title": facts.title, "count": len(clients), "less": len(clients) - 1, "clients": shown}
            yield WORDS("office-key-would-do", name=facts.name, **values)
