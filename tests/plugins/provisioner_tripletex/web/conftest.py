"""A real Chromium on the simulator's pages: started once, its world new for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Step, StepAction
from provisioner.model.secrets import Sensitive
from provisioner.model.values import Attributes, attributes
from provisioner.spi.endpoint import Endpoint, TransportFailed, TransportRequest, TransportResponse
from provisioner.spi.provider import StepRequest
from provisioner_tripletex.entitlements import load_entitlements
from provisioner_tripletex.web.browser import PROGRAMS
from provisioner_tripletex.web.driver import WebDriver
from provisioner_tripletex.web.session import Session, SessionOptions
from provisioner_tripletex_simulator.control import demo_credentials
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.wire import ConnectionFailed, Request
from tests.not_run import not_run
from tests.plugins.provisioner_tripletex_simulator.desk import NOW, Desk

OFFICE = "fjord-regnskap"


@dataclass
class Carrier:
    """Carries the browser's requests to whichever desk is on."""

    desk: Desk = field(default_factory=Desk)

    def send(self, request: TransportRequest) -> TransportResponse:
        headers = {name.lower(): value for name, value in request.headers}
        asked = Request(request.method, request.path, request.query, headers, request.body)
        try:
            response = self.desk.send(asked)
        except ConnectionFailed as error:
            raise TransportFailed(str(error), sent=True) from None
        return TransportResponse(response.status, tuple(response.headers.items()), response.body)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Booth:
    """One test's world, and the driver that walks its screens."""

    desk: Desk
    driver: WebDriver
    evidence: Path

    def account(self, label: str) -> Account:
        company = self.desk.company(label)
        ref = AccountRef.office() if label == OFFICE else AccountRef.client(label)
        return Account(ref, company.name, Identity(organization_number=company.organization_number))

    def request(self, label: str, kind: str, action: StepAction, **held: object) -> StepRequest:
        """A step that has been prepared."""
        request = self.asked(label, kind, action, **held)
        return replace(request, evidence=self.driver.prepare(request, NOW))

    def asked(self, label: str, kind: str, action: StepAction, **held: object) -> StepRequest:
        """A step before which nothing was looked at."""
        account = self.account(label)
        known: Attributes = attributes(**held)
        step = Step(Address(account.ref, kind, "thing"), action, 1, known, driver="web", holds_secret="key" in kind)
        return StepRequest(account, step, f"intent-{len(list(self.evidence.glob('*')))}", NOW + timedelta(minutes=30))

    def fault(self, **ordered: object) -> None:
        add_fault(self.desk.world, Fault(**ordered))  # type: ignore[arg-type]  # as a test writes it

    def switch(self, **changed: object) -> None:
        for name, value in changed.items():
            assert hasattr(self.desk.world.switches, name)
            setattr(self.desk.world.switches, name, value)

    def landscape(self, label: str) -> Mapping[str, object]:
        found = self.desk.world.landscape()[label]
        assert isinstance(found, dict)
        return found

    @property
    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="session")
def browsing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Carrier, Session, Path]]:
    """The browser, for all tests of one worker."""
    if not any(shutil.which(name) for name in PROGRAMS):
        not_run("needs Chromium, Chrome or Edge on the path")
    carrier, directory = Carrier(), tmp_path_factory.mktemp("private")
    held = {name: Sensitive(value) for name, value in demo_credentials(carrier.desk.world).items()}
    endpoint = Endpoint("simulator", carrier, held, "simulator")
    session = Session(SessionOptions(lambda: endpoint, directory))
    yield carrier, session, directory / "evidence"
    session.close()


@pytest.fixture
def booth(browsing: tuple[Carrier, Session, Path]) -> Booth:
    """A new world, in which nobody is logged in yet."""
    carrier, session, evidence = browsing
    carrier.desk = Desk()
    evidence.mkdir(exist_ok=True)
    office = carrier.desk.company(OFFICE)
    identity = Identity(organization_number=office.organization_number)
    return Booth(carrier.desk, WebDriver(session, load_entitlements(), lambda: identity), evidence)
