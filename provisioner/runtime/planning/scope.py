"""Which accounts a plan is about.

Promises: a name that nothing answers to is a diagnostic with a suggestion; a client that vanished from the manifests
is never read as "delete everything it has". Does not: load or read any account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from provisioner.engine.suggest import closest
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.state import Summary
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.words import WORDS

GONE: Final = "client-gone"


@dataclass(frozen=True, slots=True)
class Renamed:
    """One company under two names."""

    account: Account
    """As the manifests call it."""
    before: AccountRef
    """As the state does."""


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
    renamed: tuple[Renamed, ...] = ()
    """Clients of these that the state knows under another name."""
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
        return not wish.selector or (item is not None and wears(item, wish.selector))

    chosen = {ref for ref in declared if wanted(ref)}
    if wish.selector and not chosen:
        refuse_empty_selector(wish.selector, declared.values())
    # What vanished is no matter of a plan that was narrowed, but a new name of a chosen company always is.
    vanished = [] if wish.destroy else [item for item in gone.values() if item.holds_anything]
    renamed = tuple(_renamed([*vanished, *_strayed(wish, declared, summaries)], declared.values()))
    moved = {item.before for item in renamed}
    found = tuple(_gone((item.account for item in vanished if item.account not in moved), prepared))
    guards: tuple[Diagnostic, ...] = ()
    if found and prepared.manifests.client_sets:
        from provisioner.runtime.planning.missing import left_alone, shrunken  # noqa: PLC0415  # who is never missing needs none

        found = found if prepared.lists_whole else tuple(left_alone(item) for item in found)
        missing = sum(item.code == GONE for item in found)
        guards = shrunken(missing, wish, prepared, summaries)
    left_over = tuple(sorted(ref for ref in gone if wish.destroy and wanted(ref) and gone[ref].holds_anything))
    return Scope(
        clients=tuple(item for ref, item in sorted(declared.items()) if ref in chosen),
        left_over=left_over,
        whole_office=not partial,
        office_targets=tuple(sorted(target for target in wish.targets if target.account.is_office)),
        partial=partial,
        diagnostics=tuple(item for item in found if not partial or item.concerns in chosen),
        renamed=tuple(item for item in renamed if item.account.ref in chosen),
        guards=() if partial else guards,
    )


def refuse_empty_selector(selector: Mapping[str, str], declared: Iterable[DeclaredAccount]) -> None:
    """ManifestInvalid: a selector that nobody has is a slip of the keyboard, and no reason to say that all is well."""
    asked = ",".join(f"{key}={value}" for key, value in sorted(selector.items()))
    there = sorted({f"{key}={value}" for item in declared for key, value in item.account.labels.items()})
    labels = ", ".join(there) or "-"
    problem = WORDS("selector-matches-nobody", None, selector=asked, labels=labels)
    raise ManifestInvalid([problem])


def wears(item: DeclaredAccount, selector: Mapping[str, str]) -> bool:
    """Whether the account has every label of the selector."""
    return all(item.account.labels.get(key) == value for key, value in selector.items())


def refuse_unknown(names: Iterable[str], known: Iterable[AccountRef]) -> None:
    """ManifestInvalid for every name that no known client bears, with the nearest that one does."""
    there = sorted({ref.name for ref in known})
    problems = []
    for name in sorted(set(names) - set(there)):
        close = closest(name, there)
        listed = ", ".join(there)
        said = {
            "suggestion": f"Did you mean {close}?" if close else f"There are: {listed or 'none'}.",
            "suggestion_nb": f"Mente du {close}?" if close else f"Det finnes: {listed or 'ingen'}.",
        }
        problems.append(WORDS("unknown-client", None, name=name, **said))
    if problems:
        raise ManifestInvalid(problems)


def _strayed(
    wish: PlanWish, declared: Mapping[AccountRef, DeclaredAccount], summaries: Mapping[AccountRef, Summary]
) -> Iterator[Summary]:
    """Those whose name the manifests now give to another company; nothing must be made a second time elsewhere."""
    for ref, summary in () if wish.destroy else summaries.items():
        item, bound_to = declared.get(ref), summary.bound_to
        if item is None or bound_to is None or bound_to.agrees_with(item.account.identity):
            continue
        if summary.holds_anything:
            yield summary


def _renamed(vanished: Iterable[Summary], declared: Iterable[DeclaredAccount]) -> Iterator[Renamed]:
    """Those that vanished under their name while another name says the same company."""
    by_mark = {mark: item.account for item in declared for mark in _marks(item.account.identity)}
    for summary in sorted(vanished, key=lambda item: item.account):
        identity = summary.bound_to or Identity()
        same = next((by_mark[mark] for mark in _marks(identity) if mark in by_mark), None)
        if same is not None and identity.agrees_with(same.identity):
            yield Renamed(same, summary.account)


def _marks(identity: Identity) -> tuple[str | int, ...]:
    """What a company is known by, the strongest first; a number is one mark, a text the other."""
    return tuple(mark for mark in (identity.company_id, identity.organization_number) if mark)


def _gone(vanished: Iterable[AccountRef], prepared: Prepared) -> Iterator[Diagnostic]:
    """A client that vanished with things still in the state; nobody remembers whether it stood in a list."""
    lists = [f"`{item.name}`" for item in prepared.manifests.client_sets]
    what, what_nb = ("its file", "filen")
    if lists:
        what = f"its row in the list {' or '.join(lists)}, or its file,"
        what_nb = f"raden i listen {' eller '.join(lists)}, eller filen,"
    for ref in vanished:
        yield WORDS(GONE, Place(account=ref), name=ref.name, what=what, what_nb=what_nb)
