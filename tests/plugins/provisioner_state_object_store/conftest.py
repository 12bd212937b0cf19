"""Servers for every test of the room, each started once."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from typing import Final

import pytest

from tests.azurite.server import ACCOUNT, KEY, PROGRAM, Azurite, azurite
from tests.not_run import not_run
from tests.plugins.provisioner_state_object_store.google import TOKEN, Google
from tests.plugins.provisioner_state_object_store.servers import (
    ACCESS_KEY,
    SECRET_KEY,
    Bumpy,
    Moto,
    moto,
    s3_url,
    served,
)

_NUMBERS: Final = itertools.count(1)


@pytest.fixture(scope="package")
def moto_server() -> Iterator[Moto]:
    """An S3 server."""
    with moto() as server:
        yield server


@pytest.fixture
def road(moto_server: Moto) -> Iterator[Bumpy]:
    """The way to the S3 server, smooth again after the test."""
    yield moto_server.road
    moto_server.road.ask = None
    moto_server.road.deaf, moto_server.road.page = (), 1000


@pytest.fixture
def s3(moto_server: Moto, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty place there, with credentials in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    return s3_url(moto_server.endpoint, f"firm-{next(_NUMBERS)}")


@pytest.fixture(scope="package")
def azurite_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Azurite]:
    """A server of Azure Blob Storage with one container."""
    if not PROGRAM.is_file():
        not_run("needs azurite: npm ci --prefix tests/azurite")
    node = shutil.which("node")
    assert node is not None, "the marker `needs`"
    with azurite(node, tmp_path_factory.mktemp("azurite")) as server:
        server.create_container("firm-state")
        yield server


@pytest.fixture
def azure(azurite_server: Azurite, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty place there, with the key in the environment."""
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", KEY)
    return f"azure://{ACCOUNT}/firm-state/firm-{next(_NUMBERS)}?endpoint={azurite_server.endpoint}"


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty place in a stub of Google Cloud Storage, with a token in the environment."""
    monkeypatch.setenv("GOOGLE_BEARER_TOKEN", TOKEN)
    with served(Google()) as port:
        yield f"gs://firm-state/prod?endpoint=http://127.0.0.1:{port}"
