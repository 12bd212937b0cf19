"""What a shell may offer while a command is being typed: clients, accounts and addresses of the project.

Promises: offline, and from the manifests alone; whatever goes wrong, nothing is offered and not a word is said, for it
would stand in the middle of what somebody types. Imported only when a shell asks. Does not: know which verb it is for.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from provisioner.cli.invocation import Invocation

if TYPE_CHECKING:
    from provisioner.model.manifest import DeclaredAccount
    from provisioner.runtime.workspace import Workspace

_CLIENT: Final = "client/"
MOST_ACCOUNTS: Final = 50
"""Of more accounts no addresses are made at once: so many take longer than somebody waits."""


def clients(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Clients by their bare names, or as reports print them where it begins so."""
    prefix = _CLIENT if incomplete.startswith(_CLIENT) else ""

    def offered(workspace: Workspace) -> Iterable[CompletionItem]:
        for account in _accounts(workspace):
            if not account.account.ref.is_office:
                yield CompletionItem(prefix + account.account.ref.name, help=account.account.display_name)

    return _offered(context, incomplete, offered)


def accounts(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """The office and the clients."""
    office = [CompletionItem("office")] if "office".startswith(incomplete) else []
    return [*office, *clients(context, incomplete)]


def addresses(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Addresses of what the manifests ask for, in the accounts that it may begin with."""
    from provisioner.runtime.reading.prepare import prepare

    def offered(workspace: Workspace) -> Iterable[CompletionItem]:
        near = [account for account in _accounts(workspace) if _may_begin(account, incomplete)]
        if len(near) > MOST_ACCOUNTS:
            return
        names, prepared, now = {account.account.ref for account in near}, prepare(workspace), workspace.clock.now()
        for account in prepared.accounts:
            if account.account.ref in names:
                for desired in prepared.expand(account, now).desired:
                    yield CompletionItem(str(desired.address))

    return _offered(context, incomplete, offered)


def _may_begin(account: DeclaredAccount, incomplete: str) -> bool:
    whole = f"{account.account.ref}/"
    return whole.startswith(incomplete) or incomplete.startswith(whole)


def _accounts(workspace: Workspace) -> tuple[DeclaredAccount, ...]:
    from provisioner.runtime.reading.heads import known_accounts

    return known_accounts(workspace)


def _offered(
    context: click.Context, incomplete: str, offered: Callable[[Workspace], Iterable[CompletionItem]]
) -> list[CompletionItem]:
    """What begins so. Nothing where there is no project, or it cannot be read."""
    from provisioner.runtime.workspace import OpenOptions, Workspace

    invocation = context.find_object(Invocation)
    if invocation is None:
        return []
    options = OpenOptions(directory=invocation.start(), surroundings=invocation.surroundings)
    found: list[CompletionItem] = []
    with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(Exception), Workspace(options) as workspace:
        found = [item for item in offered(workspace) if str(item.value).startswith(incomplete)]
    return found
