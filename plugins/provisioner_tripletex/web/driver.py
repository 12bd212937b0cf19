"""What the driver `web` does with a step: before it, the step itself, and looking what became of it.

Promises: `prepare` and `settle` only look. The right company is open when the button is pressed, for both happen in one
go in the browser's own thread. A screen that is not as expected leaves the step to a person, and says what was seen.
Does not: press anything twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

from provisioner.model.account import Account
from provisioner.model.diagnostics import Place, Severity
from provisioner.model.errors import OutcomeUnknown, ProviderFailed
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Step, StepAction
from provisioner.model.values import Attributes, FrozenMap, attributes
from provisioner.model.work import Evidence
from provisioner.spi.provider import (
    ProviderContext,
    Settlement,
    SettleRequest,
    StepDone,
    StepFailed,
    StepRequest,
    StepResult,
)
from provisioner_tripletex import agreements
from provisioner_tripletex.agreements import Agreements
from provisioner_tripletex.api_driver import GRACE, claimed, key_facts, question
from provisioner_tripletex.entitlements import Entitlements
from provisioner_tripletex.kinds import (
    ACCESS,
    CONTACT,
    CUSTOM_SETUP,
    KEYS,
    MENU,
    MODULE,
    OFFICE_KEY,
    TEMPLATE_WORDS,
    KeyReference,
)
from provisioner_tripletex.web import screens, screens_access, screens_keys, screens_menu
from provisioner_tripletex.web.labels import NORWEGIAN
from provisioner_tripletex.web.session import Session, SessionOptions
from provisioner_tripletex.web.window import LoggedOut, ScreenRefused, ScreenUnexpected, Window, looking_back
from provisioner_tripletex.words import WORDS

if TYPE_CHECKING:
    from provisioner.model.account import Identity

T = TypeVar("T")

KEY_IDS: Final = "keyIds"
"""Evidence: the ids of the keys that the owner had before."""
BROWSER: Final = "env:PROVISIONER_BROWSER"
"""Where a person names the browser to use."""
HEADED: Final = "env:PROVISIONER_BROWSER_HEADED"
"""Where a person asks to see it work."""
_NO: Final = ("", "0", "no", "nei", "false")
WAS_THERE: Final = "wasThere"
"""Evidence: whether the thing was there before."""


class LeftToPerson(Exception):
    """The screens are not as expected; nothing was pressed, and a person must do it."""

    def __init__(self, unexpected: ScreenUnexpected) -> None:
        super().__init__(f"{unexpected.wanted} was expected, and there was: {unexpected.seen}")
        self.unexpected = unexpected


@dataclass(frozen=True, slots=True)
class WebDriver:
    """The screens of one firm, in one browser."""

    session: Session
    """The browser, logged in."""
    entitlements: Entitlements
    """The words of the rights."""
    office: Callable[[], Identity | None]
    """Who the office is, once something of it was applied."""
    agreements: Agreements = field(default_factory=Agreements)
    """Texts that were accepted before, in this run or earlier: another one is no longer the same."""

    def prepare(self, request: StepRequest, now: datetime) -> Evidence:
        """What is there before the step; all that can fail harmlessly fails here."""
        step = request.step

        def looked(window: Window) -> Attributes:
            self._enter(window, request.account, step)
            return self._seen(window, request.account, step)

        try:
            return Evidence(self.session.do(looked), now)
        except ScreenUnexpected as unexpected:
            # A person may still be able to: the step says so itself, when it is left to one.
            return Evidence(attributes(screen=f"{unexpected.wanted}: {unexpected.seen}"), now)

    def apply(self, request: StepRequest) -> StepResult:
        """The step, once. LeftToPerson before anything was pressed; OutcomeUnknown where nobody knows."""
        step = request.step

        def done(window: Window) -> StepResult:
            self._enter(window, request.account, step)
            result = self._carry_out(window, request)
            if not _leads_away(step):
                self.session.keep_picture(window, request.intent_id)
            return result

        try:
            result = self.session.do(done)
            if _leads_away(step) and isinstance(result, StepDone):
                self._look_back(request)
            return result
        except ScreenUnexpected as unexpected:
            raise LeftToPerson(unexpected) from unexpected
        except ScreenRefused as refused:
            return StepFailed(WORDS("refused-on-screen", Place(address=step.address), said=str(refused)))

    def settle(self, request: SettleRequest) -> Settlement:
        """What became of an open intent, by looking at the screens again."""
        step = request.intent.step
        unknown = Settlement(SettledAs.UNKNOWN, computed=FrozenMap(), question=question(request))

        def looked(window: Window) -> Settlement:
            self._enter(window, request.account, step)
            return self._settlement(window, request, unknown)

        try:
            return self.session.do(looked)
        except (ScreenUnexpected, ProviderFailed):
            return unknown

    # --- within -----------------------------------------------------------------------------------------------------

    def _look_back(self, request: StepRequest) -> None:
        """That the menu says it is active, and a picture of that. OutcomeUnknown where it does not.

        After «Legg til» the browser was sent away: that may have been to the vendor, or to a log-in.
        """
        title, pressed = _text(request.step, "title"), NORWEGIAN.add

        def looked(window: Window) -> None:
            self._enter(window, request.account, request.step)
            active = screens_menu.is_active(window, title)
            self.session.keep_picture(window, request.intent_id)
            if not active:
                raise ScreenUnexpected(
                    (f"«{NORWEGIAN.activated}» beside «{title}»", f"«{NORWEGIAN.activated}» ved siden av «{title}»"),
                    f"«{NORWEGIAN.activate}»",
                )

        try:
            with looking_back(pressed):
                self.session.do(looked)
        except OutcomeUnknown:
            raise
        except (LoggedOut, ProviderFailed) as failed:
            raise OutcomeUnknown.of(WORDS("pressed-not-looked", pressed=pressed)) from failed

    def _enter(self, window: Window, account: Account, step: Step) -> None:
        """Opens the company in which the step is done, and looks that it is open."""
        identity = account.identity
        if step.address.kind == ACCESS:
            identity = self.office() or identity
            if identity == account.identity:
                raise ScreenUnexpected(
                    ("the office's own account", "kontorets egen konto"),
                    ("nothing of the office has been applied yet", "ingenting for kontoret er gjort ennå"),
                )
        screens.open_company(window, _number(replace(account, identity=identity)))

    def _seen(self, window: Window, account: Account, step: Step) -> Attributes:
        kind = step.address.kind
        if kind == MODULE:
            return attributes(**{WAS_THERE: screens_menu.service(window).active})
        if kind == MENU:
            return attributes(**{WAS_THERE: screens_menu.is_active(window, _text(step, "title"))})
        if kind in KEYS:
            found = screens_keys.keys(window, _owner(step))
            return attributes(**{KEY_IDS: [row.key_id for row in found]})
        there = screens_access.is_attached(window, _key_name(step), _number(account))
        return attributes(**{WAS_THERE: there})

    def _carry_out(self, window: Window, request: StepRequest) -> StepResult:
        account, step = request.account, request.step
        kind, ends = step.address.kind, step.action is StepAction.DELETE
        if step.action is StepAction.UPDATE and kind != ACCESS:
            raise ScreenUnexpected(
                ("a change that a screen offers", "en endring som et skjermbilde tilbyr"),
                (f"{kind} is changed by a person", f"{kind} endres av et menneske"),
            )
        if kind == MODULE:
            if ends:
                raise ScreenUnexpected(
                    ("a service that is switched off", "en tjeneste som slås av"),
                    ("nothing switches one off", "ingenting slår av en tjeneste"),
                )
            screens_menu.activate_service(window)
            return StepDone()
        if kind == MENU:
            return self._menu(window, step, ends=ends)
        if kind in KEYS:
            return self._key_ended(window, step) if ends else self._key_made(window, request)
        return _access(window, account, step)

    def _menu(self, window: Window, step: Step, *, ends: bool) -> StepResult:
        title = _text(step, "title")
        if ends:
            screens_menu.deactivate(window, title)
            return StepDone()
        if screens_menu.is_active(window, title):
            raise ScreenUnexpected(
                (f"«{title}» to be activated", f"at «{title}» skal aktiveres"),
                ("it is active already", "den er aktiv allerede"),
            )
        held = agreements.holds_to(step.attributes.get(agreements.PINNED), self.agreements.of(title))
        try:
            made = screens_menu.activate(window, title, held)
        except screens_menu.AgreementChanged as changed:
            # Left to nobody: who would be asked to activate it would accept it.
            told = {"title": title, "pinned": agreements.told(held), "digest": changed.digest}
            found = WORDS("agreement-changed", Place(address=step.address), **told)
            return StepFailed(replace(found, severity=Severity.ERROR))
        self.agreements.note(title, made.agreement, step.attributes)
        computed = attributes(**{agreements.ACCEPTED: made.agreement}, handoverHost=made.host or None)
        return StepDone(computed=computed, secret=made.onward)

    def _key_made(self, window: Window, request: StepRequest) -> StepResult:
        step = request.step
        _nobody_was_quicker(window, request)
        permissions = step.attributes.get("permissions")
        custom = step.attributes.get("setup") == CUSTOM_SETUP
        chosen = permissions if isinstance(permissions, tuple) else ()
        wish = screens_keys.KeyWish(
            owner=_owner(step),
            name=_text(step, "keyName"),
            title="" if custom else _text(step, "title"),
            application=_text(step, "applicationName"),
            permissions="chosen" if chosen else str(permissions or "all"),
            chosen=tuple(self._right(right) for right in chosen),
            office=step.address.kind == OFFICE_KEY,
        )
        made = screens_keys.create_key(window, wish)
        number = int(made.key_id) if made.key_id.isdigit() else None
        computed = key_facts(step, key_id=number, robot_id=None)
        return StepDone(made.key_id or None, computed, made.token, made.incomplete)

    def _right(self, right: object) -> str:
        known = self.entitlements.get(right) if isinstance(right, (int, str)) else None
        return known.name if known is not None else str(right)

    def _key_ended(self, window: Window, step: Step) -> StepResult:
        owner = _owner(step)
        rows = screens_keys.keys(window, owner)
        known = str(step.attributes.get("keyId") or step.native_id or "")
        name, application = _text(step, "keyName"), _text(step, "applicationName")
        fitting = [row for row in rows if row.key_id == known] if known else []
        if not known:
            fitting = [row for row in rows if row.name == name and row.application in ("", application)]
        in_doubt = not known and not fitting and any(row.application == application for row in rows)
        if len(fitting) > 1 or in_doubt:
            wanted = f"one key «{name}» ({known or 'its id is not known'})"
            wanted_nb = f"én nøkkel «{name}» ({known or 'id-en er ikke kjent'})"
            raise ScreenUnexpected((wanted, wanted_nb), (f"{len(fitting)} of them", f"{len(fitting)} av dem"))
        if fitting:
            screens_keys.delete_key(window, owner, fitting[0])
        return StepDone()

    def _settlement(self, window: Window, request: SettleRequest, unknown: Settlement) -> Settlement:
        step = request.intent.step
        late = request.intent.deadline is not None and request.now > request.intent.deadline + GRACE
        gone = Settlement(SettledAs.DID_NOT_HAPPEN) if late else unknown
        if step.address.kind not in KEYS:
            there = self._seen(window, request.account, step).get(WAS_THERE) is True
            if step.action is StepAction.DELETE:
                return gone if there else Settlement(SettledAs.HAPPENED)
            return Settlement(SettledAs.HAPPENED) if there else gone
        rows = screens_keys.keys(window, _owner(step))
        if step.action is not StepAction.CREATE:
            known = str(step.attributes.get("keyId") or step.native_id or "")
            if not known:
                return unknown
            return gone if any(row.key_id == known for row in rows) else Settlement(SettledAs.HAPPENED)
        before = request.intent.evidence.facts.get(KEY_IDS)
        if not isinstance(before, tuple):
            return unknown
        ours = _ids_of_ours(request)
        new = [row for row in rows if row.key_id not in before and row.key_id not in ours]
        if not new:
            return gone
        if len(new) == 1 and new[0].name == _text(step, "keyName"):
            number = int(new[0].key_id) if new[0].key_id.isdigit() else None
            computed = key_facts(step, key_id=number, robot_id=None)
            return Settlement(SettledAs.HAPPENED, native_id=new[0].key_id, computed=computed)
        return unknown


def _nobody_was_quicker(window: Window, request: StepRequest) -> None:
    """ScreenUnexpected where somebody has made such a key since it was looked: two would be one too many."""
    before, application = request.evidence.facts.get(KEY_IDS), _text(request.step, "applicationName")
    if not isinstance(before, tuple):
        return
    since = [row for row in screens_keys.keys(window, _owner(request.step)) if row.key_id not in before]
    made = next((row for row in since if row.application == application), None)
    if made is not None:
        key = f"«{made.name}» ({made.key_id})"
        wanted = (f"no new key for {application}", f"ingen ny nøkkel for {application}")
        raise ScreenUnexpected(wanted, (f"{key}, made meanwhile", f"{key}, laget i mellomtiden"))


def _leads_away(step: Step) -> bool:
    """Whether the step ends on another host's page, of which no picture is taken."""
    return step.address.kind == MENU and step.action is StepAction.CREATE


def _access(window: Window, account: Account, step: Step) -> StepResult:
    key, number = _key_name(step), _number(account)
    if step.action is StepAction.DELETE:
        screens_access.detach(window, key, number)
        return StepDone()
    template = _text(step, "access")
    screens_access.attach(window, key, TEMPLATE_WORDS.get(template, template), [number])
    return StepDone()


def _number(account: Account) -> str:
    number = account.identity.organization_number
    if not number:
        raise ScreenUnexpected(
            ("an organisation number", "et organisasjonsnummer"),
            (f"none is known of {account.display_name}", f"ingen er kjent for {account.display_name}"),
        )
    return number


def _ids_of_ours(request: SettleRequest) -> frozenset[str]:
    """The ids of keys that belong to other entries of ours."""
    generations = [each for entry in request.prior.entries for each in (entry.current, *entry.deposed)]
    return frozenset(each.native_id for each in generations if each.native_id) | frozenset(
        str(robot) for robot in claimed(request.prior)
    )


def _text(step: Step, name: str) -> str:
    value = step.attributes.get(name)
    return value if isinstance(value, str) else ""


def _owner(step: Step) -> screens_keys.Owner:
    contact = step.attributes.get("ownerKind") == CONTACT
    return screens_keys.Owner(_text(step, "owner"), contact, _text(step, "ownerOf"))


def _key_name(step: Step) -> str:
    """What the office key is called on the screen."""
    reference = KeyReference.parse(step.attributes.get("key"))
    return reference.name if reference is not None else _text(step, "keyName") or _text(step, "officeKey")


def open_driver(context: ProviderContext, entitlements: Entitlements, accepted: Agreements) -> WebDriver:
    """The driver of one run. The browser itself is opened when something is first looked at."""
    named = context.resolve(BROWSER)
    program = named.reveal() if named is not None else ""
    asked = context.resolve(HEADED)
    headed = asked is not None and asked.reveal().strip().lower() not in _NO
    session = Session(SessionOptions(context.endpoint, context.private_directory, program, headed))
    return WebDriver(session, entitlements, context.office_identity or (lambda: None), accepted)
