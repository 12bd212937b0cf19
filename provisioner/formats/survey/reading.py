"""The workbook as it comes back, from bytes to what was said in it.

Promises: companies and columns are told by the ids of the hidden sheet, however the rows were sorted; words of either
language are read; whatever cannot be understood is told with its sheet and cell, and nothing is guessed. Does not: open
files, or know what was said before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.rows_xlsx import with_workbook
from provisioner.formats.survey.answers import meant, waits
from provisioner.formats.survey.naming import client_names
from provisioner.formats.survey.nouns import Answer, Cell, Company, KeyLine, OfficeKey, Product, Survey, dotted
from provisioner.formats.survey.sheets import Lines, holds_key, named, outside, sheets_of
from provisioner.formats.survey.writing import HIDDEN, LAYOUT
from provisioner.formats.words.survey import SURVEY_WORDS, sheet_word
from provisioner.model.account import organization_number_is_valid
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.values import FrozenMap
from provisioner.spi.language import AskedField, SetUp

SetUps = Callable[[str], tuple[SetUp, ...]]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A workbook as it was understood."""

    survey: Survey
    """What was said; whatever is wrong is left out."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong."""
    language: str = "en"
    """Of its words."""


def read_survey(data: bytes, file: str, set_ups: SetUps) -> ReadBack | None:
    """What the workbook says; None for one that is none of ours. `set_ups`: the ways to declare an integration."""
    found = with_workbook(data, file, Place(Cell("", 1, 1).at(file)), sheets_of)
    if isinstance(found, Diagnostic):
        return ReadBack(Survey((), ()), (found,))
    if HIDDEN not in found:
        return None
    return _Reader(file, found, set_ups).read()


@dataclass
class _Ids:
    """The hidden sheet."""

    language: str = "en"
    labels: set[str] = field(default_factory=set)
    products: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id and integration by title."""
    office_keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The same of the office's keys."""
    fields: dict[str, str] = field(default_factory=dict)
    """Path by title."""
    by_number: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Client and company id by organisation number…"""
    by_name: dict[str, tuple[str, str]] = field(default_factory=dict)
    """…and by the company's name, where it has no number."""


class _Reader:
    """Reads one workbook."""

    def __init__(self, file: str, sheets: dict[str, Lines], set_ups: SetUps) -> None:
        self.file = file
        self.sheets = sheets
        self.set_ups = set_ups
        self.ids = _Ids()
        self.found: list[Diagnostic] = []

    def report(self, code: str, cell: Cell, **values: object) -> None:
        self.found.append(SURVEY_WORDS(code, Place(cell.at(self.file)), cell=cell, file=self.file, **values))

    def read(self) -> ReadBack:
        layout = self.hidden()
        first = Cell(HIDDEN, 1, 1)
        if not 0 < layout <= LAYOUT:
            self.report("survey-version", first, found=layout, known=LAYOUT)
            return ReadBack(Survey((), ()), tuple(self.found), self.ids.language)
        for key in ("clients", "keys", "integrations"):
            if self.word(key) not in self.sheets:
                self.report("survey-sheet", first, sheet=self.word(key))
        if self.ids.office_keys and self.word("office") not in self.sheets:
            self.report("survey-sheet", first, sheet=self.word("office"))
        self.look_for_keys()
        if self.found:
            return ReadBack(Survey((), ()), tuple(self.found), self.ids.language)
        self.look_outside()
        products = self.products()
        companies = self.companies({product.title: product for product in products})
        keys = self.keys(products, companies)
        office_keys = tuple(self.office_keys()) if self.word("office") in self.sheets else ()
        return ReadBack(Survey(products, companies, keys, office_keys), tuple(self.found), self.ids.language)

    def word(self, key: str) -> str:
        return sheet_word(key, self.ids.language)

    def hidden(self) -> int:
        """The ids; the layout's number, 0 where there is none."""
        layout = 0
        for _, cells in self.sheets[HIDDEN]:
            match [*cells, "", "", "", ""]:
                case ["layout", number, *_]:
                    layout = int(number) if number.isdigit() else 0
                case ["language", language, *_]:
                    self.ids.language = language
                case ["label", name, *_]:
                    self.ids.labels.add(name)
                case ["product", id_, title, integration, *_]:
                    self.ids.products[title] = id_, integration
                case ["office-key", id_, title, integration, *_]:
                    self.ids.office_keys[title] = id_, integration
                case ["field", path, title, *_]:
                    self.ids.fields[title] = path
                case ["client", name, number, id_, display_name, *_]:
                    known = self.ids.by_number if number else self.ids.by_name
                    known[number or display_name] = name, id_
        return layout

    def rows(self, key: str) -> Iterator[tuple[int, dict[str, tuple[str, Cell]]]]:
        """The rows of a sheet: text and cell by heading. Empty ones are left out."""
        name = self.word(key)
        lines = iter(self.sheets[name])
        _, headings = next(lines, (1, []))
        for number, cells in lines:
            texts = [text.replace("\xa0", " ").strip() for text in cells]
            row = {
                heading.strip(): (texts[column] if column < len(texts) else "", Cell(name, number, column + 1))
                for column, heading in enumerate(headings)
                if heading.strip()
            }
            if any(text for text, _ in row.values()):
                yield number, row

    def look_for_keys(self) -> None:
        """Keys in any cell, also where nothing is read. Nothing else is told of a workbook that holds one: what is
        told of a cell repeats it."""
        for name, lines in self.sheets.items():
            for number, cells in lines if name != HIDDEN else ():
                for column, text in enumerate(cells, start=1):
                    if holds_key(text):
                        self.report("survey-looks-like-key", Cell(name, number, column))

    def look_outside(self) -> None:
        """Text below no heading: nothing reads it."""
        for key in ("clients", "keys", "integrations", "office"):
            cells = outside(self.word(key), self.sheets.get(self.word(key), []))
            if cells:
                self.report("survey-outside", cells[0], cells=named(cells))

    def products(self) -> tuple[Product, ...]:
        """What is said once for all clients."""
        found: list[Product] = []
        for _, row in self.rows("integrations"):
            title, first = row[self.word("integration")]
            id_, at = row.get(self.word("id"), ("", first))
            known_id, integration = self.ids.products.get(title, (id_, ""))
            id_ = id_ or known_id
            set_ups = self.set_ups(integration or id_)
            if not set_ups:
                self.report("integration-unlisted", at, name=id_ or title, near="", near_nb="")
                continue
            found.append(self.product(Product(id_, title or id_, set_ups, integration), row))
        return tuple(found)

    def product(self, product: Product, row: dict[str, tuple[str, Cell]]) -> Product:
        method, at = row.get(self.word("method"), ("", None))
        meant = next((one.method for one in product.set_ups if one.is_called(method)), None)
        if method and at is not None and meant is None:
            called = ", ".join(one.called(self.ids.language) for one in product.set_ups)
            self.report("survey-choice", at, written=method, choices=called)
        method = meant or product.set_ups[0].method
        said, cells = self.said(row, product.fields)
        if at is not None:
            cells["method"] = at
        return replace(product, method=method, said=FrozenMap(said), cells=FrozenMap(cells))

    def said(
        self, row: dict[str, tuple[str, Cell]], fields: Iterable[AskedField]
    ) -> tuple[dict[str, str], dict[str, Cell]]:
        """What a row says of these fields, and where it says or would say it."""
        said: dict[str, str] = {}
        cells: dict[str, Cell] = {}
        asked = {dotted(one): one for one in fields}
        for heading, (text, cell) in row.items():
            path = self.ids.fields.get(heading)
            if path is None or path not in asked:
                continue
            cells[path] = cell
            allowed = asked[path].choices
            value = asked[path].meant(text)
            if text and allowed and value not in allowed:
                shown = ", ".join(asked[path].shown(choice, self.ids.language) for choice in allowed)
                self.report("survey-choice", cell, written=text, choices=shown)
            elif text:
                said[path] = value
        return said, cells

    def office_keys(self) -> Iterator[OfficeKey]:
        """What is said of the keys that are made at the office."""
        first: dict[str, Cell] = {}
        for _, row in self.rows("office"):
            title, at = row[self.word("integration")]
            known_id, integration = self.ids.office_keys.get(title, ("", ""))
            id_ = row.get(self.word("id"), ("", at))[0] or known_id
            if known_id not in ("", id_):
                integration = ""  # the row is about another one now
            through = [one.at_office for one in self.set_ups(integration or id_) if one.at_office is not None]
            if not (through or known_id == id_):
                self.report("survey-no-office-key", at, name=id_ or title)
                continue
            if first.setdefault(id_, at) is not at:
                self.report("survey-twice", at, what=title or id_, other=first[id_])
                continue
            fields = through[0] if through else ()
            said, cells = self.said(row, fields)
            written, cells["answer"] = row.get(self.word("is-there"), ("", at))
            answer = self.answer(written, cells["answer"])
            held_by = row.get(self.word("held-by"), ("", at))[0]
            yield OfficeKey(
                id_,
                title or id_,
                fields,
                integration,
                answer,
                FrozenMap(said),
                held_by,
                FrozenMap(cells),
                self.waits((written, at)),
            )

    def companies(self, products: dict[str, Product]) -> tuple[Company, ...]:
        """Who is a client, and what is said of each."""
        sheet = self.word("clients")
        _, headings = next(iter(self.sheets[sheet]), (1, []))
        known = {self.word("company"), self.word("number"), *self.ids.labels, *products, *self.ids.products}
        for column, heading in enumerate(headings, start=1):
            if heading.strip() and heading.strip() not in known:
                self.report("survey-heading", Cell(sheet, 1, column), heading=heading.strip())
        found: list[Company] = []
        for _, row in self.rows("clients"):
            company = self.company(row, products)
            if company is not None:
                found.append(company)
        return self.once_each(client_names(found))

    def company(self, row: dict[str, tuple[str, Cell]], products: dict[str, Product]) -> Company | None:
        name, cell = row[self.word("company")]
        written, at = row[self.word("number")]
        number = "".join(written.split())
        if not name and not number:
            self.report("survey-nobody", cell)
            return None
        if number and not organization_number_is_valid(number):
            self.report("survey-number", at, written=written)
            return None
        client, id_ = self.ids.by_number.get(number) or self.ids.by_name.get(name) or ("", "")
        if not number and not id_:
            self.report("survey-no-number", at, company=name)
            return None
        answers = {
            product.id: answer
            for title, product in products.items()
            if title in row and (answer := self.answer(*row[title])) is not None
        }
        waiting = frozenset(id_ for title, (id_, _) in self.ids.products.items() if self.waits(row.get(title)))
        labels = {label: row[label][0] for label in sorted(self.ids.labels) if label in row and row[label][0]}
        return Company(
            client,
            name or number,
            number,
            int(id_) if id_ else None,
            FrozenMap(labels),
            FrozenMap(answers),
            cell,
            waiting & answers.keys(),
        )

    def waits(self, cell: tuple[str, Cell] | None) -> bool:
        """Whether the workbook says that somebody was to make it."""
        return cell is not None and waits(cell[0])

    def answer(self, text: str, cell: Cell) -> Answer | None:
        """What a cell says; None where it is empty or cannot be understood."""
        if not text:
            return None
        said = meant(text)
        if said is not None:
            return said[0]
        self.report("survey-answer", cell, written=text, choices=", ".join(self.word(one.value) for one in Answer))
        return None

    def once_each(self, companies: list[Company]) -> tuple[Company, ...]:
        """Each company once."""
        first: dict[str, Company] = {}
        for company in companies:
            earlier = first.setdefault(company.organization_number or company.name, company)
            if earlier is not company and company.cell is not None:
                self.report("survey-twice", company.cell, what=company.display_name, other=earlier.cell)
        return tuple(first.values())

    def keys(self, products: tuple[Product, ...], companies: tuple[Company, ...]) -> tuple[KeyLine, ...]:
        """What is said of single keys."""
        by_title = {product.title: product for product in products}
        by_number = {company.organization_number: company for company in companies if company.organization_number}
        by_name = {company.display_name: company for company in companies}
        first: dict[tuple[str, str], KeyLine] = {}
        for _, row in self.rows("keys"):
            name, cell = row[self.word("company")]
            number = "".join(row[self.word("number")][0].split())
            title, at = row[self.word("integration")]
            held_by = row.get(self.word("held-by"), ("", cell))[0]
            said = {
                path: text
                for heading, (text, _) in row.items()
                if text and (path := self.ids.fields.get(heading)) is not None
            }
            if not said and not held_by:
                continue
            company, product = by_number.get(number) or by_name.get(name), by_title.get(title)
            if company is None:
                self.report("survey-key-of-nobody", cell, written=name or number, sheet=self.word("clients"))
                continue
            if product is None and title in self.ids.products:
                continue  # what is wrong with it is told where its column is explained
            if product is None:
                near, near_nb = did_you_mean(title, by_title)
                self.report("integration-unlisted", at, name=title, near=near, near_nb=near_nb)
                continue
            asked = {dotted(one): one for one in product.fields}
            meant = {path: asked[path].meant(text) if path in asked else text for path, text in said.items()}
            line = KeyLine(company.name, product.id, FrozenMap(meant), held_by, cell)
            self.one_key(line, company, product, first)
        return tuple(first.values())

    def one_key(self, line: KeyLine, company: Company, product: Product, first: dict[tuple[str, str], KeyLine]) -> None:
        """Takes the line in, unless it is told twice or nothing is said of whether it is there."""
        assert line.cell is not None
        if product.id not in company.answers:
            row = company.cell.row if company.cell is not None else 1
            answer = f"{self.word('clients')}!{row}"
            self.report(
                "survey-key-unanswered", line.cell, company=company.display_name, title=product.title, answer=answer
            )
            return
        earlier = first.setdefault((line.client, line.product), line)
        if earlier is not line:
            self.report("survey-twice", line.cell, what=f"{company.display_name}, {product.title}", other=earlier.cell)
