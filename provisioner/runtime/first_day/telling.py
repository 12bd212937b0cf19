"""What is written and what is recorded of one thing, as the workbook has it.

Promises: only looks. Does not: know which things there are.
"""

from __future__ import annotations

from provisioner.formats.survey.nouns import Answer
from provisioner.model.address import Address
from provisioner.model.manifest import Declared
from provisioner.model.state import AccountState, InventoryStatus
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.workspace import Workspace
from provisioner.spi.language import SetUp


def ways(workspace: Workspace, prepared: Prepared, name: str) -> tuple[SetUp, ...]:
    """The ways to declare an integration."""
    return workspace.manifest_language.set_ups(prepared.manifests.integrations, name)


def written(declared: Declared, path: tuple[str, ...]) -> str:
    """What is written there as one text, before it is rendered; empty where it is nothing so simple."""
    node = declared.body.get(*path)
    return str(node.value) if node is not None and isinstance(node.value, (str, int)) else ""


def answer_of(state: AccountState | None, address: Address | None) -> Answer:
    """What is known of a thing that is wanted."""
    if state is None or address is None:
        return Answer.UNKNOWN
    said = state.inventory
    if state.entry(address) is not None or address in said.exists:
        return Answer.THERE
    if address in said.unsure:
        return Answer.UNKNOWN
    inventoried = said.status is not InventoryStatus.UNKNOWN or address in said.absent
    return Answer.NOT_THERE if inventoried or state.intent_at(address) is not None else Answer.UNKNOWN
