"""The categories of Tripletex' integrations, in its own spelling, with words for people.

Promises: every category of the vendor's OpenAPI document (2.74.00) is here. Does not: claim that the words are
Tripletex' own; only «Bemanning», «Timeføring», «Fagsystemer» and «Årsavslutning» were read on its pages, the other
words are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

CATEGORIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "OTHER": ("Other", "Annet"),
        "YEAR_END": ("Year end", "Årsavslutning"),
        "BANK": ("Bank", "Bank"),
        "STAFF": ("Staffing", "Bemanning"),
        "BOOKING_AND_CHECKOUT": ("Booking and checkout", "Booking og kasse"),
        "CRM": ("Customer relations", "Kundeoppfølging"),
        "DEBT_COLLECTION": ("Debt collection", "Inkasso"),
        "ONLINE_STORE": ("Online store", "Nettbutikk"),
        "HRM": ("Human resources", "Personal"),
        "REPORTING": ("Reporting", "Rapportering"),
        "TRAVEL_AND_EXPENSES": ("Travel and expenses", "Reise og utlegg"),
        "RECONCILLIATION": ("Reconciliation", "Avstemming"),
        "PAYMENT_SERVICES": ("Payment services", "Betalingstjenester"),
        "CHECKOUT": ("Point of sale", "Kasse"),
        "FAG_SYSTEMER": ("Trade systems", "Fagsystemer"),
        "APRILA_CASH_CREDIT": ("Aprila cash credit", "Aprila kassekreditt"),
        "PROJECT": ("Project", "Prosjekt"),
        "MILAGE": ("Mileage", "Kjørebok"),
        "WAREHOUSE_LOGISTICS": ("Warehouse and logistics", "Lager og logistikk"),
        "TIMESHEET": ("Time sheets", "Timeføring"),
        "BOARD_WORK": ("Board work", "Styrearbeid"),
    }
)
"""Category -> (English, Norwegian)."""


def category_words(categories: Iterable[str]) -> tuple[str, ...]:
    """Every word a person may know these categories by; a category that is not known stands for itself."""
    return tuple(word for category in categories for word in (category, *CATEGORIES.get(category, ())))
