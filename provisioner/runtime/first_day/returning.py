"""A workbook that comes back filled in, against the work that is open: what it says is there need not be made.

Promises: only a create of something that shows no key is ended by it, as found there; a key is named and left, for
whether it was made just now or was there before is another matter; so is what somebody else has in hand. What is said
not to be there stays open. Does not: write a manifest, or record what no work is open for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from provisioner.formats.survey.nouns import Answer
from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import StepAction
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.runtime.first_day.importing import known_before, read_answers
from provisioner.runtime.first_day.office_keys import office_desires
from provisioner.runtime.first_day.surveying import clients_of, desires_of, known_states
from provisioner.runtime.worklist.inventory import AttestWish, record, with_needs
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of it."""

    found: tuple[Address, ...]
    """Ended as found there."""
    keys: tuple[Address, ...]
    """Said to be there, and shows a key: told one by one."""
    in_hand: tuple[tuple[Address, str], ...]
    """Said to be there, and somebody else has taken it on; without a name a run began it, and may have made it."""
    open: int
    """How much stays open of what the workbook is about."""


@dataclass
class _Sorted:
    """Open work of which the workbook says that it is there, and what stays."""

    found: set[Address] = field(default_factory=set)
    keys: set[Address] = field(default_factory=set)
    in_hand: dict[Address, str] = field(default_factory=dict)
    open: int = 0


def complete_from(workspace: Workspace, file: Path, by: str) -> Returned:
    """Ends what the workbook says is there. UsageError, ManifestInvalid, and nothing is recorded, where it is wrong."""
    known = known_before(workspace)
    prepared = known.prepared
    survey = read_answers(workspace, file, known)
    desires = desires_of(prepared, clients_of(prepared), workspace)
    states = known_states(workspace)
    at_office = office_desires(workspace, prepared)
    said: dict[Address, Answer] = {}
    for company in survey.companies:
        for id_, answer in company.answers.items():
            desired = desires.get((company.name, id_))
            if desired is not None:
                said[desired.address] = answer
    for key in survey.office_keys:
        if key.answer is not None and (wanted := at_office.get(key.id)) is not None:
            said[wanted.address] = key.answer
    there = {address for address, answer in said.items() if answer is Answer.THERE}
    by_address: dict[Address, Desired] = {one.address: one for one in (*desires.values(), *at_office.values())}
    needs = with_needs(there, by_address, states, Answer.THERE) - there
    sorted_ = _sort(states, there, needs, said, by)
    if sorted_.found:
        record(workspace, AttestWish(by=by, addresses=tuple(sorted(sorted_.found))))
    return Returned(
        tuple(sorted(sorted_.found)),
        tuple(sorted(sorted_.keys)),
        tuple(sorted(sorted_.in_hand.items())),
        sorted_.open,
    )


def _sort(
    states: dict[AccountRef, AccountState],
    there: set[Address],
    needs: set[Address],
    said: dict[Address, Answer],
    by: str,
) -> _Sorted:
    sorted_ = _Sorted()
    for address in {*said, *needs}:
        state = states.get(address.account)
        intent = state.intent_at(address) if state is not None else None
        if intent is None or intent.step.action is not StepAction.CREATE:
            continue
        is_there = address in there or address in needs
        if is_there and intent.step.holds_secret:
            sorted_.keys.update({address} & there)
            sorted_.open += 1
        elif is_there and (claimed := _claimed(intent, by)) is not None:
            sorted_.in_hand[address] = claimed
            sorted_.open += 1
        elif is_there:
            sorted_.found.add(address)
        else:
            sorted_.open += 1
    return sorted_


def _claimed(intent: Intent, by: str) -> str | None:
    """Who else has it in hand; None where nobody has."""
    if intent.phase is IntentPhase.AWAITING or intent.claimant == by:
        return None
    return intent.claimant
