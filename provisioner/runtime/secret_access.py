"""Opening a sealed secret for a person who holds an identity.

Promises: the secret is opened in memory only. Does not: print it.
"""

from __future__ import annotations

from pathlib import Path

from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.runtime.sealing import open_sealed, read_identity
from provisioner.runtime.states import find_entry
from provisioner.runtime.workspace import Workspace


def show_secret(workspace: Workspace, address: Address, generation: int | None, identity: Path) -> Sensitive:
    """The secret of one generation; of the current where none is named. UsageError where it cannot be had."""
    entry = find_entry(workspace, address)
    generations = (*entry.deposed, entry.current)
    number = generation if generation is not None else entry.current.number
    wanted = next((item for item in generations if item.number == number), None)
    if wanted is None:
        numbers = ", ".join(str(item.number) for item in generations)
        raise UsageError(f"{address} has no generation {number}.", hint=f"It has: {numbers}.")
    key = read_identity(identity)
    sealed = workspace.backend().sealed(address, number)
    if sealed is not None:
        return open_sealed(sealed, key)
    if workspace.store is not None and wanted.secret is SecretStatus.STORED:
        secret = workspace.store.get(wanted.stored_as or address, number, key)
        if secret is not None:
            return secret
    raise UsageError(f"We hold no secret of {address}: {_why(wanted.secret)}.", hint=_hint(wanted.secret))


def _why(status: SecretStatus | None) -> str:
    return {
        None: "things of its kind have none",
        SecretStatus.NEVER_HELD: "it was there before us, or was made by the menu",
        SecretStatus.LOST: "it was lost",
        SecretStatus.SEALED: "the sealed copy is gone",
        SecretStatus.STORED: "the store does not have it",
    }[status]


def _hint(status: SecretStatus | None) -> str:
    return "The next `provisioner apply` makes a new one." if status is SecretStatus.LOST else ""
