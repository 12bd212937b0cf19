"""The work page's own rules: who may look, what each button does, and what is said after it.

Promises: nothing is shown or done for whoever did not come by the one-time address; a form from elsewhere is refused;
what is recorded is what was ticked, and nothing else; a key is sealed by the answer that brings it and is on no page.
One request at a time. Does not: open a socket.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import parse_qsl

from provisioner.model.address import AccountRef, Address, AddressError
from provisioner.model.errors import ManifestInvalid, ProvisionerError
from provisioner.model.outcome import ApplyReport, Failed
from provisioner.model.resource import HandoffPlan
from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, HandoffStatus
from provisioner.reports import work_page
from provisioner.reports.findings import findings
from provisioner.reports.words import Words, words
from provisioner.reports.work_page import Card, Draft, Told, WorkPage, notice, render
from provisioner.runtime.worklist.cards import lines_of, look_cards, work_cards
from provisioner.runtime.worklist.handoffs import HandoffWish, list_handoffs
from provisioner.runtime.worklist.inventory import AttestWish, attest
from provisioner.runtime.worklist.items import complete_together, complete_work, start_together
from provisioner.runtime.worklist.releasing import release_work
from provisioner.runtime.workspace import Workspace
from provisioner.spi.operator import Answer, Verdict

COOKIE = "provisioner_work"
STOPS = "stop"
"""The answer that another text stands on the screen, and nothing was accepted."""
MOST_BYTES = 1_000_000
"""A form larger than this is refused; a tick list of ten thousand clients is smaller."""


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
    too_large: bool = False
    """Whether the form was larger than is taken, so that it is not here."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the browser gets."""

    status: int
    """HTTP status."""
    body: str = ""
    """A page."""
    headers: tuple[tuple[str, str], ...] = ()
    """What else."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What was sent, field by field."""

    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    """In order; a name may stand more than once."""

    def one(self, name: str) -> str:
        """The last value under a name, without blanks at its ends."""
        return dict(self.pairs).get(name, "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value under a name, each once."""
        return tuple(dict.fromkeys(value for key, value in self.pairs if key == name))


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
        self._drafts: dict[str, Draft] = {}
        self.closed = False
        """Whether the person has closed the page."""

    @property
    def one_time_address(self) -> str:
        """Opens the page once; whoever comes second is turned away."""
        return f"{self._address}/{self._door}"

    @property
    def _say(self) -> Words:
        return words(self._workspace.language)

    def answer(self, asked: Asked) -> Answered:
        """What the browser gets."""
        if asked.method == "GET" and self._door and asked.path == f"/{self._door}":
            return self._let_in()
        if not self._session or not hmac.compare_digest(asked.cookie, self._session):
            return self._notice(403, work_page.USED)
        if asked.method == "GET":
            return self._page() if asked.path == "/" else self._notice(404, work_page.UNKNOWN)
        if asked.too_large:
            return self._notice(413, work_page.TOO_LARGE)
        form = _Form(tuple(parse_qsl(asked.body.decode("utf-8", "replace"), keep_blank_values=True)))
        if asked.origin != self._address or not hmac.compare_digest(form.one("token"), self._token):
            return self._notice(403, work_page.STRANGE)
        return self._do(asked.path, form)

    def _let_in(self) -> Answered:
        self._door, self._session = "", secrets.token_urlsafe(24)
        cookie = f"{COOKIE}={self._session}; Path=/; HttpOnly; SameSite=Strict"
        return Answered(303, headers=(("Location", "/"), ("Set-Cookie", cookie)))

    def _notice(self, status: int, key: str) -> Answered:
        return Answered(status, notice(self._say(key), self._workspace.language))

    def _page(self) -> Answered:
        nonce = secrets.token_urlsafe(16)
        page = WorkPage(
            project=self._workspace.project.name,
            reader=self._reader,
            cards=tuple(self._cards()),
            token=self._token,
            nonce=nonce,
            told=self._told,
            looks=tuple(look_cards(self._workspace)),
        )
        self._told = None
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; form-action 'self'; "
            "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        return Answered(200, render(page, self._workspace.language), (("Content-Security-Policy", policy),))

    def _do(self, path: str, form: _Form) -> Answered:
        if path == "/close":
            self.closed = True
            return self._notice(200, work_page.CLOSED)
        if path == "/compare":
            return self._compare(form)
        doing = {
            "/start": self._start,
            "/complete": self._complete,
            "/release": self._release,
            "/look": self._look,
        }.get(path)
        if doing is None:
            return self._notice(404, work_page.UNKNOWN)
        try:
            self._told = doing(form)
        except ManifestInvalid as error:
            self._told = Told(False, self._say(work_page.NOT_RECORDED), tuple(error.diagnostics))
        except ProvisionerError as error:
            said = error.told_in(self._workspace.language)
            self._told = Told(False, f"{said.summary} {said.hint}".strip())
        # What was not recorded for its text is put right beside it, and on a telephone that is far down.
        at = f"#a-{form.one('id')}" if path == "/complete" and form.one("id") in self._drafts else ""
        return Answered(303, headers=(("Location", f"/{at}"),))

    def _cards(self) -> list[Card]:
        cards = work_cards(self._workspace, self._reader)
        return [replace(card, draft=self._drafts.get(card.item.id, card.draft)) for card in cards]

    def _card(self, work_id: str) -> Card | None:
        return next((card for card in self._cards() if work_id in {row.id for row in card.rows}), None)

    def _compare(self, form: _Form) -> Answered:
        """Told on the card, without anything being recorded; to a script alone, so that it need not load the page."""
        card = self._card(form.one("id"))
        if card is None or not card.mine or not card.item.compares:
            return self._notice(404, work_page.UNKNOWN)
        try:
            draft = self._drafted(form, card)
        except ProvisionerError as error:
            said = error.told_in(self._workspace.language)
            self._told = Told(False, f"{said.summary} {said.hint}".strip())
            return Answered(303, headers=(("Location", "/"),))
        if form.one("quiet") == "yes" and draft.compared is not None:
            return Answered(200, work_page.verdict(draft.compared, self._workspace.language))
        return Answered(303, headers=(("Location", f"/#a-{card.item.id}"),))

    def _drafted(self, form: _Form, card: Card) -> Draft:
        """What stands in the card's form, kept until it is recorded; its text beside those that it may be."""
        text = form.one("agreement")
        compared = self._workspace.provider.compare(card.item, text)
        text = "" if compared.verdict is Verdict.MISSING else text  # what is no text is not kept, nor shown again
        draft = Draft(text, compared, form.one("checked") == "yes", frozenset(form.all("row")))
        self._drafts[card.item.id] = draft
        return draft

    def _start(self, form: _Form) -> Told:
        card, work_id = self._card(form.one("id")), form.one("id")
        chosen = tuple(row.id for row in card.rows if not row.whose) if card is not None and card.together else ()
        taken = start_together(self._workspace, chosen or (work_id,), self._reader)
        problem = next((one.problem for one in taken if one.problem is not None), None)
        if problem is not None:
            raise problem
        return Told(True, self._say(work_page.TAKEN))

    def _release(self, form: _Form) -> Told:
        if form.one("not_pressed") != "yes":
            return Told(False, self._say(work_page.NOT_RECORDED))
        card, work_id = self._card(form.one("id")), form.one("id")
        chosen = tuple(row.id for row in card.own) if card is not None and card.together else ()
        for one in chosen or (work_id,):
            release_work(self._workspace, one, self._reader)
        return Told(True, self._say(work_page.RELEASED))

    def _look(self, form: _Form) -> Told:
        """What is there and what is not; what was not answered stays to be looked at."""
        said: dict[str, list[Address]] = {"there": [], "absent": []}
        for name, value in form.pairs:
            if value in said and name.startswith("see:"):
                try:
                    said[value].append(Address.parse(name.removeprefix("see:")))
                except AddressError:
                    return Told(False, self._say(work_page.NOT_RECORDED))
        if not any(said.values()):
            return Told(False, self._say(work_page.NOTHING_TICKED))
        attest(
            self._workspace,
            AttestWish(by=self._reader, addresses=tuple(said["there"]), absent=tuple(said["absent"])),
        )
        return Told(True, self._say(work_page.SEEN, there=len(said["there"]), absent=len(said["absent"])))

    def _complete(self, form: _Form) -> Told:
        card = self._card(form.one("id"))
        compares = card is not None and card.mine and not card.cut_off and bool(card.item.compares)
        draft = self._drafted(form, card) if compares and card is not None else Draft()
        stops = form.one("kind") == STOPS
        kind = AnswerKind.REFUSED if stops else AnswerKind(form.one("kind") or AnswerKind.DONE.value)
        uncompared, nevertheless = (form.one(name) == "yes" for name in ("uncompared", "nevertheless"))
        answer = Answer(kind, self._reader, form.one("note"), compared=draft.text)
        answer = replace(answer, uncompared=uncompared, nevertheless=nevertheless)
        if stops and (draft.compared is None or draft.compared.verdict is not Verdict.OTHER):
            return Told(False, self._say(work_page.COMPARE_FIRST))
        told = self._answered(form, card, answer, stops=stops)
        if told.good and card is not None:
            self._drafts.pop(card.item.id, None)
        return told

    def _answered(self, form: _Form, card: Card | None, answer: Answer, *, stops: bool) -> Told:
        kind = answer.kind
        if kind is AnswerKind.DONE and card is not None and card.question and form.one("checked") != "yes":
            return Told(False, self._say(work_page.CHECK_FIRST, question=card.question))
        if kind is AnswerKind.REFUSED and not answer.note and not stops:
            return Told(False, self._say(work_page.NOTE_MISSING))
        if card is not None and self._is_uncompared(card, answer, form.all("row")):
            return Told(False, self._say(work_page.COMPARE_FIRST))
        if card is not None and card.together:
            return self._stop_rows(form, card, answer) if stops else self._complete_rows(form, card, answer)
        return self._complete_one(form, answer)

    def _is_uncompared(self, card: Card, answer: Answer, ticked: tuple[str, ...]) -> bool:
        """Whether something is said to be done whose text must be looked at first; the card says why."""
        draft = self._drafts.get(card.item.id)
        says_done = answer.kind is AnswerKind.DONE or (
            answer.kind is AnswerKind.REFUSED and card.together and bool(ticked)
        )
        if draft is None or draft.compared is None or not says_done:
            return False
        said = {Verdict.OTHER: answer.nevertheless, Verdict.MISSING: answer.uncompared}
        return not said.get(draft.compared.verdict, True)

    def _stop_rows(self, form: _Form, card: Card, answer: Answer) -> Told:
        """Another text: what is not ticked was not accepted. What is ticked was, with the text it had, and stays
        open."""
        own = [row.id for row in card.own]
        left = tuple(one for one in own if one not in form.all("row"))
        if not left:
            return Told(False, self._say(work_page.NOT_RECORDED))
        reports = self._record(left, answer)
        told = self._came_of(_as_one(reports), card.item.address, answer.kind)
        said = tuple(one.diagnostic for report in reports for one in report.outcomes() if isinstance(one, Failed))
        return replace(told, text=self._say(work_page.STOPPED, n=len(left), all=len(own)), findings=said[:1])

    def _complete_one(self, form: _Form, answer: Answer) -> Told:
        key, work_id = form.one("key"), form.one("id")
        if answer.kind is AnswerKind.DONE and key:
            answer = replace(answer, secret=Sensitive(key))
        card = self._card(work_id)
        report = complete_work(self._workspace, work_id, answer)
        return self._came_of(report, card.item.address if card is not None else None, answer.kind)

    def _complete_rows(self, form: _Form, card: Card, answer: Answer) -> Told:
        """What is ticked is done, or was not. With REFUSED it is the other way round: of what is not ticked the
        screen would not take it, and what is ticked is done."""
        own = [row.id for row in card.own]
        ticked = tuple(one for one in form.all("row") if one in own)
        refuses = answer.kind is AnswerKind.REFUSED
        left = tuple(one for one in own if one not in ticked) if refuses else ()
        if refuses and ticked and card.question and form.one("checked") != "yes":
            return Told(False, self._say(work_page.CHECK_FIRST, question=card.question))
        if not ticked and not left:
            return Told(False, self._say(work_page.NOTHING_TICKED))
        done = replace(answer, kind=AnswerKind.DONE) if refuses else answer
        pasted = {one: Sensitive(key) for one in ticked if (key := form.one(f"key:{one}"))}
        report = _as_one([*self._record(ticked, done, pasted), *self._record(left, answer)])
        told = self._came_of(report, card.item.address, answer.kind)
        failed = sum(account.problem is not None for account in report.accounts)
        counted = self._say(work_page.ROWS, done=max(len(ticked) - failed, 0), all=len(own))
        if left and told.good:
            named = ", ".join(lines_of([card], left))
            counted = f"{counted} {self._say(work_page.ROWS_REFUSED, names=named, note=answer.note)}"
        return replace(told, text=counted)

    def _record(
        self, chosen: tuple[str, ...], answer: Answer, pasted: Mapping[str, Sensitive] = MappingProxyType({})
    ) -> list[ApplyReport]:
        recorded = complete_together(self._workspace, chosen, answer, pasted) if chosen else ()
        problem = next((one.problem for one in recorded if one.problem is not None), None)
        if problem is not None:
            raise problem
        return [one.report for one in recorded if one.report is not None]

    def _came_of(self, report: ApplyReport, address: Address | None, kind: AnswerKind) -> Told:
        problems = tuple(account.problem for account in report.accounts if account.problem is not None)
        if problems:
            return Told(False, self._say(work_page.NOT_RECORDED), problems)
        failed = tuple(one.diagnostic for one in report.outcomes() if isinstance(one, Failed))
        shown = failed if len(failed) == 1 else ()  # of many one message with their names is told
        step = self._vendors_step(address) if address is not None and kind is AnswerKind.DONE else None
        return Told(True, self._say(work_page.RECORDED), (*shown, *findings(report.notices, (), self._say)), step)

    def _vendors_step(self, address: Address) -> HandoffPlan | None:
        """What the vendor is to be given now, while the key is still at hand."""
        clients = () if address.account == AccountRef.office() else (address.account.name,)
        wish = HandoffWish(clients, frozenset({HandoffStatus.AWAITING}))
        return next((one.plan for one in list_handoffs(self._workspace, wish) if one.address == address), None)


def _as_one(reports: list[ApplyReport]) -> ApplyReport:
    accounts = tuple(account for one in reports for account in one.accounts)
    return ApplyReport(accounts, notices=tuple(notice for one in reports for notice in one.notices))
