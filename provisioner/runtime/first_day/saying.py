"""What a workbook says of clients and of the office's keys, against what is declared: what is to be recorded of it.

Promises: what is recorded already is not recorded again; what is said of something there must be said of what it needs.
Does not: record anything, or change a manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from provisioner.formats.survey.nouns import NO_ANSWERS, Answer, Cell, Company, OfficeKey, Survey
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place, has_errors
from provisioner.model.errors import ManifestInvalid
from provisioner.model.plan import StepAction
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState
from provisioner.runtime.first_day.office_keys import office_desires
from provisioner.runtime.first_day.survey_words import IMPORT_WORDS
from provisioner.runtime.first_day.surveying import clients_of, desires_of, known_states
from provisioner.runtime.first_day.telling import answer_of
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.worklist.inventory import AttestWish, is_said, with_needs
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody says it."""

    survey: Survey
    """What."""
    file: str
    """In which file, for places."""
    by: str
    """Who."""


def as_recorded(survey: Survey, before: Survey) -> Survey:
    """The survey in which what waited when the workbook was written is answered as it is recorded by now (`before`);
    where nothing is, nobody knows whether it was made."""
    known = {company.name: company.answers for company in before.companies}
    keys = {key.id: key.answer for key in before.office_keys}
    return replace(
        survey,
        companies=tuple(
            replace(
                company,
                answers=company.answers.with_items(
                    {id_: known.get(company.name, NO_ANSWERS).get(id_, Answer.UNKNOWN) for id_ in company.waiting}
                ),
            )
            for company in survey.companies
        ),
        office_keys=tuple(
            replace(key, answer=keys.get(key.id) or key.answer) if key.waiting else key for key in survey.office_keys
        ),
    )


def what_is_said(workspace: Workspace, telling: Telling, after: Prepared) -> tuple[AttestWish, list[Diagnostic]]:
    """What is to be recorded, and what cannot be. ManifestInvalid where an answer cannot be beside the others."""
    survey, file = telling.survey, telling.file
    desires = desires_of(after, clients_of(after), workspace)
    states = known_states(workspace)
    found: list[Diagnostic] = []
    leaned_on: set[Address] = set()
    named: dict[Answer, set[Address]] = {answer: set() for answer in Answer}
    by_address: dict[Address, Desired] = {desired.address: desired for desired in desires.values()}
    if after.office is not None:
        of_office = after.expand(after.office, workspace.clock.now()).desired
        by_address.update({desired.address: desired for desired in of_office})
    for company in survey.companies:
        for id_, answer in company.answers.items():
            desired = desires.get((company.name, id_))
            if desired is None:
                found.append(_undeclared(file, company, survey, id_))
                continue
            if answer is Answer.THERE:
                leaned_on.update(desired.depends_on)
            if _is_new(states.get(AccountRef.client(company.name)), desired.address, answer):
                named[answer].add(desired.address)
    at_office = office_desires(workspace, after)
    for key in survey.office_keys:
        desired = at_office.get(key.id)
        if key.answer is None or desired is None:
            continue
        if key.answer is Answer.NOT_THERE and desired.address in leaned_on:
            found.append(_absent(file, key))
        elif _is_new(states.get(AccountRef.office()), desired.address, key.answer):
            named[key.answer].add(desired.address)
    if has_errors(found):
        raise ManifestInvalid(found, REFUSALS("errors-so-not-written", file=file))
    there = with_needs(named[Answer.THERE], by_address, states, Answer.THERE)
    absent = with_needs(named[Answer.NOT_THERE], by_address, states, Answer.NOT_THERE) - there
    unsure = with_needs(named[Answer.UNKNOWN], by_address, states, Answer.UNKNOWN) - there - absent
    wish = AttestWish(
        by=telling.by,
        addresses=tuple(sorted(there)),
        absent=tuple(sorted(absent)),
        unsure=tuple(sorted(unsure)),
    )
    return wish, found


def _is_new(state: AccountState | None, address: Address, answer: Answer) -> bool:
    """Whether it is not recorded so already."""
    return (
        answer_of(state, address) is not answer
        or not is_said(state, address)
        or (answer is Answer.THERE and _is_to_be_made(state, address))
    )


def _absent(file: str, key: OfficeKey) -> Diagnostic:
    """A key that is not there gives no client anything: one of the two is wrong."""
    cell = key.cells["answer"]
    return IMPORT_WORDS("import-office-absent", Place(cell.at(file)), cell=cell, title=key.title)


def kept(survey: Survey, before: Survey, names: set[str], file: str) -> Iterator[Diagnostic]:
    """What is said of clients that somebody wrote, or of the office's keys, and is written there otherwise."""
    known = {(line.client, line.product): line.said for line in before.keys}
    for line in survey.keys:
        product = before.product(line.product)
        if line.client not in names or product is None or line.cell is None:
            continue
        written = {**product.said, **known.get((line.client, line.product), {})}
        for path, value in line.said.items():
            if written.get(path, "") != value:
                words = {"cell": line.cell, "client": line.client, "name": line.product, "field": f"`{path}`"}
                yield IMPORT_WORDS("import-kept", Place(line.cell.at(file)), **words)
    yield from _kept_at_office(survey.office_keys, {key.id: key for key in before.office_keys}, file)


def _kept_at_office(said: Iterable[OfficeKey], before: dict[str, OfficeKey], file: str) -> Iterator[Diagnostic]:
    for key in said:
        known = before.get(key.id)
        if known is None or known.answer is None:
            continue  # the office did not declare it
        for path, value in key.said.items():
            if known.said.get(path, "") != value:
                words = {"cell": key.cells[path], "name": key.id, "field": f"`{path}`"}
                yield IMPORT_WORDS("import-office-kept", Place(key.cells[path].at(file)), **words)


def _is_to_be_made(state: AccountState | None, address: Address) -> bool:
    """Whether a create of it is open: recording that it is there ends that."""
    intent = state.intent_at(address) if state is not None else None
    return intent is not None and intent.step.action is StepAction.CREATE


def _undeclared(file: str, company: Company, survey: Survey, id_: str) -> Diagnostic:
    product = survey.product(id_)
    title = product.title if product is not None else id_
    cell = company.cell or Cell(file, 1, 1)
    words = {"cell": cell, "title": title, "name": id_, "client": company.name}
    return IMPORT_WORDS("import-undeclared", Place(cell.at(file)), **words)
