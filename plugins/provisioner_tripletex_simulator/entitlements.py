"""The rights of Tripletex: ids, technical names, and what the templates give.

The 98 ids and names are those a public sandbox returns for an administrator. What each *template* holds is not
published: the sets here are invented, and only their order (none < auditor < accountant < all) is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ADMINISTRATOR = 1
"""«Brukeradministrator»."""
CUSTOMER_ADMIN = 15
COMPANY_ADMIN = 21
CUSTOMER_INFO = 43
EMPLOYEE_INFO = 61
CLIENT_ACCOUNT_ADMIN = 71
"""«Brukeradministrator i klientkontoer» (inferred from its technical name)."""
EMPLOYEE_ADMIN = 119
ACCOUNT_ADMINISTRATOR = 126
PROJECT_MANAGERS = frozenset({8, 10, 11})
"""Any of which makes somebody a project manager."""

_TABLE = """
1 ROLE_ADMINISTRATOR|5 AUTH_HOURS_DEPARTMENT|6 AUTH_HOURS_COMPANY|7 AUTH_TRAVELREPORTS_DEPARTMENT
8 AUTH_PROJECT_MANAGER_DEPARTMENT|10 AUTH_PROJECT_MANAGER|11 AUTH_PROJECT_MANAGER_COMPANY|14 AUTH_INVOICING
15 AUTH_CUSTOMER_ADMIN|17 AUTH_HOUR_STATISTICS_COMPANY|20 AUTH_DEPARTMENT_REPORT|21 AUTH_COMPANY_ADMIN
25 AUTH_TRAVELREPORTS_COMPANY|26 AUTH_INBOX_ARCHIVE_ALL_EMPLOYEES|27 AUTH_PRODUCT_ADMIN|29 AUTH_BUDGET
34 AUTH_VOUCHER_EXPORT|35 AUTH_ALL_VOUCHERS|36 AUTH_DEPARTMENT_VOUCHERS|37 AUTH_OWN_HOURS_AMOUNT
40 AUTH_HOURS_SAME_CUSTOMER|42 AUTH_INBOX_VOUCHER|43 AUTH_CUSTOMER_INFO|45 AUTH_CREATE_PROJECT|46 AUTH_HOURLIST
47 AUTH_TRAVELREPORT|48 AUTH_HOURLIST_SETTINGS|49 AUTH_DIRECT_REMIT_LIGHT|52 AUTH_PROJECT_CONTROL_SCHEMAS
53 AUTH_HOUR_STATISTICS_DEPARTMENT|54 AUTH_HOUR_STATISTICS_EMPLOYEE|55 AUTH_PROJECT_EXTRACOSTS
56 AUTH_PRODUCT_NET_PRICE|57 AUTH_ARCHIVE_READ|58 AUTH_ARCHIVE_WRITE|59 AUTH_ARCHIVE_ADMIN|60 AUTH_HOLYDAY_PLAN
61 AUTH_EMPLOYEE_INFO|62 AUTH_CREATE_TASK|63 AUTH_CREATE_NOTE|65 AUTH_OFFER_ADMIN|67 AUTH_TASK_ADMIN
68 AUTH_ORDER_ADMIN|69 AUTH_CREATE_OFFER|70 AUTH_CREATE_ORDER|71 AUTH_CLIENT_ACCOUNT_ADMIN
72 AUTH_EMAIL_ACCOUNT_ADMIN|76 AUTH_INCOMPLETE_VOUCHERS|77 AUTH_INCOMING_INVOICE|78 AUTH_BANK_RECONCILIATION
79 AUTH_VAT_REPORT|81 AUTH_SICKNESS_REIMBURSEMENT|83 AUTH_REGISTER_INCOME|84 AUTH_ADVANCED_VOUCHER
85 AUTH_VOUCHER_IMPORT|86 AUTH_PRODUCT_INVOICE|88 AUTH_ALL_TASKS|92 AUTH_PROJECT_INFO|93 AUTH_CREATE_CUSTOMER
94 AUTH_COMPANY_ATTESTOR|96 AUTH_FACTORING_EXPORT|101 AUTH_MANAGE_BANK_ACCOUNT_NUMBERS
105 AUTH_COMPANY_ACCOUNTING_REPORTS|106 AUTH_DEPARTMENT_ACCOUNTING_REPORTS|107 AUTH_ACCOUNTING_SETTINGS
108 AUTH_COMPANY_RESULT_BUDGET|109 AUTH_DEPARTMENT_RESULT_BUDGET|110 AUTH_COMPANY_CUSTOMER_ACCOUNTING_REPORTS
111 AUTH_DEPARTMENT_CUSTOMER_ACCOUNTING_REPORTS|112 AUTH_COMPANY_VENDOR_ACCOUNTING_REPORTS
113 AUTH_DEPARTMENT_VENDOR_ACCOUNTING_REPORTS|114 AUTH_COMPANY_EMPLOYEE_ACCOUNTING_REPORTS
115 AUTH_DEPARTMENT_EMPLOYEE_ACCOUNTING_REPORTS|116 AUTH_WAGE_ADMIN_SETTINGS|117 AUTH_COMPANY_WAGE_ADMIN
118 AUTH_DEPARTMENT_WAGE_ADMIN|119 AUTH_COMPANY_EMPLOYEE_ADMIN|120 AUTH_DEPARTMENT_EMPLOYEE_ADMIN
121 AUTH_TRAVEL_EXPENCE_ADMIN_SETTINGS|123 AUTH_CUSTOMS_DECLARATION|126 AUTH_ACCOUNT_ADMINISTRATOR
131 AUTH_VOUCHER_AUTOMATION|132 AUTH_INVOICE_ADMIN_SETTINGS|133 AUTH_PROJECT_ADMIN_SETTINGS
134 AUTH_PROJECT_CONTROL_SCHEMA_SIGNING|135 AUTH_PROJECT_OWN_PROJECT_RESULT_REPORT
136 AUTH_DIRECT_REMIT_CREATE_NEW|137 AUTH_REMIT_FILES_VOUCHER_OVERVIEW|142 AUTH_PURCHASING_MANAGER
144 AUTH_WAGE_INFORMATION|145 AUTH_DEPARTMENT_ASSET_ACCOUNTING_REPORTS|146 AUTH_COMPANY_ASSET_ACCOUNTING_REPORTS
148 REPORT_ADMINISTRATOR|149 REPORT_AUTHOR|150 AUTH_DIRECT_REMIT_ADMIN_ZTL|151 YEAR_END_REPORT_ADMINISTRATOR
152 AUTH_VOUCHER_SETTINGS|162 AUTH_EXPENSE_ATTESTATION_OVERRIDER
"""

SCREEN_WORDS = {
    1: "Brukeradministrator",
    11: "Prosjekt > Full tilgang > Alle prosjekter: Hele selskapet",
    15: "Kunde > Full tilgang til kunder",
    43: "Kunde > Lesetilgang til kundeinformasjon",
    47: "Reiseregning > Å registrere reiseregninger og ansattutlegg",
    61: "Selskap > Lesetilgang til ansattinformasjon",
    21: "Selskap > Full tilgang til selskapsinformasjon",
    25: "Reiseregning > Tilgang til alle reiseregninger/ansattutlegg (inkl. godkjenning): Hele selskapet",
    71: "Brukeradministrator i klientkontoer",
    92: "Prosjekt > Prosjektinformasjon",
    121: "Reiseregning > Reiseregningsinnstillinger",
    133: "Prosjekt > Prosjektinnstillinger",
    135: "Prosjekt > Prosjektstatus",
}
"""Words of the screen where a vendor's guide gives them (which id they belong to is inferred); else the name stands."""


_NAMES: Mapping[int, str] = MappingProxyType(
    {
        int(number): name
        for number, name in (entry.split(" ", 1) for line in _TABLE.split("\n") for entry in line.split("|") if entry)
    }
)
_EVERY = tuple(sorted(_NAMES))


def names() -> Mapping[int, str]:
    """Technical name of every entitlement id."""
    return _NAMES


def every_id() -> tuple[int, ...]:
    """All ids, in order."""
    return _EVERY


def label(entitlement_id: int) -> str:
    """The words by which the pages show a right."""
    return SCREEN_WORDS.get(entitlement_id) or names()[entitlement_id]


_LIMITED = frozenset({46, 47, 60, 62, 63})
_ACCOUNTANT = frozenset(
    {14, 15, 29, 34, 35, 42, 43, 57, 58, 61, 76, 77, 78, 79, 84, 85, 86, 93, 105, 107, 108, 110, 112}
)
_AUDITOR = frozenset({43, 57, 61, 105, 107, 108, 110, 112, 114})


def employee_template(name: str) -> tuple[int, ...] | None:
    """Rights of a template for employees; None when there is no such template."""
    sets: dict[str, frozenset[int]] = {
        "NONE_PRIVILEGES": frozenset(),
        "LIMITED": _LIMITED,
        "ALL_PRIVILEGES": frozenset(every_id()),
        "INVOICING_MANAGER": _LIMITED | {14, 15, 27, 43, 68, 69, 70, 93, 132},
        "PERSONELL_MANAGER": _LIMITED | {61, 81, 117, 119, 144},
        "ACCOUNTANT": _LIMITED | _ACCOUNTANT,
        "AUDITOR": _AUDITOR,
        "DEPARTMENT_LEADER": _LIMITED | {5, 7, 8, 20, 36, 53, 106, 109, 111, 113, 115, 118, 120},
    }
    return tuple(sorted(sets[name])) if name in sets else None


def client_template(name: str) -> tuple[int, ...] | None:
    """Rights of a template at a client; None when there is no such template."""
    agro = frozenset({14, 35, 43, 57, 61, 105})
    sets: dict[str, frozenset[int]] = {
        "NONE_PRIVILEGES": frozenset(),
        "STANDARD_PRIVILEGES_ACCOUNTANT": _ACCOUNTANT,
        "STANDARD_PRIVILEGES_AUDITOR": _AUDITOR,
        "ALL_PRIVILEGES": frozenset(every_id()),
        "AGRO_READ_ONLY": frozenset({43, 57}),
        "AGRO_READ_APPROVE": frozenset({43, 57, 94}),
        "AGRO_READ_WRITE": agro,
        "AGRO_READ_WRITE_APPROVE": agro | {94},
        "AGRO_PAYROLL_ADMIN": frozenset({61, 116, 117, 119, 144}),
        "AGRO_PAYROLL_CLERK": frozenset({61, 144}),
        "AGRO_INVOICE_ADMIN": frozenset({14, 15, 43, 132}),
        "AGRO_INVOICE_CLERK": frozenset({14, 43}),
    }
    return tuple(sorted(sets[name])) if name in sets else None


TEMPLATE_WORDS = {
    "STANDARD_PRIVILEGES_ACCOUNTANT": "Standard regnskapsfører",
    "STANDARD_PRIVILEGES_AUDITOR": "Standard revisor",
    "ALL_PRIVILEGES": "Alle tilganger",
}
"""«Tilgangsmal»: the choices the pages offer. Only «Alle tilganger» is a word of a public guide."""
