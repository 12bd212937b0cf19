"""How the browser of a run is opened: which one, and whether somebody sees it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from provisioner.model.secrets import Sensitive
from provisioner.model.values import FrozenMap, Node
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.provider import ProviderContext
from provisioner_tripletex.agreements import Agreements
from provisioner_tripletex.entitlements import load_entitlements
from provisioner_tripletex.web.browser import Chromium, Opening
from provisioner_tripletex.web.driver import open_driver
from provisioner_tripletex.web.session import Session
from tests.plugins.provisioner_tripletex.web.conftest import Carrier

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def opened(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Opening:
    """How a run with these variables opens its browser; none is started."""
    held = {f"env:{name}": Sensitive(value) for name, value in variables.items()}
    endpoint = Endpoint("https://tripletex.no", Carrier(), {}, "production")
    context = ProviderContext(Node(FrozenMap()), lambda: endpoint, None, held.get, lambda: NOW)
    monkeypatch.setattr(Session, "_kept", lambda _: {})
    asked: list[Opening] = []
    monkeypatch.setattr(Chromium, "do", lambda self, _: asked.append(self.opening))
    open_driver(context, load_entitlements(), Agreements()).session.do(lambda _: None)
    return asked[0]


@pytest.mark.parametrize(
    ("said", "seen"), [(None, False), ("", False), ("0", False), ("No", False), ("1", True), ("yes", True)]
)
def test_who_asks_to_see_it_sees_it(monkeypatch: pytest.MonkeyPatch, said: str | None, seen: bool) -> None:
    variables = {"PROVISIONER_BROWSER_HEADED": said} if said is not None else {}
    assert opened(monkeypatch, **variables).headed is seen


def test_the_browser_that_is_named_is_used_on_the_one_host(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = opened(monkeypatch, PROVISIONER_BROWSER="/opt/chrome")
    assert (opening.program, opening.address) == ("/opt/chrome", "https://tripletex.no")
