"""Whether our tokens work, are of the kind that their place asks for, and may do what is needed.

Promises: only reads; a key is judged by what it can do: an ordinary key reads its own company, an office key may not
and enters a client. Does not: look whether Tripletex can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import ProviderFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.provider import DoctorLine, Health
from provisioner_tripletex.api import Caller, Query, TokenKind, TripletexApi
from provisioner_tripletex.api_errors import FORBIDDEN, ApiRefused
from provisioner_tripletex.convert import Myself, client_row, number
from provisioner_tripletex.kinds import spaced
from provisioner_tripletex.online import Online
from provisioner_tripletex.settings import CONSUMER, OFFICE_EMPLOYEE, OFFICE_KEY_TOKEN
from provisioner_tripletex.words import WORDS

RIGHTS: Final[Mapping[int, str]] = {
    1: "ROLE_ADMINISTRATOR",
    71: "AUTH_CLIENT_ACCOUNT_ADMIN",
    126: "AUTH_ACCOUNT_ADMINISTRATOR",
}
"""Keys and services; office keys and who goes through them; services."""
_IDS: Final[Query] = (("fields", "id"),)
_CLIENT_FIELDS: Final[Query] = (("fields", "id,name,organizationNumber,customerCompanyId"),)
_AT_HOME: Final = "/v2/employee"
"""What every ordinary key of an office employee can list, and no office key."""


class Keys:
    """What trying our tokens told. Nothing before `try_on`."""

    def __init__(self, usable: Mapping[str, Sensitive]) -> None:
        self._kinds = [kind for kind in TokenKind if kind.value in usable]
        self.lines: dict[str, DoctorLine] = {}
        """By setting."""
        self.rights: tuple[DoctorLine, ...] = (DoctorLine("rights", WORDS("doctor-rights-unknown"), Health.UNKNOWN),)
        self.level = "0"
        """0 until something works."""
        self.unclear = False
        """Whether something could not be tried to its end, so that the level is not known."""

    def try_on(self, api: TripletexApi) -> None:
        """Make a session with each key, and see what it may do."""
        refused = {kind: _why_not(api, kind) for kind in self._kinds}
        consumers = [error for error in refused.values() if _is_consumers(error)]
        if consumers and len(consumers) == len(refused):
            # Without it no key can be tried; with any key that works it cannot be wrong.
            self._say(CONSUMER, WORDS("doctor-consumer-wrong", why=_detail(consumers[0])))
            return
        if any(error is None for error in refused.values()):
            self._say(CONSUMER, WORDS("doctor-consumer"))
        for kind, error in refused.items():
            if error is None:
                self._judge(api, kind)
            else:
                self._refused(kind.value, error)

    def _judge(self, api: TripletexApi, kind: TokenKind) -> None:
        try:
            if kind is TokenKind.OFFICE_EMPLOYEE:
                self._office(api)
            else:
                self._clients(api)
        except ProviderFailed as failed:
            self._refused(kind.value, failed)

    def _office(self, api: TripletexApi) -> None:
        online = Online(api)
        me = online.who_we_are()
        try:
            api.rows(Caller(TokenKind.OFFICE_EMPLOYEE), _AT_HOME, _IDS, most=1)
        except ApiRefused as refused:
            if refused.status != FORBIDDEN:
                raise
            if _is_for_office_keys(refused):
                self._say(OFFICE_EMPLOYEE, WORDS("doctor-key-is-office"))
                return
            self._say(OFFICE_EMPLOYEE, WORDS("doctor-people-unread", why=refused.detail))
        else:
            company, organization = me.company_name or "–", spaced(me.organization_number) or "–"
            self._say(OFFICE_EMPLOYEE, WORDS("doctor-office", company=company, number=organization))
        self.level = max(self.level, "1")
        self.rights = (_rights(api, me),)

    def _clients(self, api: TripletexApi) -> None:
        home = Caller(TokenKind.OFFICE_KEY)
        try:
            api.rows(home, _AT_HOME, _IDS, most=1)
        except ApiRefused as refused:
            if refused.status != FORBIDDEN:
                raise
        else:
            self._say(OFFICE_KEY_TOKEN, WORDS("doctor-key-is-ordinary"))
            return
        # Not by the list of the whole run, in which the other key would have its say.
        listed = api.rows(home, "/v2/company/>withLoginAccess", _CLIENT_FIELDS)
        rows = [row for each in listed if (row := client_row(each, by_key=True)) is not None]
        if not rows:
            self._say(OFFICE_KEY_TOKEN, WORDS("doctor-no-clients"))
            return
        try:
            Online(api).inside(rows[0], lambda caller: api.rows(caller, "/v2/company/salesmodules"))
        except ApiRefused as refused:
            told = {"count": len(rows), "company": rows[0].name, "why": refused.detail}
            self._say(OFFICE_KEY_TOKEN, WORDS("doctor-key-enters-nobody", **told))
            return
        self._say(OFFICE_KEY_TOKEN, WORDS("doctor-clients", count=len(rows)))
        self.level = "2"

    def _refused(self, setting: str, error: ProviderFailed) -> None:
        told = error.filled(why="summary", detail="detail", hint="hint")
        self._say(setting, WORDS("doctor-refused", setting=setting, **told))
        self.unclear = self.unclear or error.retryable or not isinstance(error, ApiRefused)

    def _say(self, setting: str, finding: Diagnostic) -> None:
        self.lines[setting] = DoctorLine("credentials", finding)


def _why_not(api: TripletexApi, kind: TokenKind) -> ProviderFailed | None:
    """Why no session could be made with that key; None where one could."""
    try:
        api.one(Caller(kind), "/v2/token/session/>whoAmI", (("fields", "employeeId"),))
    except ProviderFailed as failed:
        return failed
    return None


def _is_consumers(error: ProviderFailed | None) -> bool:
    return isinstance(error, ApiRefused) and "arg:consumerToken" in error.fields


def _is_for_office_keys(refused: ApiRefused) -> bool:
    """Whether Tripletex says so itself; the words are its own (developer pages, «FAQ»)."""
    return "company owned users" in refused.detail.casefold()


def _detail(error: ProviderFailed | None) -> str:
    return error.detail if error is not None else ""


def _rights(api: TripletexApi, me: Myself) -> DoctorLine:
    """What both our key's owner and its hidden user may do."""
    try:
        owner, robot = (_held_by(api, person) for person in (me.owner_id, me.robot_id))
    except ApiRefused as refused:
        return DoctorLine("rights", WORDS("doctor-rights-unread", why=refused.detail))
    both = owner & robot
    needed = {1, 71} if both & {1, 126} else {1, 71, 126}
    if needed <= both:
        return DoctorLine("rights", WORDS("doctor-rights", names=_named(both & RIGHTS.keys())))
    told = {"names": needed - both, "owner": needed - owner, "robot": needed - robot}
    return DoctorLine("rights", WORDS("doctor-rights-lacking", **{name: _named(ids) for name, ids in told.items()}))


def _held_by(api: TripletexApi, person: int | None) -> frozenset[int]:
    who: Query = (("employeeId", str(person)),) if person is not None else ()
    query: Query = (*who, ("fields", "entitlementId"))
    rows = api.rows(Caller(TokenKind.OFFICE_EMPLOYEE), "/v2/employee/entitlement", query)
    return frozenset(found for row in rows if (found := number(row, "entitlementId")) is not None)


def _named(rights: set[int] | frozenset[int]) -> str:
    return ", ".join(f"{RIGHTS[right]} ({right})" for right in sorted(rights)) or "–"
