"""The program in the documentation is a secret store: run as it stands there, against a service behind TLS."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.testing import samples
from provisioner.testing.secret_store_suite import leaks
from provisioner_secrets_exec.store import ExecStore, open_store
from tests.contract import tree
from tests.plugins.provisioner_secrets_exec.programs import FAST
from tests.plugins.tls import Answer, Asked, behind_tls

KEY = samples.key_address()
CANARY = "canary-4711-æøå"
TOKEN = "made-up-token-of-ours"


def program() -> str:
    """The one Python block of the page that reads a verb."""
    blocks = re.findall(r"^```python\n(.*?)^```", tree.text("docs/secrets.md"), re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if 'asked["verb"]' in block]
    return str(found)


class Service:
    """A firm's own: one item for each path."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}
        self.trouble: list[int] = []

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer(401)
        if self.trouble:
            return Answer(self.trouble.pop(0))
        if asked.method == "PUT":
            self.items[asked.path] = asked.body
            return Answer(204)
        if asked.path not in self.items:
            return Answer(404)
        if asked.method == "DELETE":
            del self.items[asked.path]
            return Answer(204)
        return Answer(200, raw=self.items[asked.path])


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def store(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExecStore]:
    with behind_tls(service.answer, "127.0.0.1") as (port, certificate):
        (tmp_path / "trusted.pem").write_text(certificate, encoding="utf-8")
        (tmp_path / "store.py").write_text(program(), encoding="utf-8")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        monkeypatch.setenv("STORE_TOKEN", TOKEN)
        url = f'exec:"{sys.executable}" store.py https://127.0.0.1:{port}/integrations'
        yield open_store(SecretStoreContext(url, tmp_path, ()), FAST)


def test_it_keeps_gives_and_forgets(store: ExecStore, service: Service) -> None:
    store.probe()
    store.put(KEY, 1, Sensitive(CANARY))
    store.put(KEY, 1, Sensitive(CANARY))
    assert [path for path, kept in service.items.items() if kept == CANARY.encode()] == [
        path for path in service.items if re.fullmatch(r"/integrations/client-nordlys-bakeri-.*-1", path)
    ]
    found = store.get(KEY, 1, None)
    assert found is not None
    assert found.reveal() == CANARY
    store.retire(KEY, 1)
    store.retire(KEY, 1)
    assert store.get(KEY, 1, None) is None


def test_it_tells_trouble_that_passes_from_trouble_that_does_not(store: ExecStore, service: Service) -> None:
    service.trouble = [503, 429]
    store.put(KEY, 1, Sensitive(CANARY))
    for status in (404, 500):
        service.trouble = [status]
        with pytest.raises(SecretStoreFailed) as caught:
            store.put(KEY, 1, Sensitive(CANARY))
        assert f"HTTP Error {status}" in caught.value.detail
        assert leaks(caught.value, CANARY) == []


def test_it_is_short() -> None:
    assert len(program().splitlines()) <= 30
