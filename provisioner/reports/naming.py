"""What people call what a plan is about: companies by their names, things by the product they serve.

Promises: two things of one account are never called the same; where people have no name for something, its address
names it. Does not: name anything for a program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Action, Change, Plan
from provisioner.model.plan_view import PlanView, RowView
from provisioner.model.resource import ResourceType
from provisioner.reports.plain import clean

_FEW: Final = 3
"""So many companies' names make a title."""


def whose(plan: Plan) -> str:
    """The office's name; those of the few clients in a plan without the office; else the project's own."""
    named = [each.account for each in plan.accounts if each.account.ref.is_office]
    if not named and len(plan.accounts) <= _FEW:
        named = [each.account for each in plan.accounts]
    names = [account.display_name for account in named]
    return ", ".join(names) if names and all(names) else plan.project


def label(change: Change, kind: ResourceType | None, beside: Iterable[Change], language: str) -> str:
    """What people call it; with the name of its address, where that says more, if another of those `beside` it is
    called the same."""
    name, called = change.address.name, _called(change, kind, language)
    if not called or change.action is Action.NO_OP or called.casefold() == name.casefold():
        return called or name
    twins = (other for other in beside if other.address.kind == change.address.kind and other.address.name != name)
    return f"{called} ({name})" if any(_called(other, kind, language) == called for other in twins) else called


def _called(change: Change, kind: ResourceType | None, language: str) -> str:
    if kind is None:
        return ""
    return clean(kind.label(change.after, language) or kind.label(change.before, language))


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls what it is about."""

    companies: Mapping[AccountRef, str]
    """By account."""
    labels: Mapping[Address, str]
    """By address, without the company."""

    @classmethod
    def of(cls, view: PlanView) -> Names:
        """All of a plan's."""
        labels = {address: group.row.label for group in view.groups for address in group.addresses}
        # A row's own words are better than those of the first that is like it.
        labels.update({row.address: row.label for account in view.accounts for row in account.rows})
        return cls({account.ref: account.name for account in view.accounts}, labels)

    def company(self, ref: AccountRef) -> str:
        """What people call the company."""
        return self.companies.get(ref, str(ref))

    def thing(self, address: Address) -> str:
        """What people call it, the company first."""
        return f"{self.company(address.account)}: {self.label(address)}"

    def label(self, address: Address) -> str:
        """The same without the company."""
        return self.labels.get(address, address.name)

    def place(self, about: AccountRef | Address) -> str:
        """Either."""
        return self.thing(about) if isinstance(about, Address) else self.company(about)

    def why(self, row: RowView) -> str:
        """Why, with what it waits for by its name."""
        told = row.why
        for address in row.change.waits_for:
            own = address.account == row.address.account
            told = told.replace(str(address), f"«{self.label(address)}»" if own else f"«{self.thing(address)}»")
        return told
