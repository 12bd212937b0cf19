"""How far a firm reaches with what it has, and what the next level would take.

Promises: only reads, and says what it cannot see. Does not: change settings.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import ProviderFailed
from provisioner.spi.provider import DoctorReport
from provisioner_tripletex.api import Caller, TokenKind
from provisioner_tripletex.kinds import spaced
from provisioner_tripletex.online import Missing, Online
from provisioner_tripletex.settings import Settings
from provisioner_tripletex.words import WORDS


def offline(missing: Iterable[Missing]) -> DoctorReport:
    """Level 0: no consumer token, or nothing but one."""
    return DoctorReport("0", (*_lost(missing), WORDS("level-0"), WORDS("level-next-1")))


def _lost(missing: Iterable[Missing]) -> list[Diagnostic]:
    return [WORDS("credential-missing", reference=each.reference, setting=each.setting) for each in missing]


def examine(online: Online, settings: Settings, missing: Iterable[Missing] = ()) -> DoctorReport:
    """Levels 1 to 3, as far as looking tells."""
    findings = _lost(missing)
    office = _office(online, findings)
    clients = _clients(online, findings)
    level = "2" if clients else "1" if office else "0"
    if level != "0":
        findings.append(WORDS("doctor-keys-tried" if settings.keys_by_api else "doctor-keys-by-hand"))
    findings.append(WORDS(f"level-{level}"))
    findings.append(WORDS(f"level-next-{int(level) + 1}"))
    return DoctorReport(level, tuple(findings))


def _office(online: Online, findings: list[Diagnostic]) -> bool:
    if not online.api.has(TokenKind.OFFICE_EMPLOYEE):
        findings.append(WORDS("doctor-no-office-employee"))
        return False
    try:
        me = online.who_we_are()
    except ProviderFailed as failed:
        findings.append(WORDS("doctor-refused", what="officeEmployeeToken", why=failed.summary, hint=failed.hint))
        return False
    number = spaced(me.organization_number) or "–"
    findings.append(WORDS("doctor-office", company=me.company_name or "–", number=number))
    return True


def _clients(online: Online, findings: list[Diagnostic]) -> bool:
    if not online.api.has(TokenKind.OFFICE_KEY):
        findings.append(WORDS("doctor-no-office-key"))
        return False
    caller = Caller(TokenKind.OFFICE_KEY)
    try:
        entered = online.api.rows(caller, "/v2/company/>withLoginAccess", (("fields", "id"),))
    except ProviderFailed as failed:
        findings.append(WORDS("doctor-refused", what="officeKey", why=failed.summary, hint=failed.hint))
        return False
    findings.append(WORDS("doctor-clients", count=len(entered)))
    return bool(entered)
