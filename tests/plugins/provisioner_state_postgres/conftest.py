"""One server for the whole room; every test has tables of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real server."""
    with running() as server:
        yield server


@pytest.fixture
def url(server: Server) -> str:
    """The address of a state that is not there yet."""
    return server.url(schema=server.schema())
