"""The driver `api`: what can be made by the REST API.

Promises: `prepare` and `settle` only read. A create is sent once; once it is answered nothing that happens after can
lose the key. Where Tripletex will not let us make keys, a person is asked where there is one. Does not: retry a write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ProviderFailed, Stopped
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Step, StepAction
from provisioner.model.state import AccountState
from provisioner.model.values import Attributes, FrozenMap, attributes
from provisioner.model.work import Evidence
from provisioner.spi.provider import Settlement, SettleRequest, StepDone, StepFailed, StepRequest, StepResult
from provisioner_tripletex.api import Call, TokenKind
from provisioner_tripletex.api_errors import DUPLICATE, FORBIDDEN, TOO_MANY, UNAUTHORIZED, ApiRefused
from provisioner_tripletex.budget import BudgetSpent, time_of_day
from provisioner_tripletex.convert import PersonRow, key_made
from provisioner_tripletex.declaration import near
from provisioner_tripletex.kinds import (
    ACCESS,
    CONTACT,
    KEYS,
    MENU,
    MODULE,
    NO_ACCESS,
    OFFICE_KEY,
    QUESTION,
    KeyReference,
)
from provisioner_tripletex.modules import INTEGRATIONS
from provisioner_tripletex.online import OFFICE, Online
from provisioner_tripletex.words import WORDS

GRACE: Final = timedelta(seconds=60)
"""How long after its deadline a call may still show up."""
_LOOK_SECONDS: Final = 90.0
"""How long a key that was just made waits to be sealed while its hidden user is looked for."""
_LOOKS: Final = 3
"""How often what is there is looked at again because of a wait."""
_CREATE_KEY: Final = "/v2/token/employee/:create"
_GRANT: Final = "/v2/employee/entitlement/:grantClientEntitlementsByTemplate"
_MODULES: Final = "/v2/company/salesmodules"
_HIDDEN: Final = "hiddenUsers"
_OWNER: Final = "ownerId"


class KeysNotApproved(Exception):
    """Tripletex does not let our application make keys; nothing was done."""

    def __init__(self, refused: ApiRefused) -> None:
        super().__init__(refused.summary)
        self.refused = refused


def prepare(online: Online, request: StepRequest, now: Callable[[], datetime]) -> Evidence:
    """Everything that can fail harmlessly, and what is there before the call.

    A change has a deadline and is sent once, so the wait for its key's calls is over before it begins. What was seen
    before a wait is looked at again: the call follows what was seen at once, by a connection and a session in use.
    """
    facts = _facts_before(online, request)
    caller = OFFICE if request.step.address.kind == ACCESS else online.caller_in(request.account)
    for _ in range(_LOOKS):
        if not online.api.set_aside(caller, request.intent_id):
            break
        facts = _facts_before(online, request)
    else:
        # So few calls to a period that looking uses them up: then the last look has to do.
        online.api.set_aside(caller, request.intent_id)
    # A period can last an hour: it was seen now, not when the waiting began.
    return Evidence(attributes(**facts), now())


def _facts_before(online: Online, request: StepRequest) -> dict[str, object]:
    kind, account = request.step.address.kind, request.account
    facts: dict[str, object] = {}
    if kind == MODULE:
        facts["active"] = online.has_integrations(account)
    elif kind in KEYS:
        people, wanted = online.people(account), request.step.attributes
        owner = find_owner(people, wanted)
        if owner is None:
            raise _failed(no_such_owner(people, wanted, Place(address=request.step.address), account))
        facts |= {_OWNER: owner.id, _HIDDEN: sorted(online.robots(account))}
    elif kind == ACCESS:
        robot, client = robot_of(request.step), online.client(account)
        if robot is None:
            raise _failed(WORDS("robot-unknown", Place(address=request.step.address), key=_key_name(request.step)))
        if client is None:
            raise _failed(online.unseen(account, Place(address=request.step.address)))
        facts |= {"robot": robot, "attached": online.is_attached(robot, client)}
    return facts


def seen_beforehand(reach: Callable[[], Online | None], request: StepRequest, now: Callable[[], datetime]) -> Evidence:
    """For a step on the screen: the hidden users, where they can be read. It helps, and is not needed."""
    if request.step.address.kind not in KEYS or request.step.action is not StepAction.CREATE:
        return Evidence(seen_at=now())
    try:
        online = reach()
        facts = {_HIDDEN: sorted(online.robots(request.account))} if online is not None else {}
    except Stopped:
        raise  # nobody is asked for anything any more
    except ProviderFailed:
        facts = {}
    return Evidence(attributes(**facts), now())


def apply(online: Online, request: StepRequest) -> StepResult:
    """Do the step, once."""
    doing: Mapping[str, Callable[[Online, StepRequest], StepResult]] = {
        MODULE: _activate_module,
        ACCESS: _grant,
        **dict.fromkeys(KEYS, _create_key),
    }
    do = doing.get(request.step.address.kind)
    if do is None or (request.step.action is StepAction.DELETE and request.step.address.kind != ACCESS):
        return StepFailed(WORDS("not-by-api", Place(address=request.step.address)))
    try:
        return do(online.before(request.deadline), request)
    except BudgetSpent as spent:
        until = time_of_day(spent.until)
        return StepFailed(WORDS(BudgetSpent.code, Place(address=request.step.address), until=until))
    except ApiRefused as refused:
        return _refused(request.step.address, refused)


def _refused(address: Address, refused: ApiRefused) -> StepFailed:
    if refused.status == TOO_MANY:
        return StepFailed(WORDS("rate-limited", Place(address=address), **refused.filled(detail="detail")))
    if refused.status == UNAUTHORIZED:
        # What is there was read with the very same session a moment ago, so its key is not what ended.
        return StepFailed(WORDS("session-ended", Place(address=address), detail=refused.detail))
    told = refused.filled(summary="summary", detail="detail", hint="hint")
    return StepFailed(WORDS("refused-by-tripletex", Place(address=address), **told))


def _activate_module(online: Online, request: StepRequest) -> StepResult:
    call = Call("POST", _MODULES, body={"name": INTEGRATIONS})
    try:
        online.api.write(online.caller_in(request.account), call, request.intent_id)
    except ApiRefused as refused:
        if refused.status != DUPLICATE:
            raise
        # Somebody switched it on meanwhile; it is there, which is all that was wanted.
    return StepDone()


def _create_key(online: Online, request: StepRequest) -> StepResult:
    step, account = request.step, request.account
    owner = request.evidence.facts.get(_OWNER)
    if not isinstance(owner, int) or step.expires_on is None:
        return StepFailed(WORDS("not-by-api", Place(address=step.address)))
    query = (
        ("tokenName", str(step.attributes.get("keyName"))),
        ("consumerName", str(step.attributes.get("applicationName"))),
        ("employeeId", str(owner)),
        ("companyOwned", "true" if step.address.kind == OFFICE_KEY else "false"),
        ("expirationDate", step.expires_on.isoformat()),
    )
    try:
        made = key_made(online.api.write(online.caller_in(account), Call("PUT", _CREATE_KEY, query), request.intent_id))
    except ApiRefused as refused:
        if refused.status == FORBIDDEN:
            raise KeysNotApproved(refused) from refused
        raise
    # From here on the key exists and is in our hands: nothing below may raise.
    # The deadline was the call's; a key whose hidden user is not known is hard to tell from others later.
    robot = new_robot(online.within(_LOOK_SECONDS), account, request.evidence)
    computed = key_facts(step, key_id=made.id, robot_id=robot)
    native = str(made.id) if made.id is not None else None
    lost = "" if made.token is not None else "Tripletex answered without the key."
    return StepDone(native, computed, made.token, lost=lost)


def key_facts(step: Step, *, key_id: int | None, robot_id: int | None) -> Attributes:
    """What is known of a key once it is made."""
    known: dict[str, object] = {"keyId": key_id, "robotEmployeeId": robot_id}
    if step.address.kind == OFFICE_KEY:
        known["reference"] = str(KeyReference(_key_name(step), step.generation, robot_id))
    return attributes(**{name: value for name, value in known.items() if value is not None})


def new_robot(online: Online, account: Account, evidence: Evidence) -> int | None:
    """The one hidden user that was not there before; None where that cannot be told."""
    before = evidence.facts.get(_HIDDEN)
    if not isinstance(before, tuple):
        return None
    try:
        new = online.robots(account) - {each for each in before if isinstance(each, int)}
    except ProviderFailed:
        # The key is there and safe; its hidden user only helps to recognise it later.
        return None
    return next(iter(new)) if len(new) == 1 else None


def robot_seen(reach: Callable[[], Online | None], request: StepRequest) -> int | None:
    """The same of a key that a person made, where the API can be reached."""
    try:
        online = reach()
    except ProviderFailed:
        return None
    return new_robot(online, request.account, request.evidence) if online is not None else None


def _grant(online: Online, request: StepRequest) -> StepResult:
    step, robot, client = request.step, robot_of(request.step), online.client(request.account)
    if robot is None or client is None:
        return StepFailed(WORDS("robot-unknown", Place(address=step.address), key=_key_name(step)))
    ends = step.action is StepAction.DELETE
    query = (
        ("employeeId", str(robot)),
        ("customerId", str(client.id)),
        ("template", NO_ACCESS if ends else str(step.attributes.get("access"))),
        ("addToExisting", "false"),
    )
    online.api.write(OFFICE, Call("PUT", _GRANT, query), request.intent_id)
    return StepDone()


def robot_of(step: Step) -> int | None:
    """The hidden user of the office key that an access goes through, where it is known."""
    reference = KeyReference.parse(step.attributes.get("key"))
    return reference.robot_id if reference is not None else None


def _key_name(step: Step) -> str:
    name = step.attributes.get("keyName") or step.attributes.get("officeKey")
    return str(name or step.address.name)


def find_owner(people: tuple[PersonRow, ...], wanted: Attributes) -> PersonRow | None:
    """The person a key is for."""
    email, contact = wanted.get("owner"), wanted.get("ownerKind") == CONTACT
    return next((person for person in people if person.email == email and person.is_contact == contact), None)


def no_such_owner(people: tuple[PersonRow, ...], wanted: Attributes, place: Place, account: Account) -> Diagnostic:
    """There is no such person; perhaps one that is meant."""
    owner = str(wanted.get("owner"))
    meant = near(owner, [person.email for person in people if person.email])
    if meant:
        return WORDS("owner-unknown-near", place, owner=owner, company=account.display_name, near=meant)
    return WORDS("owner-unknown", place, owner=owner, company=account.display_name)


def _failed(diagnostic: Diagnostic) -> ProviderFailed:
    return ProviderFailed.of(diagnostic)


def settle(online: Online, request: SettleRequest) -> Settlement:
    """What became of an open intent."""
    step = request.intent.step
    kind = step.address.kind
    if kind == MODULE:
        return _by_presence(online.has_integrations(request.account), request)
    if kind == ACCESS:
        robot, client = robot_of(step), online.client(request.account)
        if robot is None or client is None:
            return _unknown(request)
        return _by_presence(online.is_attached(robot, client) == (step.action is not StepAction.DELETE), request)
    if kind in KEYS and step.action is StepAction.CREATE:
        return _key_created(online, request)
    return _unknown(request)


def _by_presence(happened: bool, request: SettleRequest) -> Settlement:
    if happened:
        return Settlement(SettledAs.HAPPENED)
    return Settlement(SettledAs.DID_NOT_HAPPEN) if _too_late(request) else _unknown(request)


def _too_late(request: SettleRequest) -> bool:
    """Whether a call that was begun can no longer show up."""
    deadline = request.intent.deadline
    return deadline is not None and request.now > deadline + GRACE


def _key_created(online: Online, request: SettleRequest) -> Settlement:
    before = request.intent.evidence.facts.get(_HIDDEN)
    if not isinstance(before, tuple):
        return _unknown(request)
    new = online.robots(request.account) - {each for each in before if isinstance(each, int)} - claimed(request.prior)
    if len(new) == 1 and (request.native_id is not None or not _may_be_anothers(next(iter(new)), request)):
        key_id = int(request.native_id) if request.native_id is not None and request.native_id.isdecimal() else None
        computed = key_facts(request.intent.step, key_id=key_id, robot_id=next(iter(new)))
        return Settlement(SettledAs.HAPPENED, computed=computed)
    if not new and _too_late(request) and online.api.has(TokenKind.OFFICE_EMPLOYEE) and online.lists_robots():
        return Settlement(SettledAs.DID_NOT_HAPPEN)
    return _unknown(request)


def _may_be_anothers(robot: int, request: SettleRequest) -> bool:
    """Whether the hidden user may be that of another key, of which nobody knows either whether it was made.

    Not if it was there before that other call began. A hidden user does not tell which key it belongs to.
    """
    for other in request.prior.intents:
        made = other.step.action is StepAction.CREATE and other.step.address.kind in KEYS
        before = other.evidence.facts.get(_HIDDEN)
        if other.id != request.intent.id and made and not (isinstance(before, tuple) and robot in before):
            return True
    return False


def claimed(prior: AccountState) -> frozenset[int]:
    """The hidden users that belong to keys of ours."""
    generations = [each for entry in prior.entries for each in (entry.current, *entry.deposed)]
    known = (generation.attributes.get("robotEmployeeId") for generation in generations)
    return frozenset(robot for robot in known if isinstance(robot, int))


_QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {MODULE: "settle-module", MENU: "settle-menu", ACCESS: "settle-access", QUESTION: "settle-question"}
)


def question(request: SettleRequest) -> Diagnostic:
    """What a person must look for, and how they record it."""
    step = request.intent.step
    code = _QUESTIONS.get(step.address.kind, "settle-key")
    if step.action is StepAction.DELETE and step.address.kind in KEYS:
        code = "settle-key-deleted" if step.attributes.get("keyName") else "settle-key-deleted-unnamed"
    values: dict[str, object] = {
        "company": request.account.display_name,
        "key_name": _key_name(step),
        "owner": step.attributes.get("owner") or "–",
        "title": step.attributes.get("title") or step.address.name,
        "application": step.attributes.get("applicationName") or "–",
        "address": step.address,
    }
    return WORDS(code, Place(address=step.address), **values)


def _unknown(request: SettleRequest) -> Settlement:
    return Settlement(SettledAs.UNKNOWN, computed=FrozenMap(), question=question(request))
