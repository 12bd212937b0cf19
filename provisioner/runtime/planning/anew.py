"""Keys that come back: the manifests ask again for one that was ended before.

Going back to what was wanted earlier is a change of the manifests like any other, but for one thing: a key that was
ended stays ended, and what is made is another.

Promises: asks the audit only of accounts in which a key is made. Does not: hold anything up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Action, Change, StepAction
from provisioner.model.state import AuditRecord
from provisioner.runtime.state.words import WORDS
from provisioner.runtime.workspace import Workspace


def keys_made_anew(workspace: Workspace, changes: Iterable[Change]) -> Iterator[Diagnostic]:
    """A word about each key of one account's plan that was there before and was ended."""
    types = workspace.types
    made = [
        change
        for change in changes
        if change.action is Action.CREATE and change.address.kind in types and types[change.address.kind].holds_secret
    ]
    if not made:
        return
    ended = _ended(workspace.backend().audit(made[0].address.account))
    for change in made:
        record = ended.get(change.address)
        if record is not None:
            at = record.at.strftime("%Y-%m-%dT%H:%M:%SZ")
            yield WORDS("key-comes-anew", Place(change.source, change.address), address=change.address, at=at)


def _ended(records: Iterable[AuditRecord]) -> dict[Address, AuditRecord]:
    """When each thing was last ended, by address."""
    return {
        record.address: record
        for record in records
        if record.address is not None
        and record.event == "applied"
        and record.detail.get("action") == StepAction.DELETE.value
    }
