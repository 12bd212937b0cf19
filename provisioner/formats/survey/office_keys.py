"""The keys that are made at the office for many clients, between what a workbook says and what the office declares.

Promises: a key that nobody answered for is there where a client has something through it, and is otherwise not known:
never to be made unasked. What is missing is told with its cell. Does not: put anything into a document (office.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from provisioner.formats.survey.nouns import Answer, Cell, OfficeKey, Product, Survey, dotted
from provisioner.formats.survey.writing import title_of
from provisioner.formats.words.survey import SURVEY_WORDS, sheet_word
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Declared, Section
from provisioner.model.values import tree

_NOTE = "note"
_Tree: TypeAlias = "dict[str, str | _Tree]"


@dataclass(frozen=True, slots=True)
class OfficeWish:
    """What is to be declared at the office."""

    declared: tuple[Declared, ...]
    """As it would be written."""
    diagnostics: tuple[Diagnostic, ...]
    """What is missing."""


def answered(survey: Survey, declared: tuple[OfficeKey, ...]) -> Survey:
    """The survey with an answer for every key, not among those that the office declares, that clients go through."""
    names = {key.id for key in declared}
    through = tuple(
        product
        for product in survey.products
        if product.set_up.at_office is not None and not any(key.serves(product) for key in declared)
    )
    keys = (key if key.id in names else _answered(key, survey, through) for key in survey.office_keys)
    return replace(survey, office_keys=tuple(keys))


def to_declare(survey: Survey, declared: tuple[OfficeKey, ...], file: str, language: str) -> OfficeWish:
    """What the office does not declare yet (`declared` it does), of the keys that have an answer."""
    found: list[Diagnostic] = []
    names = {key.id for key in declared}
    new = [key for key in survey.office_keys if key.id not in names]
    wanted = [key for key in new if key.answer is not None]
    for key in new:
        if key.answer is None and (key.said or key.held_by):
            cell = key.cells["answer"]
            found.append(SURVEY_WORDS("survey-office-unanswered", Place(cell.at(file)), cell=cell, title=key.title))
    for key in wanted:
        found += _missing(key, file, language)
        found += _unused(key, survey, file, language)
    return OfficeWish(tuple(_declared(key, file) for key in wanted), tuple(found))


def _answered(key: OfficeKey, survey: Survey, through: tuple[Product, ...]) -> OfficeKey:
    """There where somebody has something through it, else as it was said; not known where nobody said."""
    ids = {product.id for product in through if key.serves(product)}
    answers = {company.answers[id_] for company in survey.companies for id_ in ids & company.answers.keys()}
    if Answer.THERE in answers and key.answer is not Answer.NOT_THERE:
        return replace(key, answer=Answer.THERE)
    return replace(key, answer=Answer.UNKNOWN) if answers and key.answer is None else key


def _missing(key: OfficeKey, file: str, language: str) -> Iterator[Diagnostic]:
    for asked in key.fields:
        path = dotted(asked)
        if asked.needed and not key.said.get(path):
            cell: Cell | str = key.cells.get(path, sheet_word("office", language))
            place = Place(cell.at(file)) if isinstance(cell, Cell) else None
            words = {"cell": cell, "title": key.title, "field": title_of(asked, language)}
            yield SURVEY_WORDS("survey-office-missing", place, **words)


def _unused(key: OfficeKey, survey: Survey, file: str, language: str) -> Iterator[Diagnostic]:
    """Clients have the product, and none of them through this key: the way to set it up was left as it stood."""
    having = {id_ for company in survey.companies for id_ in company.answers}
    served = [product for product in survey.products if product.id in having and key.serves(product)]
    cell = key.cells.get("answer")
    if cell is not None and served and all(product.set_up.at_office is None for product in served):
        way = next((one for one in served[0].set_ups if one.at_office is not None), None)
        if way is not None:
            words = {"cell": cell, "title": key.title, "way": way.called(language)}
            words |= {"sheet": sheet_word("integrations", language), "method": sheet_word("method", language)}
            yield SURVEY_WORDS("survey-office-unused", Place(cell.at(file)), **words)


def _declared(key: OfficeKey, file: str) -> Declared:
    """As it would be written; `adopt` is not: what is there is attested, and taken over by that."""
    body: _Tree = {"integration": key.integration} if key.integration not in ("", key.id) else {}
    for asked in key.fields:
        value = key.said.get(dotted(asked))
        if value:
            held = body
            for part in asked.path[:-1]:
                inner = held.setdefault(part, {})
                assert isinstance(inner, dict), "no field stands below another"
                held = inner
            held[asked.path[-1]] = value
    if key.held_by:
        body[_NOTE] = key.held_by
    cell = key.cells.get("answer")
    return Declared(key.id, Section.OFFICE_KEYS, tree(body), cell.at(file) if cell else SourceRange(file, 1, 1))
