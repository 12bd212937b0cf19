"""Sales modules: what an account has bought, in the names of `/v2/company/salesmodules`.

Promises: every name of the vendor's OpenAPI document (2.74.00) is here, in its order. Does not: know prices (they are
not in the API), nor which combinations Tripletex refuses.

Known: «Integrasjoner» needs the package Smart or a larger one (Tripletex' help pages name Smart and Komplett).
Inferred: `API_V2` is «Integrasjoner» (earlier «API 2.0»); `PRO` is at least Komplett; `BASIS` and `MIKRO` are smaller
than Smart. Unknown: every package that is not ranked here, among them those of trades and of accounting offices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from provisioner_tripletex.catalogue.facts import Answer

SALES_MODULES: Final[tuple[str, ...]] = (
    "MAMUT",
    "MAMUT_WITH_WAGE",
    "AGRO_LICENCE",
    "AGRO_CLIENT",
    "AGRO_DOCUMENT_CENTER",
    "AGRO_INVOICE",
    "AGRO_INVOICE_MIGRATED",
    "AGRO_WAGE",
    "NO1TS",
    "NO1TS_TRAVELREPORT",
    "NO1TS_ACCOUNTING",
    "DIYPACKAGE",
    "BASIS",
    "SMART",
    "KOMPLETT",
    "VVS",
    "ELECTRO",
    "ACCOUNTING_OFFICE",
    "WAGE",
    "SMART_WAGE",
    "TIME_TRACKING",
    "SMART_TIME_TRACKING",
    "SMART_PROJECT",
    "OCR",
    "API_V2",
    "ELECTRONIC_VOUCHERS",
    "UP_TO_100_VOUCHERS",
    "UP_TO_500_VOUCHERS",
    "UP_TO_1000_VOUCHERS",
    "UP_TO_2000_VOUCHERS",
    "UP_TO_3500_VOUCHERS",
    "UP_TO_5000_VOUCHERS",
    "UP_TO_10000_VOUCHERS",
    "UNLIMITED_VOUCHERS",
    "UP_TO_100_VOUCHERS_AUTOMATION",
    "UP_TO_500_VOUCHERS_AUTOMATION",
    "UP_TO_1000_VOUCHERS_AUTOMATION",
    "UP_TO_2000_VOUCHERS_AUTOMATION",
    "UP_TO_3500_VOUCHERS_AUTOMATION",
    "UP_TO_5000_VOUCHERS_AUTOMATION",
    "UP_TO_10000_VOUCHERS_AUTOMATION",
    "UNLIMITED_VOUCHERS_AUTOMATION",
    "LOGISTICS",
    "MIKRO",
    "AUTOPLUS_MINI",
    "AUTOPLUS_MEDIUM",
    "AUTOPLUS_STOR",
    "INTEGRATION_PARTNER",
    "PROJECT",
    "YEAR_END_REPORTING_ENK",
    "YEAR_END_REPORTING_AS",
    "YEAR_END_REPORTING_ANS",
    "YEAR_END_REPORTING_DA",
    "YEAR_END_REPORTING_STI",
    "YEAR_END_REPORTING_ORG",
    "YEAR_END_REPORTING_SA",
    "YEAR_END_REPORTING_FLI",
    "YEAR_END_REPORTING_NUF",
    "PRIMARY_INDUSTRY",
    "STICOS",
    "PRO",
    "FIXED_ASSETS_REGISTER",
    "ZTL",
)
"""Every name the API knows."""

INTEGRATIONS: Final = "API_V2"
"""The module that «Integrasjoner» under «Mitt abonnement» is; inferred, strongly."""

INTEGRATIONS_LABEL: Final = "Integrasjoner"
"""What the screen calls it."""

PACKAGE_RANKS: Final[Mapping[str, int]] = MappingProxyType(
    {"MIKRO": 0, "BASIS": 0, "SMART": 1, "KOMPLETT": 2, "PRO": 2}
)
"""Packages whose size is known or inferred; a larger one has all that a smaller one can have."""

SMALLEST_WITH_INTEGRATIONS: Final = "SMART"
"""The smallest package that can have «Integrasjoner»."""


def package_of(modules: Iterable[str]) -> str | None:
    """The largest ranked package among an account's modules; `None` where it has none of those."""
    ranked = [module for module in modules if module in PACKAGE_RANKS]
    return max(ranked, key=lambda module: (PACKAGE_RANKS[module], module), default=None)


def satisfies_package(modules: Iterable[str], needed: str | None) -> Answer:
    """Whether an account with these modules has the package `needed` or a larger one."""
    held = frozenset(modules)
    if needed is None or needed in held:
        return Answer.YES
    package = package_of(held)
    if package is None or needed not in PACKAGE_RANKS:
        return Answer.UNKNOWN
    return Answer.YES if PACKAGE_RANKS[package] >= PACKAGE_RANKS[needed] else Answer.NO


def can_have_integrations(modules: Iterable[str]) -> Answer:
    """Whether «Integrasjoner» is active or can be had in an account with these modules."""
    held = frozenset(modules)
    return Answer.YES if INTEGRATIONS in held else satisfies_package(held, SMALLEST_WITH_INTEGRATIONS)
