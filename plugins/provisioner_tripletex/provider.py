"""The provider `tripletex`: integrations of an accounting firm and its clients in Tripletex.

Promises: what the port promises. Opening connects to nothing; without credentials no call is ever made. Does not: hold
a secret longer than a step, or claim an API that does not exist.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ProviderFailed
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Change, Check, StepAction
from provisioner.model.resource import Desired, Read, ResourceType
from provisioner.model.secrets import Sensitive
from provisioner.model.values import Attributes
from provisioner.model.work import AnswerKind, Evidence, WorkItem
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.operator import Answer, performed
from provisioner.spi.provider import (
    AccountListing,
    BaseProvider,
    Comparison,
    Concurrency,
    Declarations,
    DeclareRequest,
    DoctorReport,
    ExpandRequest,
    Expansion,
    ManifestLanguage,
    Note,
    NotesRequest,
    PreflightRequest,
    ProviderContext,
    ReadRequest,
    Route,
    Settlement,
    SettleRequest,
    StepAwaiting,
    StepDone,
    StepFailed,
    StepRequest,
    StepResult,
)
from provisioner_tripletex import (
    agreeing,
    api_driver,
    asking,
    comparing,
    declaring,
    doctor,
    expand,
    granted,
    guided,
    in_effect,
    keepers,
    look,
    onward,
    preflight,
    reading,
    routes,
)
from provisioner_tripletex.agreements import Agreements
from provisioner_tripletex.api import TripletexApi
from provisioner_tripletex.convert import given_number
from provisioner_tripletex.kinds import ACCESS, API, GUIDED, KEYS, MODULE, QUESTION, RESOURCE_TYPES, WEB
from provisioner_tripletex.language import manifest_language
from provisioner_tripletex.library import Library
from provisioner_tripletex.online import Credentials, Missing, Online, credentials
from provisioner_tripletex.pasted import Asked, check_answer, until_right
from provisioner_tripletex.preflight_round import Knowledge as Known
from provisioner_tripletex.preflight_round import Sight
from provisioner_tripletex.scene import Knowledge
from provisioner_tripletex.settings import CONSUMER, CREDENTIALS, Settings
from provisioner_tripletex.waiting import Waiting, teller
from provisioner_tripletex.words import WORDS

if TYPE_CHECKING:
    from provisioner_tripletex.web.driver import WebDriver


class TripletexProvider(BaseProvider):
    """Tripletex, by API as far as it goes and by people for the rest."""

    name = "tripletex"

    def __init__(self, context: ProviderContext, wait: Callable[[float], object] | None = None) -> None:
        self._context = context
        self._settings = Settings.of(context.settings)
        self._library = Library()
        self._waiting = Waiting(context.stopping)
        self._wait = wait or context.sleep or self._waiting
        self._lock = threading.Lock()
        self._credentials: Credentials | None = None
        self._online: Online | None = None
        self._keys_refused = False
        self._routes_told: routes.Told = {}
        self._answers: dict[Address, Attributes] = {}
        self._web: WebDriver | None = None
        self._agreements = Agreements(context.recorded)

    # --- pure -------------------------------------------------------------------------------------------------------

    def manifest_language(self) -> ManifestLanguage:
        """From the one schema that editors use too."""
        return manifest_language()

    def resource_types(self) -> Sequence[ResourceType]:
        """Module, menu activation, user key, office key, client access."""
        return RESOURCE_TYPES

    def expand(self, request: ExpandRequest) -> Expansion:
        """What the declarations of one account ask for."""

        def by_hand(kind: str, held: Attributes) -> bool:
            return routes.by_hand(self._settings, Address(request.declared.account.ref, kind, "new"), held)

        catalogue, found = self._library.with_own(request.integrations)
        knowledge = Knowledge(
            catalogue, self._library.entitlements, by_hand, self._library.kept, self._context.language
        )
        expansion = expand.expand(request, knowledge)
        return replace(expansion, diagnostics=(*found, *expansion.diagnostics)) if found else expansion

    def declare(self, request: DeclareRequest) -> Declarations:
        """What was read of an account, as somebody would write it."""
        catalogue, _ = self._library.with_own(request.integrations)
        known = declaring.Known(catalogue, self._library.entitlements, self._context.language)
        return declaring.declare(request, known)

    def normalise(self, desired: Desired) -> Desired:
        """One form of every text; rights in order."""
        return expand.normalise(desired)

    def route(self, change: Change) -> Route:
        """By the matrix of drivers."""
        return routes.route(change, self._settings, self._routes_told)

    def concurrency(self, driver: str) -> Concurrency:
        """By API many accounts at a time; there is one person."""
        return Concurrency.MANY if driver == API else Concurrency.ONE

    def work_item(self, request: StepRequest) -> WorkItem:
        """The step as a person is asked to do it."""
        guide = guided.Guide(self._context.language, self._library.entitlements, self._library.catalogue)
        return guided.work_item(request, guide)

    def look_item(self, account: Account, desired: Desired) -> WorkItem:
        """Where it stands on the screen, if it is there."""
        return look.look_item(account, desired, self._library.catalogue, self._context.language)

    def compare(self, item: WorkItem, text: str) -> Comparison:
        """Beside the texts that were accepted in any account, as committed now."""
        return comparing.compare(self._agreements, item, text, self._context.now())

    def check_answer(self, item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
        """Whether what was pasted can be a key."""
        found = asking.problems(item, answer) or onward.problems(item, answer)
        found = found or comparing.problems(self._agreements, item, answer)
        if found or not item.asks_secret:
            return found
        endpoint = self._context.endpoint()
        return check_answer(item, answer, self._own_secrets(endpoint), endpoint.environment)

    # --- reads ------------------------------------------------------------------------------------------------------

    def accounts(self) -> AccountListing:
        """The office's list of clients; without the API, what the browser may open, the office's own among it."""
        online = self._reach()
        if online is not None or WEB not in self._settings.drivers:
            return reading.accounts(online) if online is not None else AccountListing()
        from provisioner_tripletex.web.whole import companies  # noqa: PLC0415  # where a browser is used

        return companies(self._screens().session)

    def doctor(self) -> DoctorReport:
        """The level, and what the next one would take."""
        return doctor.Examination(self._context, self._settings, self._wait).report()

    def read(self, request: ReadRequest) -> Read:
        """One look at an account, and at what its keys rest on; none where nothing can be read."""
        read = asking.with_questions(self._looked(request), request, self._answers)
        found = keepers.watch(self._sight(), request, read, self._known())
        return replace(read, diagnostics=(*read.diagnostics, *found)) if found else read

    def _looked(self, request: ReadRequest) -> Read:
        """What the API does not tell the screens may."""
        read = self._read_by_api(request)
        if WEB not in self._settings.drivers or not read.visible:
            return read
        from provisioner_tripletex.web.reading import everybody, join, read_screens  # noqa: PLC0415  # where a browser is used

        return join(read, read_screens(self._screens().session, request, self._context.now(), everybody(read)))

    def sees_alike(self) -> bool:
        """Where nothing can be read, nothing is missed, and a person does it all."""
        return self._reach() is None and WEB not in self._settings.drivers and not self._missing()

    def _read_by_api(self, request: ReadRequest) -> Read:
        ref = request.account.ref
        found = tuple(self._lost(missing, ref) for missing in self._missing())
        online = self._reach()
        if online is not None:
            read = reading.read(online, request, self._context.now())
            return replace(read, diagnostics=(*found, *read.diagnostics)) if found else read
        return Read(account=ref, visible=True, diagnostics=found)

    def _lost(self, missing: Missing, ref: AccountRef) -> Diagnostic:
        """The same words for every account, so that reports tell it once."""
        place = Place(self._settings.places.get(missing.setting), account=ref)
        return WORDS("credential-missing", place, reference=missing.reference, setting=missing.setting)

    def preflight(self, request: PreflightRequest) -> tuple[Check, ...]:
        """Everything that can be checked before the first change."""
        return preflight.preflight(self._sight(), request, self._known())

    def _sight(self) -> Sight:
        return Sight(self._reach(), WEB in self._settings.drivers)

    def _known(self) -> Known:
        return Known(self._library.catalogue, self._library.entitlements, self._agreements)

    def prepare(self, request: StepRequest) -> Evidence:
        """What is there before the step; for the API also all that can fail harmlessly."""
        if request.step.driver == WEB:
            return self._screens().prepare(request, self._context.now())
        if self._is_a_persons(request):
            return api_driver.seen_beforehand(self._reach, request, self._context.now)
        return api_driver.prepare(self._must_reach(), request, self._context.now)

    def notes(self, request: NotesRequest) -> tuple[Note, ...]:
        """What keys and accesses may do of which nothing is on record."""
        return granted.notes(self._reach, request)

    def settle(self, request: SettleRequest) -> Settlement:
        """By comparing what was there with what is; else a question."""
        if request.intent.step.driver == WEB:
            return self._screens().settle(request)
        asked = Settlement(SettledAs.UNKNOWN, question=api_driver.question(request))
        readable = request.intent.step.driver == API or request.intent.step.address.kind in (MODULE, ACCESS)
        online = self._reach() if readable else None
        if online is None:
            return asked
        return api_driver.settle(online, request)

    # --- changes ----------------------------------------------------------------------------------------------------

    def apply(self, request: StepRequest) -> StepResult:
        """Do the step, once."""
        return granted.with_rights(self._reach, request, self._applied(request))

    def _applied(self, request: StepRequest) -> StepResult:
        unready = asking.nameless(request.step) or agreeing.would_accept_for_nobody(request.step)
        if unready is not None:
            return unready
        if request.step.driver == WEB:
            return self._by_browser(request)
        if self._is_a_persons(request):
            return self._by_person(request)
        try:
            return api_driver.apply(self._must_reach(), request)
        except api_driver.KeysNotApproved as refused:
            # Certain not to have been done, so asking a person instead makes no second key.
            if GUIDED in self._settings.drivers:
                self._keys_refused = True
                return self._by_person(request)
            place = Place(address=request.step.address)
            return StepFailed(WORDS("keys-not-approved", place, detail=refused.refused.detail))

    def _by_browser(self, request: StepRequest) -> StepResult:
        """On the screens; by a person where those are not as they should be, for nothing was pressed then."""
        from provisioner_tripletex.web.driver import LeftToPerson  # noqa: PLC0415  # only where a browser is used

        try:
            return self._screens().apply(request)
        except LeftToPerson as left:
            code = "left-to-person" if GUIDED in self._settings.drivers else "screen-unexpected"
            note = WORDS(code, Place(address=request.step.address), **left.unexpected.told)
        return self._by_person(request, note) if GUIDED in self._settings.drivers else StepFailed(note)

    def _screens(self) -> WebDriver:
        """The browser, which is opened when it is first needed."""
        from provisioner_tripletex.web.driver import open_driver  # noqa: PLC0415  # only where a browser is used

        with self._lock:
            if self._web is None:
                self._web = open_driver(self._context, self._library.entitlements, self._agreements)
            return self._web

    def _is_a_persons(self, request: StepRequest) -> bool:
        """Whether a person does it: because the plan says so, or because the API turned out not to be able to."""
        if request.step.driver != API:
            return True
        kind = request.step.address.kind
        unable = (kind in KEYS and self._keys_refused) or (kind == ACCESS and api_driver.robot_of(request.step) is None)
        return unable and GUIDED in self._settings.drivers

    def _by_person(self, request: StepRequest, note: Diagnostic | None = None) -> StepResult:
        operator = self._context.operator
        if operator is None:
            return StepAwaiting(note)
        item = self.work_item(request)
        if note is not None:
            item = replace(item, check=f"{note.told_in(self._context.language).summary} {item.check}".strip())
        asked = Asked(operator, item, self._context.language, self.check_answer)
        answer = until_right(asked, performed(operator, item, partial(self.compare, item)))
        return self._finished(request, answer)

    def finish(self, request: StepRequest, answer: Answer) -> StepResult:
        """What an answer means for the step."""
        return granted.with_rights(self._reach, request, self._finished(request, answer))

    def _finished(self, request: StepRequest, answer: Answer) -> StepResult:
        if answer.kind in (AnswerKind.NOT_DONE, AnswerKind.REFUSED):
            return comparing.not_done(self._agreements, request, answer)
        if request.step.address.kind == QUESTION:
            self._answers[request.step.address] = request.step.attributes
            return asking.answered(answer)
        if request.step.address.kind == MODULE and request.step.action is StepAction.CREATE:
            return in_effect.activated(self._reach, request, answer)
        if request.step.address.kind not in KEYS or request.step.action is not StepAction.CREATE:
            return comparing.done(self._agreements, request, answer, onward.done(request, answer))
        return self._key_done(request, answer)

    def _key_done(self, request: StepRequest, answer: Answer) -> StepDone:
        key_id = given_number(answer.facts.get("key_id"))
        robot = given_number(answer.facts.get("robot_id"))
        if robot is None and request.evidence.facts:
            robot = api_driver.robot_seen(self._reach, request)
        computed = api_driver.key_facts(request.step, key_id=key_id, robot_id=robot)
        native = str(key_id) if key_id is not None else None
        pasted = answer.secret.reveal().strip() if answer.secret is not None else ""
        if not pasted:
            lost = "The key was made, and was not pasted before it was gone."
            return StepDone(native, computed, None, by=answer.by, lost=lost)
        return StepDone(native, computed, Sensitive(pasted), by=answer.by)

    # --- the world --------------------------------------------------------------------------------------------------

    def _reach(self) -> Online | None:
        """Tripletex by API; None where the project does not use it or has no consumer token."""
        if API not in self._settings.drivers or not self._settings.has(CONSUMER):
            return None
        with self._lock:
            tokens = self._resolved().tokens
            if self._online is None and tokens is not None:
                transport = self._context.endpoint().transport
                api = TripletexApi(transport, tokens, self._context.now, self._wait)
                self._online = Online(api.telling(teller(self._context)))
            return self._online

    def _missing(self) -> tuple[Missing, ...]:
        """The credentials that the project names for the API and that are not there."""
        if API not in self._settings.drivers or not self._settings.credentials:
            return ()
        with self._lock:
            return self._resolved().missing

    def _resolved(self) -> Credentials:
        """The credentials, looked for once. The lock is held."""
        if self._credentials is None:
            self._credentials = credentials(self._context, self._settings, self._context.endpoint())
        return self._credentials

    def _must_reach(self) -> Online:
        online = self._reach()
        if online is not None:
            return online
        reference = self._settings.credentials.get(CONSUMER, "-")
        raise ProviderFailed.of(WORDS("no-consumer-token", reference=reference))

    def _own_secrets(self, endpoint: Endpoint) -> tuple[Sensitive, ...]:
        """What the project names and what the world brings, whichever drivers there are: a person has them too."""
        references = [self._settings.credentials[name] for name in CREDENTIALS if name in self._settings.credentials]
        found = (self._context.resolve(reference) for reference in references)
        return (*(secret for secret in found if secret is not None), *endpoint.credentials.values())

    def close(self) -> None:
        """End every wait, and the browser. The endpoint is its opener's to close."""
        self._waiting.end()
        if self._web is not None:
            self._web.session.close()
