"""What must hold when a run has come to rest, whatever went wrong in it.

Promises: every rule names itself, and says what it saw. Does not: change anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.address import AccountRef
from provisioner.model.plan import Plan
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, violations
from provisioner.spi.rehearsal import Thing
from provisioner.testing.memory import MemoryBackend
from provisioner.testing.simulation.matching import Matched, Recorded, alike, bears, match
from provisioner.testing.simulation.project import opens
from provisioner.testing.simulation.run import Run
from provisioner.testing.simulation.tally import Finding

SHORTEST = 8
"""No canary is shorter; a shorter text would stand anywhere."""


def look(run: Run, rest: Plan | None, *, empty: bool) -> tuple[Finding, ...]:
    """Everything that does not hold."""
    backend = MemoryBackend(run.disk)
    refs = sorted(run.disk.accounts)
    states = tuple(state for ref in refs if (state := backend.load(ref)) is not None)
    things = tuple(thing for thing in run.world.things() if thing.number not in run.strange)
    matched = match(states, things)
    found = [*run.monitor.findings]
    if rest is None:
        found.append(Finding("convergence", _why_not(run, states)))
    found += (Finding("rules", text) for text in _broken_rules(run, refs))
    found += (Finding("rest", text) for text in _left_open(run, states, empty=empty))
    standing = MemoryBackend(run.disk).leases(run.clock.now())
    found += (Finding("stale-lease", f"{lease.holder} still holds {lease.account}") for lease in standing)
    found += (Finding("keys", text) for text in _unclaimed(run, matched))
    found += (Finding("world", text) for text in _missing(run, matched))
    found += (Finding("store", text) for text in _secrets(run, matched))
    found += (Finding("audit", text) for text in _audit(run, refs))
    found += (Finding("canary", text) for text in _canaries(run, backend, refs))
    return tuple(found)


def _why_not(run: Run, states: tuple[AccountState, ...]) -> str:
    open_ = [
        f"{intent.address} {intent.step.action.value} {intent.phase.value}" for s in states for intent in s.intents
    ]
    return (
        f"it never came to rest: {'; '.join([*open_, *run.left[:4], *run.ended[-2:]]) or 'the plan still has changes'}"
    )


def _broken_rules(run: Run, refs: list[AccountRef]) -> Iterator[str]:
    for ref in refs:
        latest = MemoryBackend(run.disk).load(ref)
        for state in (*run.disk.accounts[ref].states.values(), *([latest] if latest is not None else [])):
            for broken in violations(state):
                yield f"{ref} at serial {state.serial}: {broken.rule} {broken.summary}"


def _left_open(run: Run, states: tuple[AccountState, ...], *, empty: bool) -> Iterator[str]:
    for state in states:
        yield from (f"an intent is left open at {intent.address}" for intent in state.intents)
        if empty:
            yield from (f"{entry.address} is left after everything was taken away" for entry in state.entries)
        else:
            yield from (f"{entry.address} has a generation too many" for entry in state.entries if entry.deposed)
    yield from (f"a deposit is left at {deposit.address}" for deposit in run.disk.deposits.values())
    yield from (f"a rescue file is left of {deposit.address}" for deposit in run.rescued.values())


def _unclaimed(run: Run, matched: Matched) -> Iterator[str]:
    """A thing that we made and know nothing of: a double, or a key lost without a word."""
    for thing in matched.unclaimed:
        if not thing.from_before and thing.kind not in run.script.permanent:
            yield f"{thing.account} has a {thing.kind} ({thing.number}) that nobody knows of"


def _missing(run: Run, matched: Matched) -> Iterator[str]:
    for it in matched.missing:
        if not any(_is(thing, it) for thing in run.removed):
            yield f"{it.address} generation {it.generation.number} is recorded, and is not there"


def _is(thing: Thing, it: Recorded) -> bool:
    of = thing.account == it.address.account and thing.kind == it.address.kind
    return of and (bears(thing, it.generation.attributes) or alike(thing, it.generation.attributes))


def _secrets(run: Run, matched: Matched) -> Iterator[str]:
    """What is said to be held is held: the very key that the world showed."""
    for it, thing in matched.pairs:
        status, key = it.generation.secret, (it.address, it.generation.number)
        if thing.secret is None or status not in (SecretStatus.SEALED, SecretStatus.STORED):
            continue
        sealed = run.disk.sealed.get(key)
        if sealed is not None and not opens(sealed, thing.secret):
            yield f"the sealed key of {it.address} is another than the one that is there"
        if sealed is None and status is SecretStatus.SEALED:
            yield f"the key of {it.address} is said to be sealed, and is not"
        stored = run.store.kept.get(key)
        if status is SecretStatus.STORED and (stored is None or stored.reveal() != thing.secret.reveal()):
            yield f"the store does not have the key of {it.address} that is there"


def _audit(run: Run, refs: list[AccountRef]) -> Iterator[str]:
    """One record for each commit, and none for anything else."""
    for ref in refs:
        told = sum(record.account == ref for record in run.disk.audit)
        serial = run.disk.accounts[ref].serial
        if told != serial:
            yield f"{ref} is at serial {serial}, and its audit has {told} records"


def _canaries(run: Run, backend: MemoryBackend, refs: list[AccountRef]) -> Iterator[str]:
    """No secret stands in anything that is kept or shown."""
    secrets = {thing.secret.reveal() for thing in (*run.world.things(), *run.removed) if thing.secret is not None}
    secrets |= {held.secret.reveal() for many in run.monitor.in_hand.values() for held in many}
    secrets |= {
        credential.reveal() for credential in run.world.endpoint.credentials.values() if _is_secret(credential.reveal())
    }
    written: list[tuple[str, str]] = []
    for ref in refs:
        row = run.disk.accounts[ref]
        latest = backend.load(ref)
        written.append((f"the state of {ref}", repr(latest)))
        written.extend((f"the state of {ref} at serial {serial}", repr(state)) for serial, state in row.states.items())
    written.append(("the audit", repr(run.disk.audit)))
    written.append(("the trace", repr((run.seams.trace, run.ended))))
    written.extend(
        ("what was shown", paper.decode() if isinstance(paper, bytes) else repr(paper)) for paper in run.papers
    )
    for where, text in written:
        for secret in secrets:
            if secret in text:
                yield f"a secret stands in {where}"


def _is_secret(text: str) -> bool:
    """A log-in name is none."""
    return len(text) >= SHORTEST and "@" not in text
