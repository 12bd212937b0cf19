"""The office's list of clients as it is kept between runs: JSON, one company a line.

    {"format": "provisioner-listing", "version": 1, "at": "2026-11-20T09:12:00Z", "complete": true, "accounts": [
    {"name": "nordlys-bakeri", "displayName": "Nordlys Bakeri AS", "organizationNumber": "312345676", "companyId": 7}
    ]}

Promises: `decode_listing(encode_listing(l)) == l`; the same list gives the same bytes, whatever order it came in; a row
stands on the line that its place names. Does not: keep anything that is secret, or files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from provisioner.formats.rows import Row
from provisioner.model.account import Account, Identity
from provisioner.model.diagnostics import SourceRange
from provisioner.model.values import FrozenMap, Value

FORMAT: Final = "provisioner-listing"
VERSION: Final = 1
COLUMNS: Final = ("name", "displayName", "organizationNumber", "companyId")
_FIRST_LINE: Final = 2


@dataclass(frozen=True, slots=True)
class Company:
    """One company of the list."""

    name: str
    """The provider's guess at a name."""
    display_name: str
    """As it stands there."""
    identity: Identity
    """What it is known by."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list at one time."""

    at: datetime
    """When it was fetched, aware."""
    complete: bool
    """Whether who is not in it is not there."""
    companies: tuple[Company, ...]
    """Sorted."""

    @classmethod
    def of(cls, accounts: tuple[Account, ...], at: datetime, *, complete: bool) -> Listing:
        """The list as the provider gives it, in an order of its own; a company that is in it twice counts once."""
        found = {Company(item.ref.name, item.display_name, item.identity) for item in accounts}
        return cls(at, complete, tuple(sorted(found, key=_order)))


class NoListing(ValueError):
    """Bytes that are no list of this version."""


def encode_listing(listing: Listing) -> bytes:
    """The list, ending with a line feed."""
    head = {"format": FORMAT, "version": VERSION, "at": listing.at.isoformat(), "complete": listing.complete}
    lines = [json.dumps(_cells(company), ensure_ascii=False) for company in listing.companies]
    opening = json.dumps(head, ensure_ascii=False)[:-1] + ', "accounts": ['
    return (opening + "\n" + ",\n".join(lines) + "\n]}\n").encode()


def decode_listing(data: bytes) -> Listing:
    """The list in `data`. NoListing."""
    try:
        read = json.loads(data)
        if read["format"] != FORMAT or read["version"] != VERSION:
            raise NoListing("it is of another format")
        at = datetime.fromisoformat(read["at"])
        if at.tzinfo is None or not isinstance(read["complete"], bool):
            raise NoListing("its time or its completeness is missing")
        return Listing(at, read["complete"], tuple(_company(cells) for cells in read["accounts"]))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NoListing(str(error)) from None


def listing_rows(listing: Listing, file: str) -> tuple[Row, ...]:
    """The list as rows; what is not known of a company is an empty cell."""
    return tuple(
        Row(_row(company), SourceRange(file, number, 1))
        for number, company in enumerate(listing.companies, start=_FIRST_LINE)
    )


def _order(company: Company) -> tuple[str, str, str, int]:
    identity = company.identity
    return company.name, company.display_name, identity.organization_number or "", identity.company_id or 0


def _cells(company: Company) -> dict[str, object]:
    identity = company.identity
    values = (company.name, company.display_name, identity.organization_number, identity.company_id)
    return dict(zip(COLUMNS, values, strict=True))


def _row(company: Company) -> FrozenMap[Value]:
    return FrozenMap({name: "" if value is None else str(value) for name, value in _cells(company).items()})


def _company(cells: dict[str, object]) -> Company:
    name, shown, number, company_id = (cells[column] for column in COLUMNS)
    if not isinstance(name, str) or not isinstance(shown, str) or not isinstance(number, str | None):
        raise NoListing("a company's fields are not texts")
    if type(company_id) is not int and company_id is not None:
        raise NoListing("a company's id is no number")
    return Company(name, shown, Identity(company_id, number))
