"""Which accounts a plan is about.

Promises: a name that nothing answers to is a diagnostic with a suggestion; a client that vanished from the manifests
is never read as "delete everything it has". Does not: load or read any account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provisioner.formats.suggest import closest
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.state import Summary
from provisioner.runtime.missing import GONE, left_alone, shrunken
from provisioner.runtime.prepare import Prepared
from provisioner.runtime.wish import PlanWish
from provisioner.runtime.words import WORDS


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan is about."""

    clients: tuple[DeclaredAccount, ...]
    """Clients of the manifests."""
    left_over: tuple[AccountRef, ...]
    """Accounts that only the state knows, and that are to be destroyed."""
    whole_office: bool
    """Whether all of the office's own things are in scope."""
    office_targets: tuple[Address, ...]
    """Else these, beside what the clients need."""
    partial: bool
    """Whether anything was left out."""
    diagnostics: tuple[Diagnostic, ...]
    """What was found."""
    guards: tuple[Diagnostic, ...] = ()
    """Rails that the scope runs into: a client list that shrank."""


def find_scope(wish: PlanWish, prepared: Prepared, summaries: Mapping[AccountRef, Summary]) -> Scope:
    """The accounts that `wish` is about. ManifestInvalid where it names one that does not exist."""
    declared = {item.account.ref: item for item in prepared.accounts if not item.account.ref.is_office}
    gone = {ref: item for ref, item in summaries.items() if ref not in declared and not ref.is_office}
    names = {*wish.clients, *(target.account.name for target in wish.targets if not target.account.is_office)}
    refuse_unknown(names, (*declared, *(gone if wish.destroy else ())))
    partial = bool(names or wish.targets or wish.selector)

    def wanted(ref: AccountRef) -> bool:
        if names and ref.name not in names:
            return False
        if wish.targets and not names:
            return False
        item = declared.get(ref)
        return not wish.selector or (item is not None and _matches(item, wish.selector))

    chosen = {ref for ref in declared if wanted(ref)}
    # What vanished is no matter of a plan that was narrowed, but a new name of a chosen company always is.
    found = () if wish.destroy else tuple(_gone(gone.values(), declared.values()))
    if not prepared.lists_whole:
        found = tuple(left_alone(item) for item in found)
    left_over = tuple(sorted(ref for ref in gone if wish.destroy and wanted(ref) and _has_anything(gone[ref])))
    return Scope(
        clients=tuple(item for ref, item in sorted(declared.items()) if ref in chosen),
        left_over=left_over,
        whole_office=not partial,
        office_targets=tuple(sorted(target for target in wish.targets if target.account.is_office)),
        partial=partial,
        diagnostics=tuple(item for item in found if not partial or item.concerns in chosen),
        guards=() if partial else shrunken(found, wish, prepared, summaries),
    )


def _matches(item: DeclaredAccount, selector: Mapping[str, str]) -> bool:
    return all(item.account.labels.get(key) == value for key, value in selector.items())


def _has_anything(summary: Summary) -> bool:
    return bool(summary.resources or summary.open_intents or summary.awaiting)


def refuse_unknown(names: Iterable[str], known: Iterable[AccountRef]) -> None:
    """ManifestInvalid for every name that no known client bears, with the nearest that one does."""
    there = [ref.name for ref in known]
    problems = []
    for name in sorted(set(names) - set(there)):
        close = closest(name, there)
        suggestion = f"Did you mean {close}?" if close else f"There are: {', '.join(sorted(there)) or 'none'}."
        problems.append(WORDS("unknown-client", None, name=name, suggestion=suggestion))
    if problems:
        raise ManifestInvalid(problems, "The command names clients that do not exist.")


def _gone(gone: Iterable[Summary], declared: Iterable[DeclaredAccount]) -> Iterable[Diagnostic]:
    """A client that vanished: renamed, if another is the same company, else gone with things still in the state."""
    accounts = [item.account for item in declared]
    for summary in gone:
        if not _has_anything(summary):
            continue
        identity = summary.bound_to
        same = next(
            (
                item
                for item in accounts
                if identity is not None
                and item.identity.organization_number is not None
                and identity.agrees_with(item.identity)
                and identity.organization_number == item.identity.organization_number
            ),
            None,
        )
        if same is not None:
            place = Place(same.source, account=same.ref)
            yield WORDS("client-renamed", place, name=same.ref.name, before=summary.account.name)
        else:
            yield WORDS(GONE, Place(account=summary.account), name=summary.account.name)
