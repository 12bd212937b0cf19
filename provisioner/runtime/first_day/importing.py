"""A filled-in workbook, or a firm's own list of clients, becomes manifests and recorded answers.

Promises: nothing is written and nothing recorded where anything is wrong with what was said, or with the manifests that
would come of it; a file that is there is only replaced where that is asked for; what was recorded already is not
recorded again. "Don't know" is never a create. Does not: change a manifest that somebody wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

from provisioner.formats.rows import MAX_BYTES
from provisioner.formats.rows_csv import read_csv
from provisioner.formats.rows_xlsx import read_workbook
from provisioner.formats.survey.companies import companies_of
from provisioner.formats.survey.manifests import Request, manifests_of
from provisioner.formats.survey.nouns import Answer, Cell, Company, Survey
from provisioner.formats.survey.reading import ReadBack, read_survey, tells_status
from provisioner.formats.yaml_source import read_documents
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.manifest import ClientList, ListKind
from provisioner.model.plan import StepAction
from provisioner.model.state import AccountState
from provisioner.runtime.files import Sources, manifest_files, manifest_names, read_files, why_unreadable
from provisioner.runtime.first_day.survey_words import IMPORT_WORDS
from provisioner.runtime.first_day.surveying import (
    SurveyWish,
    answer_of,
    clients_of,
    desires_of,
    known_states,
    survey_of,
    ways,
)
from provisioner.runtime.reading.editing import FileEdit, write
from provisioner.runtime.reading.prepare import Prepared, prepare, prepare_what_if
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.worklist.inventory import AttestedAccount, AttestWish, is_said, record, with_needs
from provisioner.runtime.workspace import Workspace
from provisioner.spi.language import SetUp


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be taken in."""

    file: Path
    """The workbook, or the list."""
    by: str
    """Who says what stands in it."""
    into: str = ""
    """The directory below the project's root in which new manifests are written; empty: the root."""
    overwrite: bool = False
    """Whether files that are there may be replaced."""


@dataclass(frozen=True, slots=True)
class Import:
    """What comes of it."""

    edits: tuple[FileEdit, ...]
    """Files that are new or would be others."""
    said: AttestWish
    """What is there, what is not, and what nobody knows; only what is not recorded so already."""
    answers: Mapping[Answer, int]
    """How much was answered how, of all that was asked."""
    clients: int
    """How many clients are new."""
    profiles: int
    """How many profiles they share."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is worth saying, and is no error."""
    first: bool = False
    """Whether there were no clients before, so that no state can be missing."""
    read_whole: frozenset[AccountRef] = frozenset()
    """Accounts that were read, of which everything is known."""
    things: int = 0
    """How many things that were read are declared."""
    known: int = 0
    """How many clients were left as they are, for the manifests know them."""


@dataclass
class Known:
    """What there is before."""

    prepared: Prepared
    """What is written."""
    by_number: dict[str, str] = field(default_factory=dict)
    """Clients' names by organisation number."""
    by_id: dict[int, str] = field(default_factory=dict)
    """And by the vendor's number."""
    names: set[str] = field(default_factory=set)
    """Their names."""


def read_import(workspace: Workspace, wish: ImportWish) -> Import:
    """What comes of it; nothing is written. ManifestInvalid, UsageError."""
    file = wish.file.name
    known = known_before(workspace)
    prepared = known.prepared
    read = _read(workspace, wish.file, prepared)
    if has_errors(read.diagnostics):
        raise ManifestInvalid(sort_unique(read.diagnostics), REFUSALS("errors-so-not-written", file=file))
    survey = _under_known_names(read.survey, known)
    new = tuple(company for company in survey.companies if company.name not in known.names)
    written = manifests_of(
        Request(
            replace(survey, companies=new),
            file,
            workspace.language,
            alone=not known.names,
            taken=frozenset(profile.name for profile in prepared.manifests.profiles),
        )
    )
    if has_errors(written.diagnostics):
        raise ManifestInvalid(written.diagnostics, REFUSALS("open-so-not-written", file=file))
    edits = edits_of(workspace, Target(wish.into, wish.overwrite), written.files)
    after = manifests_after(workspace, prepared, edits)
    said, found = _said(workspace, wish, survey, after)
    found += _kept(survey, survey_of(workspace, SurveyWish()).survey, known.names, file)
    answers = Counter(answer for company in survey.companies for answer in company.answers.values())
    notes = sort_unique((*read.diagnostics, *written.diagnostics, *found))
    first = not known.names
    return Import(edits, said, answers, len(new), written.profiles, notes, first)


def do_import(workspace: Workspace, plan: Import) -> tuple[AttestedAccount, ...]:
    """Writes the files and records what was said; what was recorded of each account."""
    write(workspace.root, plan.edits)
    if plan.first:  # nobody was a client, so nothing can have been recorded that is missing now
        workspace.backend(create=True)
    if not (plan.said.named or plan.read_whole):
        return ()
    return record(workspace, plan.said, plan.read_whole)


def read_answers(workspace: Workspace, file: Path, known: Known) -> Survey:
    """What a workbook says of the clients that are known. UsageError for anything else than our own workbook."""
    read = _read(workspace, file, known.prepared)
    if has_errors(read.diagnostics):
        raise ManifestInvalid(sort_unique(read.diagnostics), REFUSALS("errors-so-not-written", file=file.name))
    if not read.survey.products:
        raise UsageError.of(IMPORT_WORDS("import-no-answers", file=file.name))
    return _under_known_names(read.survey, known)


def read_list(file: Path) -> tuple[Company, ...]:
    """The companies of a firm's own list. ManifestInvalid, UsageError."""
    listed = _list(file, _bytes(file))
    if has_errors(listed.diagnostics):
        raise ManifestInvalid(listed.diagnostics, REFUSALS("errors-so-not-written", file=file.name))
    return listed.survey.companies


def known_before(workspace: Workspace) -> Known:
    """What there is before. ManifestInvalid where the manifests hold errors."""
    prepared = prepare(workspace)
    wrong = [found for found in prepared.diagnostics if found.code != "no-manifests"]
    if has_errors(wrong):
        raise ManifestInvalid(wrong)
    known = Known(prepared)
    for account in prepared.accounts:
        name, identity = account.account.ref.name, account.account.identity
        if not account.account.ref.is_office:
            known.names.add(name)
            if identity.organization_number:
                known.by_number[identity.organization_number] = name
            if identity.company_id is not None:
                known.by_id[identity.company_id] = name
    return known


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        why, why_nb = why_unreadable(error)
        raise UsageError.of(REFUSALS("not-read", file=file, error=why, error_nb=why_nb)) from error


def _read(workspace: Workspace, file: Path, prepared: Prepared) -> ReadBack:
    data = _bytes(file)
    if not data.startswith(b"PK"):
        return _list(file, data)
    declared = {
        each.body.text("integration") or each.name for account in clients_of(prepared) for each in account.declared
    }

    def set_ups(name: str) -> tuple[SetUp, ...]:
        return ways(workspace, prepared, name) or ((SetUp(""),) if name in declared else ())

    found = read_survey(data, file.name, set_ups)
    if found is None and tells_status(data):
        raise UsageError.of(IMPORT_WORDS("import-status", file=file.name))
    return found or _list(file, data)


def _list(file: Path, data: bytes) -> ReadBack:
    """A list with companies alone."""
    workbook = data.startswith(b"PK")
    rows = ClientList(ListKind.XLSX if workbook else ListKind.CSV, SourceRange(file.name, 1, 1), file.name)
    listed = companies_of((read_workbook if workbook else read_csv)(data, rows), file.name)
    return ReadBack(Survey((), listed.companies), listed.diagnostics)


def _under_known_names(survey: Survey, known: Known) -> Survey:
    """The survey with the names under which companies are clients already."""
    names = {
        company.name: known.by_number.get(company.organization_number, company.name) for company in survey.companies
    }
    companies = tuple(replace(company, name=names[company.name]) for company in survey.companies)
    keys = tuple(replace(line, client=names[line.client]) for line in survey.keys)
    return replace(survey, companies=companies, keys=keys)


@dataclass(frozen=True, slots=True)
class Target:
    """Where new manifests are written."""

    into: str = ""
    """The directory below the project's root; empty: the root."""
    overwrite: bool = False
    """Whether files that are there may be replaced."""


def edits_of(workspace: Workspace, target_: Target, files: Mapping[str, str]) -> tuple[FileEdit, ...]:
    """What is to be written. UsageError where a file is there and may not be replaced."""
    edits: list[FileEdit] = []
    for name, after in files.items():
        path = f"{target_.into}/{name}" if target_.into else name
        target = workspace.root / path
        before = ""
        if target.exists():
            before = target.read_bytes().decode("utf-8", "replace")
        if before != after:
            edits.append(FileEdit(path, before, after))
    there = [edit.name for edit in edits if edit.before]
    if there and not target_.overwrite:
        named = ", ".join(there[:3]) + (f" (+ {len(there) - 3})" if len(there) > 3 else "")
        raise UsageError.of(REFUSALS("would-overwrite", files=named))
    return tuple(edits)


def manifests_after(workspace: Workspace, prepared: Prepared, edits: tuple[FileEdit, ...]) -> Prepared:
    """The manifests as they would be. ManifestInvalid where they would not be clean, before anything is written."""
    if not edits:
        return prepared
    unread = _unread(workspace, edits)
    if unread:
        raise UsageError.of(REFUSALS("no-pattern", file=unread[0]))
    written = {edit.name for edit in edits}
    paths = manifest_files(workspace.root, workspace.project.manifests)
    kept = read_files(
        workspace.root, (path for path in paths if path.relative_to(workspace.root).as_posix() not in written)
    )
    documents = [document for edit in edits for document in read_documents(edit.after, edit.name)[0]]
    sources = Sources(
        (*kept.documents, *documents), kept.diagnostics, {**kept.stamps, **{edit.name: "" for edit in edits}}
    )
    after = prepare_what_if(workspace, sources)
    now = workspace.clock.now()
    told = [*after.diagnostics]
    for account in after.accounts:
        told += after.expand(account, now).diagnostics
    if has_errors(told):
        # One line of a profile is wrong for each of its clients, and is told of the first.
        first = {(one.code, one.source, one.summary): one for one in reversed(told)}
        raise ManifestInvalid(sort_unique(first.values()), REFUSALS("would-be-wrong"))
    return after


def _unread(workspace: Workspace, edits: Iterable[FileEdit]) -> list[str]:
    """Files that the project would not read."""
    there = set(manifest_names(workspace.root, workspace.project.manifests))
    patterns = workspace.project.manifests

    def is_read(name: str) -> bool:
        flat = [pattern.replace("**/", "*") for pattern in patterns]
        return name in there or any(fnmatch(name, pattern) for pattern in flat)

    return [edit.name for edit in edits if not is_read(edit.name)]


def _said(
    workspace: Workspace, wish: ImportWish, survey: Survey, after: Prepared
) -> tuple[AttestWish, list[Diagnostic]]:
    """What is to be recorded, and what cannot be."""
    desires = desires_of(after, clients_of(after), workspace)
    states = known_states(workspace)
    found: list[Diagnostic] = []
    named: dict[Answer, set[Address]] = {answer: set() for answer in Answer}
    by_address = {desired.address: desired for desired in desires.values()}
    if after.office is not None:
        of_office = after.expand(after.office, workspace.clock.now()).desired
        by_address.update({desired.address: desired for desired in of_office})
    for company in survey.companies:
        for id_, answer in company.answers.items():
            desired = desires.get((company.name, id_))
            if desired is None:
                found.append(_undeclared(wish.file.name, company, survey, id_))
                continue
            state = states.get(AccountRef.client(company.name))
            if (
                answer_of(state, desired.address) is not answer
                or not is_said(state, desired.address)
                or (answer is Answer.THERE and _is_to_be_made(state, desired.address))
            ):
                named[answer].add(desired.address)
    there = with_needs(named[Answer.THERE], by_address, states, Answer.THERE)
    absent = with_needs(named[Answer.NOT_THERE], by_address, states, Answer.NOT_THERE) - there
    unsure = with_needs(named[Answer.UNKNOWN], by_address, states, Answer.UNKNOWN) - there - absent
    wish_ = AttestWish(
        by=wish.by,
        addresses=tuple(sorted(there)),
        absent=tuple(sorted(absent)),
        unsure=tuple(sorted(unsure)),
    )
    return wish_, found


def _is_to_be_made(state: AccountState | None, address: Address) -> bool:
    """Whether a create of it is open: recording that it is there ends that."""
    intent = state.intent_at(address) if state is not None else None
    return intent is not None and intent.step.action is StepAction.CREATE


def _kept(survey: Survey, before: Survey, names: set[str], file: str) -> Iterable[Diagnostic]:
    """What is said of clients that somebody wrote, and is written there otherwise."""
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


def _undeclared(file: str, company: Company, survey: Survey, id_: str) -> Diagnostic:
    product = survey.product(id_)
    title = product.title if product is not None else id_
    cell = company.cell or Cell(file, 1, 1)
    words = {"cell": cell, "title": title, "name": id_, "client": company.name}
    return IMPORT_WORDS("import-undeclared", Place(cell.at(file)), **words)
