"""The workbook that a firm fills in.

Promises: reading it back (reading.py) gives what was written, in whatever order the rows were sorted since; what is
known already stands in it. A hidden sheet holds the ids. Does not: find out what is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from provisioner.formats.survey.drawing import (
    BLUE,
    GREEN,
    YELLOW,
    Drawing,
    choices,
    coloured,
    filtered,
    grey,
    text,
    wrapped,
)
from provisioner.formats.survey.nouns import Answer, Company, KeyLine, OfficeKey, Product, Survey, dotted, letters
from provisioner.formats.words.survey import sheet_word
from provisioner.spi.language import AskedField

LAYOUT: Final = 2
"""1 had no sheet for the office."""
HIDDEN: Final = "_provisioner"
MORE_ROWS: Final = 200
"""So many rows below the last one have drop-downs too, for companies that are added."""


def label_names(survey: Survey) -> tuple[str, ...]:
    """The labels that any company has, sorted."""
    return tuple(sorted({name for company in survey.companies for name in company.labels}))


def each_fields(survey: Survey) -> tuple[AskedField, ...]:
    """What is asked of each key."""
    found: dict[tuple[str, ...], AskedField] = {}
    for product in survey.products:
        for field in product.fields:
            if field.each:
                found.setdefault(field.path, field)
    return tuple(found.values())


def once_fields(survey: Survey) -> tuple[AskedField, ...]:
    """What is asked once for all clients."""
    found: dict[tuple[str, ...], AskedField] = {}
    for product in survey.products:
        for field in product.fields:
            found.setdefault(field.path, field)
    return tuple(found.values())


def office_fields(survey: Survey) -> tuple[AskedField, ...]:
    """What is asked of the office's keys."""
    found: dict[tuple[str, ...], AskedField] = {}
    for key in survey.office_keys:
        for field in key.fields:
            found.setdefault(field.path, field)
    return tuple(found.values())


def spaced(number: str) -> str:
    """An organisation number as people read it."""
    return " ".join(number[start : start + 3] for start in range(0, len(number), 3))


def title_of(field: AskedField, language: str) -> str:
    """What the field is called."""
    return field.titles.get(language) or field.titles["en"]


def write_survey(survey: Survey, language: str, at: datetime) -> bytes:
    """The workbook. UsageError where the extra is not installed."""
    drawing = Drawing(at)
    Writer(survey, language, drawing).write()
    return drawing.data()


@dataclass
class Writer:
    """Writes one workbook, sheet by sheet."""

    survey: Survey
    language: str
    drawing: Drawing

    def word(self, key: str, **values: object) -> str:
        return sheet_word(key, self.language, **values)

    def write(self) -> None:
        self.clients()
        self.keys()
        self.integrations()
        if self.survey.office_keys:
            self.office()
        how = self.drawing.sheet(self.word("how"), ())
        for row, paragraph in enumerate(self.word("how-text").split("|"), start=1):
            wrapped(how, row, paragraph, 100)
        self.drawing.hidden(HIDDEN, self.ids())

    def colours(self) -> list[tuple[str, int]]:
        """The words that cells hold, and their colours."""
        return [(self.word(answer.value), colour) for answer, colour in zip(Answer, (GREEN, BLUE, YELLOW), strict=True)]

    def shown(self, company: Company, product: Product) -> str:
        """The key of the word in the cell of the two; empty: none."""
        answer = company.answers.get(product.id)
        return answer.value if answer is not None else ""

    def key_shown(self, key: OfficeKey) -> str:
        """The same of a key of the office."""
        return key.answer.value if key.answer is not None else ""

    def clients(self) -> None:
        """Companies by integrations."""
        labels = label_names(self.survey)
        headings = [(self.word("company"), 36), (self.word("number"), 20), *((label, 16) for label in labels)]
        first = len(headings) + 1
        headings += [(product.title, 18) for product in self.survey.products]
        sheet = self.drawing.sheet(self.word("clients"), headings, frozen=2)
        for row, company in enumerate(self.survey.companies, start=2):
            text(sheet, row, 1, company.display_name)
            text(sheet, row, 2, spaced(company.organization_number))
            for column, label in enumerate(labels, start=3):
                text(sheet, row, column, company.labels.get(label, ""))
            for column, product in enumerate(self.survey.products, start=first):
                shown = self.shown(company, product)
                text(sheet, row, column, self.word(shown) if shown else "")
        last = len(self.survey.companies) + 1
        filtered(sheet, len(headings), last)
        if self.survey.products:
            self.answers(sheet, f"{letters(first)}2:{letters(len(headings))}{last + MORE_ROWS}", "prompt")

    def answers(self, sheet: Any, where: str, prompt: str) -> None:
        """A drop-down of answers in the cells `where`, each in its colour."""
        words = [self.word(answer.value) for answer in Answer]
        said = (self.word(prompt), self.word("wrong-title"), self.word("wrong", choices=", ".join(words)))
        choices(sheet, where, words, said)
        coloured(sheet, where, self.colours())

    def keys(self) -> None:
        """One line a key."""
        fields = each_fields(self.survey)
        headings = [(self.word("company"), 36), (self.word("number"), 20), (self.word("integration"), 22)]
        headings += [(title_of(field, self.language), 30) for field in fields]
        headings.append((self.word("held-by"), 30))
        sheet = self.drawing.sheet(self.word("keys"), headings, frozen=3)
        row = 1
        for row, (company, line) in enumerate(self.lines(), start=2):
            product = self.survey.product(line.product)
            assert product is not None, "lines are of products"
            text(sheet, row, 1, company.display_name)
            text(sheet, row, 2, spaced(company.organization_number))
            text(sheet, row, 3, product.title)
            for column, field in enumerate(fields, start=4):
                text(sheet, row, column, field.shown(line.said.get(dotted(field), ""), self.language))
            text(sheet, row, len(headings), line.held_by)
        filtered(sheet, len(headings), row)
        if self.survey.products:
            last = len(self.survey.products) + 1
            choices(sheet, f"C2:C{row + MORE_ROWS}", f"'{self.word('integrations')}'!$A$2:$A${last}")

    def lines(self) -> Iterator[tuple[Company, KeyLine]]:
        """A line for each key that there may be, filled where something is known of it."""
        known = {(line.client, line.product): line for line in self.survey.keys}
        for company in self.survey.companies:
            for product in self.survey.products:
                line = known.get((company.name, product.id))
                if line is not None or product.has_keys:
                    yield company, line or KeyLine(company.name, product.id)

    def integrations(self) -> None:
        """What is the same for all clients."""
        fields = once_fields(self.survey)
        headings = [(self.word("integration"), 28), (self.word("id"), 24), (self.word("method"), 16)]
        headings += [(title_of(field, self.language), 26) for field in fields]
        sheet = self.drawing.sheet(self.word("integrations"), headings, frozen=2)
        for row, product in enumerate(self.survey.products, start=2):
            text(sheet, row, 1, product.title)
            text(sheet, row, 2, product.id)
            method = text(sheet, row, 3, product.set_up.called(self.language))
            methods = [one.called(self.language) for one in product.set_ups]
            if len(methods) > 1:
                choices(sheet, f"C{row}", methods)
            elif not methods[0]:
                grey(method)
            asked = {field.path: field for field in product.fields}
            for column, field in enumerate(fields, start=4):
                self.once(sheet, (row, column), asked.get(field.path), product.said.get(dotted(field), ""))

    def office(self) -> None:
        """The keys that are made at the office, for many clients."""
        fields = office_fields(self.survey)
        headings = [(self.word("integration"), 28), (self.word("id"), 24), (self.word("is-there"), 18)]
        headings += [(title_of(field, self.language), 26) for field in fields]
        headings.append((self.word("held-by"), 30))
        sheet = self.drawing.sheet(self.word("office"), headings, frozen=2)
        for row, key in enumerate(self.survey.office_keys, start=2):
            text(sheet, row, 1, key.title)
            text(sheet, row, 2, key.id)
            shown = self.key_shown(key)
            text(sheet, row, 3, self.word(shown) if shown else "")
            asked = {field.path: field for field in key.fields}
            for column, field in enumerate(fields, start=4):
                self.once(sheet, (row, column), asked.get(field.path), key.said.get(dotted(field), ""))
            text(sheet, row, len(headings), key.held_by)
        self.answers(sheet, f"C2:C{len(self.survey.office_keys) + 1}", "office-prompt")

    def once(self, sheet: Any, at: tuple[int, int], field: AskedField | None, value: str) -> None:
        """A cell that is asked once, by its row and column; grey where it does not concern the row."""
        cell = text(sheet, *at, field.shown(value, self.language) if field is not None else value)
        if field is None:
            grey(cell)
        elif field.choices:
            choices(sheet, cell.coordinate, [field.shown(choice, self.language) for choice in field.choices])

    def ids(self) -> Iterator[tuple[str, ...]]:
        """What nobody sees: which heading is what, and which company is which client."""
        yield "layout", str(LAYOUT)
        yield "language", self.language
        for label in label_names(self.survey):
            yield "label", label
        for product in self.survey.products:
            yield "product", product.id, product.title, product.integration
        for key in self.survey.office_keys:
            yield "office-key", key.id, key.title, key.integration
        for field in dict.fromkeys((*once_fields(self.survey), *office_fields(self.survey))):
            yield "field", dotted(field), title_of(field, self.language)
        for company in self.survey.companies:
            id_ = "" if company.company_id is None else str(company.company_id)
            yield "client", company.name, company.organization_number, id_, company.display_name
