"""What a firm says its clients have: companies by integrations, and the keys by themselves.

Promises: values only. Does not: know workbooks (writing.py, reading.py) or manifests (manifests.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.diagnostics import SourceRange
from provisioner.model.values import NO_LABELS, FrozenMap
from provisioner.spi.language import AskedField, SetUp

NOTHING_SAID: FrozenMap[str] = FrozenMap()


class Answer(StrEnum):
    """What somebody says of one integration of one company."""

    THERE = "there"
    """It is there already, and is taken over."""
    NOT_THERE = "not-there"
    """It is not there, and is to be made."""
    UNKNOWN = "unknown"
    """They do not know: somebody must look."""


NO_ANSWERS: FrozenMap[Answer] = FrozenMap()


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a workbook."""

    sheet: str
    """The sheet's name."""
    row: int
    """From 1."""
    column: int
    """From 1."""

    def __str__(self) -> str:
        return f"{self.sheet}!{letters(self.column)}{self.row}"

    def at(self, file: str) -> SourceRange:
        """The same as a place in the file."""
        return SourceRange(file, self.row, self.column)


def letters(column: int) -> str:
    """A column's letters: A, B … Z, AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


NO_CELLS: FrozenMap[Cell] = FrozenMap()


@dataclass(frozen=True, slots=True)
class Product:
    """One column: an integration that clients may have."""

    id: str
    """The name under `integrations:`."""
    title: str
    """What people call it; no two columns have the same."""
    set_ups: tuple[SetUp, ...]
    """The ways to declare it; there is one at least."""
    integration: str = ""
    """The catalogue's id, where the name is the firm's own; empty: the name."""
    method: str = ""
    """The way that is chosen."""
    said: FrozenMap[str] = NOTHING_SAID
    """What is answered once for all clients, by the field's path with dots."""
    cells: FrozenMap[Cell] = NO_CELLS
    """Where each answer stands or would stand, `method` among them; where it was read from a workbook."""

    @property
    def set_up(self) -> SetUp:
        """The chosen way; the usual one where none is chosen."""
        return next((one for one in self.set_ups if one.method == self.method), self.set_ups[0])

    @property
    def fields(self) -> tuple[AskedField, ...]:
        """What is asked, whichever way is chosen; each field once."""
        found: dict[tuple[str, ...], AskedField] = {}
        for set_up in self.set_ups:
            for field in set_up.fields:
                found.setdefault(field.path, field)
        return tuple(found.values())

    @property
    def has_keys(self) -> bool:
        """Whether each client's is asked about by itself."""
        return any(field.each for field in self.set_up.fields)


def dotted(field: AskedField) -> str:
    """A field's path as one text."""
    return ".".join(field.path)


@dataclass(frozen=True, slots=True)
class Company:
    """One row: a client, and what is said of each integration."""

    name: str
    """The client's name in its address."""
    display_name: str
    """The company's name."""
    organization_number: str = ""
    """Nine digits; empty: not known."""
    company_id: int | None = None
    """The vendor's own number for it."""
    labels: FrozenMap[str] = NO_LABELS
    """For selectors."""
    answers: FrozenMap[Answer] = NO_ANSWERS
    """By the product's id; what is not there was left empty: the client is not to have it."""
    cell: Cell | None = None
    """Where its row begins."""
    waiting: frozenset[str] = frozenset()
    """The ids of products of which the workbook says that somebody was to make them; answered as not known."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key, or what else a client has by itself."""

    client: str
    """The client's name."""
    product: str
    """The product's id."""
    said: FrozenMap[str] = NOTHING_SAID
    """What is answered for this one, by the field's path with dots."""
    held_by: str = ""
    """Who has the key, in words."""
    cell: Cell | None = None
    """Where its row begins."""


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """One key made at the office for many clients."""

    id: str
    """The name under `officeKeys:`."""
    title: str
    """What people call it; no two have the same."""
    fields: tuple[AskedField, ...] = ()
    """What is asked of it."""
    integration: str = ""
    """The catalogue's id, where the name is the firm's own; empty: the name."""
    answer: Answer | None = None
    """Whether it is there; None: nobody said, and it follows from what clients have."""
    said: FrozenMap[str] = NOTHING_SAID
    """What is answered, by the field's path with dots."""
    held_by: str = ""
    """Who has the key, in words."""
    cells: FrozenMap[Cell] = NO_CELLS
    """Where each answer stands or would stand, `answer` among them; where it was read from a workbook."""
    waiting: bool = False
    """Whether somebody was to make it."""

    def serves(self, product: Product) -> bool:
        """Whether clients who have the product through an office key have it through this one."""
        return self.id == product.id or (self.integration or self.id) == (product.integration or product.id)


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is said."""

    products: tuple[Product, ...]
    """The columns."""
    companies: tuple[Company, ...]
    """The rows."""
    keys: tuple[KeyLine, ...] = ()
    """Those of which more is said, or to be said."""
    office_keys: tuple[OfficeKey, ...] = ()
    """Those that are declared, and those that a product could go through."""

    def product(self, id_: str) -> Product | None:
        """The product of that id."""
        return next((product for product in self.products if product.id == id_), None)
