"""One account's books: its state in memory, kept equal to the backend's by one way of writing.

Promises: what stands in `state` has been committed. A write that the backend refuses changes nothing here. Does not:
call providers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from provisioner import __version__
from provisioner.engine.fold import Convergence, audited, fold, summarise
from provisioner.formats.canonical import digest
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import AnotherWorld, StaleState
from provisioner.model.manifest import KeepSealed
from provisioner.model.outcome import (
    Applied,
    Attested,
    Bound,
    Edited,
    Failed,
    HandedOff,
    Learnt,
    Moved,
    Noted,
    Outcome,
    Settled,
    Stored,
)
from provisioner.model.plan import Step, StepAction
from provisioner.model.secrets import SealedSecret, SecretStatus
from provisioner.model.state import AccountState, AuditRecord, Generation, Intent, IntentPhase, Summary
from provisioner.model.values import Attributes, attributes
from provisioner.model.work import Handoff, HandoffStatus
from provisioner.runtime.state.leases import HeldLease, Keeper
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import AdvanceRequest, BeginRequest, CommitRequest
from provisioner.spi.events import Event, EventKind


@dataclass
class Books:
    """An account's state and the lease to write it under."""

    workspace: Workspace
    """The hands."""
    lease: HeldLease
    """The right to write."""
    state: AccountState
    """As committed."""
    plan_digest: str = ""
    """Of the plan that is applied."""

    def begin(self, next_state: AccountState, intent: Intent) -> None:
        """Makes `intent` durable."""
        now = self.workspace.clock.now()
        summary = self._summary(next_state, None)
        self.workspace.backend().begin(BeginRequest(self.lease.lease, intent, summary, now))
        self.state = next_state

    def advance(self, next_state: AccountState, intent: Intent, *, expected: IntentPhase) -> None:
        """Moves an open intent on."""
        now = self.workspace.clock.now()
        summary = self._summary(next_state, None)
        self.workspace.backend().advance(AdvanceRequest(self.lease.lease, intent, expected, summary, now))
        self.state = next_state

    def commit(
        self,
        outcome: Outcome,
        *,
        commit_id: str,
        sealed: tuple[SealedSecret, ...] = (),
        converged: Convergence | None = None,
    ) -> None:
        """Folds `outcome` in and writes the next state in one transaction."""
        now = self.workspace.clock.now()
        record = self._audit(outcome)
        next_state = audited(fold(self.state, outcome), digest(record))
        request = CommitRequest(
            lease=self.lease.lease,
            commit_id=commit_id,
            expected_serial=self.state.serial,
            next_state=next_state,
            summary=self._summary(next_state, converged),
            audit=(record,),
            now=now,
            sealed=sealed,
            drop_sealed=self._not_kept(outcome),
        )
        serial = self.workspace.backend().commit(request)
        if serial != next_state.serial:
            # The same id was committed before, and not by this very outcome: what is in hand was not recorded.
            raise StaleState.of(REFUSALS("recorded-already", commit_id=commit_id, serial=serial))
        self.state = next_state

    def _not_kept(self, outcome: Outcome) -> tuple[tuple[Address, int], ...]:
        """The sealed copy that the project's `keepSealed` lets go of with `outcome`."""
        keep = self.workspace.project.secrets.keep_sealed
        match outcome:
            case Stored(status=SecretStatus.STORED):
                found = self._generation(outcome.address, outcome.generation)
                handoff = found.handoff if found is not None else None
                confirmed = handoff is not None and handoff.status is HandoffStatus.CONFIRMED
                done = keep is KeepSealed.UNTIL_STORED or (keep is KeepSealed.UNTIL_CONFIRMED and confirmed)
                return ((outcome.address, outcome.generation),) if done else ()
            case HandedOff(handoff=Handoff(status=HandoffStatus.CONFIRMED)) if keep is KeepSealed.UNTIL_CONFIRMED:
                # A copy that is nowhere else is never let go of, whoever has confirmed what.
                kept = self.is_in_store(outcome.address, outcome.generation)
                return ((outcome.address, outcome.generation),) if kept else ()
            case Applied(step=Step(action=StepAction.DELETE) as step) if keep is not KeepSealed.ALWAYS:
                return ((step.address, step.generation),)  # it opens nothing any more
            case Edited(rename=(before, _)):  # each was committed under the new address
                return tuple((address, number) for address, number in _generations(self.state) if address == before)
            case Moved(came_from=None):  # each was committed under the new name before
                return tuple(_generations(self.state))
        return ()

    def secret_of(self, address: Address, generation: int) -> SecretStatus | None:
        """What became of a generation's secret; None where there is none."""
        found = self._generation(address, generation)
        return found.secret if found is not None else None

    def stored_as(self, address: Address, generation: int) -> Address:
        """Under which address the secret store has a generation's secret, if it has it."""
        found = self._generation(address, generation)
        return address if found is None or found.stored_as is None else found.stored_as

    def stored_in(self, address: Address, generation: int) -> str:
        """Which store is recorded to have a generation's secret; empty where none is."""
        found = self._generation(address, generation)
        return found.stored_in if found is not None else ""

    def is_in_store(self, address: Address, generation: int) -> bool:
        """Whether the store that the project names today has a generation's secret. One in a store that it named
        before, or in one that nobody wrote down, is not there."""
        stored = self.secret_of(address, generation) is SecretStatus.STORED
        return stored and self.workspace.is_todays_store(self.stored_in(address, generation))

    def _generation(self, address: Address, number: int) -> Generation | None:
        entry = self.state.entry(address)
        there = (*entry.deposed, entry.current) if entry is not None else ()
        return next((item for item in there if item.number == number), None)

    def _summary(self, state: AccountState, converged: Convergence | None) -> Summary:
        return summarise(state, converged, self.workspace.clock.now(), __version__)

    def _audit(self, outcome: Outcome) -> AuditRecord:
        intent = _intent_of(self.state, outcome)
        return AuditRecord(
            id=self.workspace.clock.new_id(),
            at=self.workspace.clock.now(),
            account=self.state.account,
            actor=self.workspace.surroundings.actor,
            event=outcome.event if isinstance(outcome, Noted) else type(outcome).__name__.lower(),
            address=_address_of(outcome),
            intent_id=intent.id if intent else None,
            plan_digest=intent.plan_digest if intent else self.plan_digest,
            evidence_digest=digest(intent.evidence) if intent else "",
            detail=_detail(outcome),
            revision=self.workspace.revision,
            previous=self.state.audit_head,
        )

    def tell(self, kind: EventKind, address: Address | None = None, message: str = "") -> None:
        """Tells the audience."""
        event = Event(kind, self.workspace.clock.now(), self.state.account, address, message)
        self.workspace.observers.tell(event)


def _generations(state: AccountState) -> Iterator[tuple[Address, int]]:
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            yield entry.address, generation.number


def _intent_of(state: AccountState, outcome: Outcome) -> Intent | None:
    if isinstance(outcome, Applied | Failed) and outcome.intent_id:
        return state.intent(outcome.intent_id)
    return outcome.intent if isinstance(outcome, Settled) else None


def _address_of(outcome: Outcome) -> Address | None:
    if isinstance(outcome, Applied | Failed):
        return outcome.step.address
    if isinstance(outcome, Settled):
        return outcome.intent.address
    return outcome.address if isinstance(outcome, Stored | HandedOff | Learnt | Noted) else None


def _detail(outcome: Outcome) -> Attributes:
    match outcome:
        case Applied(step=step, native_id=native_id):
            return attributes(
                action=step.action.value, generation=step.generation, driver=step.driver, nativeId=native_id
            )
        case Failed(step=step, diagnostic=diagnostic):
            return attributes(action=step.action.value, code=diagnostic.code, summary=diagnostic.summary)
        case Settled(as_=as_, by=by):
            return attributes(settledAs=as_.value, by=by)
        case Attested():
            return _attested(outcome)
        case Stored(generation=generation, status=status, store=store):
            return attributes(generation=generation, status=status.value, **({"store": store} if store else {}))
        case HandedOff(generation=generation, handoff=handoff):
            return attributes(generation=generation, status=handoff.status.value, by=handoff.by)
        case Learnt(generation=generation, notes=notes):
            return attributes(generation=generation, learnt=sorted(notes))
        case Bound(identity=identity):
            return attributes(organizationNumber=identity.organization_number, companyId=identity.company_id)
        case Edited():
            return _edited(outcome)
        case Noted(detail=detail):
            return detail
        case Moved(came_from=earlier, went_to=went_to):
            before = None if earlier is None else f"{earlier.account} {earlier.lineage} {earlier.serial}"
            return attributes(cameFrom=before, wentTo=str(went_to) if went_to is not None else None)
    return attributes()


def _attested(outcome: Attested) -> Attributes:
    said = {"exists": outcome.exists, "absent": outcome.absent, "unsure": outcome.unsure}
    named = {key: [str(address) for address in found] for key, found in said.items() if found or key == "exists"}
    return attributes(by=outcome.by, empty=outcome.empty, **named)


def _edited(outcome: Edited) -> Attributes:
    replaced, rename = outcome.replacement, outcome.rename
    told: dict[str, object] = {
        "removed": [str(address) for address in outcome.remove],
        "renamed": [str(address) for address in rename] if rename is not None else [],
        "found": [f"{address} {number}" for address, number in outcome.found],
        "replacedBy": f"{replaced.lineage} {replaced.serial}" if replaced is not None else "",
        "reason": outcome.reason,
    }
    return attributes(by=outcome.by, **{name: value for name, value in told.items() if value})


def refuse_another_world(workspace: Workspace, state: AccountState) -> None:
    """AnotherWorld where the state was made in another world: nothing it says holds in this one."""
    if state.world and state.world != workspace.world:
        raise AnotherWorld.of(
            REFUSALS(
                "another-world",
                account=state.account,
                world=state.world,
                here=workspace.world or "no endpoint",
                here_nb=workspace.world or "intet endepunkt",
            )
        )


@contextmanager
def open_books(workspace: Workspace, account: AccountRef, reason: str, plan_digest: str = "") -> Iterator[Books]:
    """The account's books under a fresh lease. LeaseHeld, StateCorrupt, BackendFailed."""
    backend = workspace.backend()
    keeper = Keeper(backend, workspace.clock, workspace.surroundings.holder, reason, workspace.crew)
    with keeper.hold(account) as lease:
        state = backend.load(account)
        if state is None:
            state = AccountState(account, lineage=workspace.clock.new_id(), serial=0, world=workspace.world)
        refuse_another_world(workspace, state)
        yield Books(workspace, lease, state, plan_digest)


def touch(books: Books, identity: Bound, converged: Convergence) -> None:
    """Records that the account has converged, so that it can be left unread until something about it changes."""
    books.commit(identity, commit_id=books.workspace.clock.new_id(), converged=converged)


def as_it_was(summary: Summary | None, state: AccountState) -> Convergence | None:
    """What is remembered of convergence, for a commit that changes nothing that a plan looks at."""
    if summary is None or not summary.input_digest:
        return None
    if (summary.lineage, summary.serial) != (state.lineage, state.serial):
        return None  # somebody was here since it was read
    return Convergence(summary.input_digest, summary.desired_digest, summary.due_at)
