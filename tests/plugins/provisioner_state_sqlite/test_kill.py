"""A process that is killed in the middle of its commits leaves a state that is whole, to the last it was told of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.model.state import violations
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, acquire, serials
from provisioner_state_sqlite.backend import SqliteBackend, open_backend
from tests.plugins.provisioner_state_sqlite.opening import context

ACCOUNTS = 4
ROOT = Path(__file__).parents[3]


def write_for_ever(root: Path) -> None:
    """Begins and commits on several accounts in threads; says each serial once it is told to be durable."""
    from concurrent.futures import ThreadPoolExecutor  # the killed process's own

    backend = open_backend(context(root))

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


@pytest.mark.parametrize("lines", [1, 7, 40, 150])
def test_a_kill_between_any_two_instructions_loses_nothing_that_was_told(lines: int, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from tests.plugins.provisioner_state_sqlite.test_kill import write_for_ever;"
        "write_for_ever(Path(sys.argv[1]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    with process.stdout:
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += process.stdout.readlines()
    process.wait()
    serials: dict[int, int] = {}
    for line in told:
        if line.endswith("\n"):
            number, serial = map(int, line.split())
            serials[number] = serial
    backend = open_backend(context(tmp_path, create=False))
    for number in range(ACCOUNTS):
        check_account(backend, number, told=serials.get(number, 0))
    backend.close()


def check_account(backend: SqliteBackend, number: int, told: int) -> None:
    """State, history, audit, summary and intents agree, hold what was told, and can be gone on with."""
    account = samples.client(f"client-{number}")
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
    writer = acquire(backend, account, now=LATER)
    assert writer.commit(samples.state(account, state.serial + 1), f"{number}-{state.serial + 1}") == state.serial + 1
