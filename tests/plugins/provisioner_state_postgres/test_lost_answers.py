"""A connection that breaks at any message, either way: everything is done once, and the answer is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed, LeaseHeld, StaleState
from provisioner.model.secrets import SealedSecret
from provisioner.model.state import IntentPhase
from provisioner.spi.backend import Archive, Backend, Deposit, PruneRequest, RestoreRequest
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, TTL, acquire
from provisioner.testing.samples import NOW
from provisioner_state_postgres.database import Patience
from tests.plugins.provisioner_state_postgres.opening import HURRIED, opened
from tests.plugins.provisioner_state_postgres.proxy import Lose, Proxy, proxied
from tests.postgres import Server

ROLE = "through_the_proxy"


@pytest.fixture(scope="module")
def proxy(server: Server) -> Iterator[Proxy]:
    with proxied(server.sockets, server.port) as proxy:
        yield proxy


@pytest.fixture
def through(server: Server, proxy: Proxy) -> str:
    """The address of a new state, through the proxy; what comes over the server's own socket needs no password."""
    schema = server.schema()
    opened(server.url(schema=schema)).close()
    return f"postgresql://postgres@127.0.0.1:{proxy.port}/postgres?schema={schema}"


def everything(backend: Backend, account: AccountRef) -> list[object]:
    """Every kind of write once, and what each answered."""
    key, other, third = (samples.key_address(account, name) for name in ("key", "other", "third"))
    said: list[object] = []
    first = acquire(backend, account)
    said.append(first.lease)
    said.append(backend.break_lease(account, "it hangs", NOW))
    writer = acquire(backend, account)
    said.append(writer.lease)
    said.append(backend.renew(writer.lease, TTL + 5, NOW))
    waiting = samples.intent(f"i1-{account}", key, phase=IntentPhase.AWAITING)
    writer.begin(samples.state(account, 0), waiting)
    claimed = samples.claimed(waiting, "kari")
    writer.advance(samples.state(account, 0), claimed)
    secret = SealedSecret(key, 1, samples.sealed())
    made = samples.state(account, 1, entries=(samples.entry(key),))
    said.append(backend.commit(replace(writer.request(made, waiting.id), sealed=(secret,))))
    still = samples.intent(f"i2-{account}", other)
    said.append(writer.commit(replace(made, serial=2, intents=(still,))))
    for number in (1, 2):
        backend.deposit(Deposit(f"d{number}-{account}", third, number, samples.sealed()))
    backend.withdraw(f"d1-{account}")
    backend.release(writer.lease)
    return [*said, backend.leases(NOW), backend.load(account), backend.archive(account)]


@pytest.mark.parametrize("lose", [Lose.QUESTION, Lose.ANSWER], ids=["question", "answer"])
def test_every_message_may_be_lost(lose: Lose, proxy: Proxy, through: str) -> None:
    backend = opened(through, patience=HURRIED)
    # What every account's answers must be like, but for its name.
    reference = samples.client("reference")
    proxy.cut(0, lose)
    expected = repr(everything(backend, reference))
    messages = len(proxy.seen)
    assert messages > 50
    for at in range(1, messages + 1):
        account = samples.client(f"number-{at}")
        proxy.cut(at, lose)
        said = repr(everything(backend, account))
        assert len(proxy.seen) > messages, "something was asked again"
        assert said.replace(str(account), str(reference)) == expected, (at, proxy.seen[at - 1])
    backend.close()


def test_a_restored_archive_and_a_pruned_history_whose_answer_is_lost(proxy: Proxy, through: str) -> None:
    source = opened(through, patience=HURRIED)
    everything(source, samples.BAKERY)
    archive = source.archive(samples.BAKERY)
    assert archive is not None
    moved = [moved_to(archive, samples.client(f"moved-{number}")) for number in range(40)]
    for number, each in enumerate(moved):
        writer = acquire(source, each.account)
        proxy.cut(1 + number % 20, Lose.ANSWER if number < 20 else Lose.QUESTION)
        source.restore(RestoreRequest(writer.lease, each, NOW))
        assert source.prune(PruneRequest(writer.lease, 2, NOW)) in (0, 1)
        proxy.cut(0, Lose.ANSWER)
        assert source.archive(each.account) == replace(each, versions=each.versions[1:])
    source.close()


def moved_to(archive: Archive, account: AccountRef) -> Archive:
    """The same of another account, without what names the first one's addresses."""
    return replace(
        archive,
        account=account,
        summary=replace(archive.summary, account=account),
        versions=tuple(
            replace(item, state=replace(item.state, account=account, entries=())) for item in archive.versions
        ),
        intents=(),
        sealed=(),
        deposits=(),
        audit=tuple(replace(record, account=account, address=None) for record in archive.audit),
    )


def test_a_lost_answer_is_no_excuse(proxy: Proxy, through: str) -> None:
    """What somebody else did between the attempts is not taken for ours."""
    backend = opened(through, patience=HURRIED)
    acquire(backend, holder="ola")
    proxy.cut(2, Lose.QUESTION)
    with pytest.raises(LeaseHeld, match="ola"):
        acquire(backend)
    proxy.cut(0, Lose.QUESTION)
    writer = acquire(backend, now=LATER)
    waiting = samples.intent("i1", phase=IntentPhase.AWAITING)
    writer.begin(samples.state(serial=0), waiting)
    writer.advance(samples.state(serial=0), samples.claimed(waiting, "ola"))
    proxy.cut(4, Lose.QUESTION)
    with pytest.raises(StaleState):
        writer.advance(samples.state(serial=0), samples.claimed(waiting, "kari"))
    backend.close()


def test_a_writer_that_is_cut_off_in_the_middle_holds_nobody_up_for_long(proxy: Proxy, through: str) -> None:
    """The server does not notice that it is gone; it is undone for its silence."""
    patience = replace(HURRIED, pauses=(0.0,) * 10, silence_seconds=0.5)
    backend = opened(through, patience=patience)
    writer = acquire(backend)
    proxy.cut(3, Lose.CLIENT)
    assert writer.commit(samples.state()) == 1
    assert len(proxy.seen) > 6, "it was cut, and done again"
    backend.close()


def test_a_connection_that_breaks_again_and_again_is_told_of(server: Server, proxy: Proxy, through: str) -> None:
    backend = opened(through, patience=replace(HURRIED, pauses=()))
    writer = acquire(backend)
    proxy.cut(1, Lose.QUESTION)
    with pytest.raises(BackendFailed, match="cannot be reached, or broke off") as caught:
        writer.commit(samples.state())
    assert "Run the command again" in caught.value.hint
    assert writer.commit(samples.state()) == 1, "nothing of the first was written"
    backend.close()


def test_patience_ends(proxy: Proxy, through: str) -> None:
    patience = Patience(pauses=(0.0, 0.0, 0.0))
    backend = opened(through, patience=patience)
    writer = acquire(backend)
    backend._database._silent = True
    proxy.cut(1, Lose.QUESTION)
    with pytest.raises(BackendFailed):
        writer.commit(samples.state())
    assert len(proxy.seen) == 1, "whoever comes after one who waited in vain does not wait again"
    assert writer.commit(samples.state()) == 1
    assert not backend._database._silent
    backend.close()
