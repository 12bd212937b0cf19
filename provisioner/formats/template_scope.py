"""What the templates of one account can see.

Promises: plain data under `client` (not for the office's own declarations), `office`, `project` and `vars`, with the
names that stand in the manifests; what is not given is missing, so that a template that needs it says so. Does not:
hold anything secret.
"""

from __future__ import annotations

from datetime import datetime

from provisioner.formats.templating import Scope
from provisioner.model.account import Account
from provisioner.model.manifest import DeclaredAccount, Manifests
from provisioner.model.values import plain, thaw


def account_scope(manifests: Manifests, declared: DeclaredAccount, now: datetime) -> Scope:
    """The scope of `declared`; its `vars` are the merged ones."""
    project = manifests.project
    names: dict[str, object] = {
        "project": {"name": project.name, "language": project.language},
        "vars": thaw(plain(declared.vars)),
    }
    if manifests.office is not None:
        names["office"] = _facts(manifests.office.account)
    if not declared.account.ref.is_office:
        names["client"] = _facts(declared.account)
    return Scope(names, now)


def _facts(account: Account) -> dict[str, object]:
    identity = account.identity
    facts: dict[str, object] = {
        "name": account.ref.name or account.display_name,
        "displayName": account.display_name,
        "organizationNumber": identity.organization_number,
        "companyId": identity.company_id,
        "labels": dict(account.labels),
    }
    return {name: value for name, value in facts.items() if value is not None}
