"""The work page's own rules: who may look, what each button does, and what is said after it.

Promises: nothing is shown or done for whoever did not come by the one-time address; a form from elsewhere is refused;
a key is sealed by the answer that brings it and is on no page. One request at a time. Does not: open a socket.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import ManifestInvalid, ProvisionerError
from provisioner.model.outcome import ApplyReport, Failed
from provisioner.model.resource import HandoffPlan
from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, HandoffStatus
from provisioner.reports.words import words
from provisioner.reports.work_page import (
    CLOSED,
    NOT_RECORDED,
    RECORDED,
    RELEASED,
    TAKEN,
    Card,
    Row,
    Told,
    WorkPage,
    render,
)
from provisioner.runtime.work.handoffs import HandoffWish, list_handoffs
from provisioner.runtime.work.items import (
    OpenWork,
    complete_together,
    complete_work,
    list_work,
    start_together,
)
from provisioner.runtime.work.releasing import release_work
from provisioner.runtime.workspace import Workspace
from provisioner.spi.operator import Answer

COOKIE = "provisioner_work"
MOST_BYTES = 100_000
"""A form larger than this is refused."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the browser."""

    method: str
    """GET or POST."""
    path: str
    """Without the query, which is not used."""
    cookie: str = field(default="", repr=False)
    """The session, where it is sent."""
    origin: str = ""
    """Where a form says that it comes from."""
    body: bytes = field(default=b"", repr=False)
    """A form; it may hold a key."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the browser gets."""

    status: int
    """HTTP status."""
    body: str = ""
    """A page."""
    headers: tuple[tuple[str, str], ...] = ()
    """What else."""


class WorkDesk:
    """One person's page, for as long as it is open."""

    def __init__(self, workspace: Workspace, reader: str, address: str) -> None:
        self._workspace = workspace
        self._reader = reader
        self._address = address
        self._door = secrets.token_urlsafe(24)
        self._session = ""
        self._token = secrets.token_urlsafe(24)
        self._told: Told | None = None
        self.closed = False
        """Whether the person has closed the page."""

    @property
    def one_time_address(self) -> str:
        """Opens the page once; whoever comes second is turned away."""
        return f"{self._address}/{self._door}"

    def answer(self, asked: Asked) -> Answered:
        """What the browser gets."""
        if asked.method == "GET" and self._door and asked.path == f"/{self._door}":
            return self._let_in()
        if not self._session or not hmac.compare_digest(asked.cookie, self._session):
            return Answered(403, "403")
        if asked.method == "GET":
            return self._page() if asked.path == "/" else Answered(404, "404")
        form = dict(parse_qsl(asked.body.decode("utf-8", "replace"), keep_blank_values=True))
        if asked.origin != self._address or not hmac.compare_digest(form.get("token", ""), self._token):
            return Answered(403, "403")
        return self._do(asked.path, form)

    def _let_in(self) -> Answered:
        self._door, self._session = "", secrets.token_urlsafe(24)
        cookie = f"{COOKIE}={self._session}; Path=/; HttpOnly; SameSite=Strict"
        return Answered(303, headers=(("Location", "/"), ("Set-Cookie", cookie)))

    def _page(self) -> Answered:
        nonce = secrets.token_urlsafe(16)
        cards = tuple(self._cards())
        page = WorkPage(self._workspace.project.name, self._reader, cards, self._token, nonce, self._told)
        self._told = None
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        return Answered(200, render(page, self._workspace.language), (("Content-Security-Policy", policy),))

    def _cards(self) -> list[Card]:
        together: dict[object, list[OpenWork]] = {}
        found = sorted(list_work(self._workspace), key=lambda one: (one.item.group, one.item.address))
        for number, one in enumerate(found):
            sheet = one.item.sheet
            together.setdefault(number if sheet is None or one.was_cut_off else sheet, []).append(one)
        cards = [self._card(part) for part in together.values()]
        return sorted(cards, key=lambda card: not card.mine)  # what is in hand stands first

    def _card(self, part: list[OpenWork]) -> Card:
        rows = tuple(Row(one.item.id, one.item.group_line or str(one.item.address), one.claimant) for one in part)
        free = any(not one.claimant and not one.was_cut_off for one in part)
        mine = any(one.claimant == self._reader for one in part)
        # The answer is about what is the reader's: its id stands for all of that.
        first = next((one for one in part if one.claimant == self._reader), part[0])
        return Card(first.item, rows, mine, free, first.was_cut_off)

    def _do(self, path: str, form: Mapping[str, str]) -> Answered:
        spoken = words(self._workspace.language)
        if path == "/close":
            self.closed = True
            return Answered(200, spoken(CLOSED))
        doing = {"/start": self._start, "/complete": self._complete, "/release": self._release}.get(path)
        if doing is None:
            return Answered(404, "404")
        try:
            self._told = doing(form)
        except ManifestInvalid as error:
            self._told = Told(False, spoken(NOT_RECORDED), tuple(error.diagnostics))
        except ProvisionerError as error:
            self._told = Told(False, f"{error.summary} {error.hint}".strip())
        return Answered(303, headers=(("Location", "/"),))

    def _part(self, work_id: str, *, mine: bool) -> tuple[str, ...]:
        """The id, and all that is done in one go with it: what is the reader's, or what is nobody's yet."""
        card = next((card for card in self._cards() if work_id in {row.id for row in card.rows}), None)
        if card is None or not card.together:
            return (work_id,)
        whose = self._reader if mine else ""
        return tuple(row.id for row in card.rows if row.whose == whose) or (work_id,)

    def _start(self, form: Mapping[str, str]) -> Told:
        taken = start_together(self._workspace, self._part(form.get("id", ""), mine=False), self._reader)
        problem = next((one.problem for one in taken if one.problem is not None), None)
        if problem is not None:
            raise problem
        return Told(True, words(self._workspace.language)(TAKEN))

    def _release(self, form: Mapping[str, str]) -> Told:
        if form.get("not_pressed") != "yes":
            return Told(False, words(self._workspace.language)(NOT_RECORDED))
        for work_id in self._part(form.get("id", ""), mine=True):
            release_work(self._workspace, work_id, self._reader)
        return Told(True, words(self._workspace.language)(RELEASED))

    def _complete(self, form: Mapping[str, str]) -> Told:
        kind = AnswerKind(form.get("kind", AnswerKind.DONE.value))
        answer = Answer(kind, self._reader, form.get("note", "").strip())
        key = form.get("key", "").strip()
        if kind is AnswerKind.DONE and key:
            answer = replace(answer, secret=Sensitive(key))
        chosen = self._part(form.get("id", ""), mine=True)
        before = {one.item.id: one.item.address for one in list_work(self._workspace)}
        if len(chosen) == 1:
            report = complete_work(self._workspace, chosen[0], answer)
        else:
            recorded = complete_together(self._workspace, chosen, answer)
            problem = next((one.problem for one in recorded if one.problem is not None), None)
            if problem is not None:
                raise problem
            reports = [one.report for one in recorded if one.report is not None]
            report = ApplyReport(tuple(account for one in reports for account in one.accounts))
        return self._came_of(report, before.get(chosen[0]), kind)

    def _came_of(self, report: ApplyReport, address: Address | None, kind: AnswerKind) -> Told:
        spoken = words(self._workspace.language)
        problems = tuple(account.problem for account in report.accounts if account.problem is not None)
        failed = tuple(one.diagnostic for one in report.outcomes() if isinstance(one, Failed))
        if problems:
            return Told(False, spoken(NOT_RECORDED), problems)
        step = self._vendors_step(address) if address is not None and kind is AnswerKind.DONE else None
        return Told(True, spoken(RECORDED), (*failed, *report.notices), step)

    def _vendors_step(self, address: Address) -> HandoffPlan | None:
        """What the vendor is to be given now, while the key is still at hand."""
        clients = () if address.account == AccountRef.office() else (address.account.name,)
        wish = HandoffWish(clients, frozenset({HandoffStatus.AWAITING}))
        return next((one.plan for one in list_handoffs(self._workspace, wish) if one.address == address), None)
