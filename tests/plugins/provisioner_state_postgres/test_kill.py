"""Processes that write at once, and are killed in the middle of it, leave a state that is whole to the last."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.model.errors import LeaseHeld
from provisioner.model.state import violations
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, acquire, serials
from provisioner.testing.samples import BAKERY
from provisioner_state_postgres.backend import PostgresBackend
from tests.plugins.provisioner_state_postgres.opening import opened

ACCOUNTS = 4
ROOT = Path(__file__).parents[3]
HERE = "tests.plugins.provisioner_state_postgres.test_kill"


def started(function: str, *words: str) -> subprocess.Popen[str]:
    """A function of this file in a process of its own."""
    code = f"import sys; from {HERE} import {function}; {function}(*sys.argv[1:])"
    return subprocess.Popen([sys.executable, "-c", code, *words], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")


def write_for_ever(url: str) -> None:
    """Begins and commits on several accounts in threads; says each serial once it is told to be durable."""
    from concurrent.futures import ThreadPoolExecutor  # the killed process's own

    backend = opened(url)

    def work(number: int) -> None:
        account = samples.client(f"client-{number}")
        writer = acquire(backend, account)
        address = samples.key_address(account)
        for serial in range(1, 1_000_000):
            intent = samples.intent(f"{number}-{serial}", address)
            writer.begin(samples.state(account, serial - 1), intent)
            after = samples.state(account, serial, entries=(samples.entry(address, number=serial),))
            done = writer.commit(after, intent.id)
            sys.stdout.write(f"{number} {done}\n")
            sys.stdout.flush()

    with ThreadPoolExecutor(ACCOUNTS) as pool:
        list(pool.map(work, range(ACCOUNTS)))


def write_in_turns(url: str, name: str) -> None:
    """Takes the one lease whenever it is free, commits, and says which serial that made."""
    backend = opened(url)
    for number in range(10):
        while True:
            try:
                writer = acquire(backend, holder=name)
                break
            except LeaseHeld:
                continue
        state = backend.load(BAKERY)
        serial = 1 + (state.serial if state is not None else 0)
        sys.stdout.write(f"{writer.commit(samples.state(serial=serial), f'{name}-{number}')}\n")
        backend.release(writer.lease)
    backend.close()


@pytest.mark.parametrize("lines", [1, 30, 100])
def test_a_kill_between_any_two_instructions_loses_nothing_that_was_told(lines: int, url: str) -> None:
    opened(url).close()
    with started("write_for_ever", url) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += process.stdout.readlines()
    last: dict[int, int] = {}
    for line in told:
        if line.endswith("\n"):
            number, serial = map(int, line.split())
            last[number] = serial
    backend = opened(url, create=False)
    for number in range(ACCOUNTS):
        check_account(backend, number, told=last.get(number, 0))
    backend.close()


def check_account(backend: PostgresBackend, number: int, told: int) -> None:
    """State, history, audit, summary and intents agree, hold what was told, and can be gone on with."""
    account = samples.client(f"client-{number}")
    # Under a new lease: what the killed process had sent has been carried out or undone before it is granted.
    writer = acquire(backend, account, now=LATER)
    state = backend.load(account)
    if state is None:
        assert told == 0
        return
    assert violations(state) == ()
    assert told <= state.serial <= told + 1, "told of all that was written, but for the answer on its way"
    assert serials(backend, account) == list(range(1, state.serial + 1))
    assert len(backend.audit(account)) == state.serial
    assert all(intent.id == f"{number}-{state.serial + 1}" for intent in state.intents)
    (summary,) = (summary for summary in backend.summaries() if summary.account == account)
    assert (summary.serial, summary.open_intents) == (state.serial, len(state.intents))
    assert writer.commit(samples.state(account, state.serial + 1), f"{number}-{state.serial + 1}") == state.serial + 1


def test_two_processes_at_once(url: str) -> None:
    opened(url).close()
    with started("write_in_turns", url, "one") as one, started("write_in_turns", url, "two") as two:
        assert one.stdout is not None
        assert two.stdout is not None
        said = [*one.stdout.read().split(), *two.stdout.read().split()]
    assert (one.returncode, two.returncode) == (0, 0)
    assert sorted(map(int, said)) == list(range(1, 21))
    backend = opened(url, create=False)
    assert serials(backend) == list(range(1, 21))
    assert len(backend.audit()) == 20
    backend.close()
