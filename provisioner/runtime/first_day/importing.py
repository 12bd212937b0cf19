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
from provisioner.formats.survey.nouns import Answer, Company, Survey
from provisioner.formats.survey.office_keys import answered, to_declare
from provisioner.formats.survey.reading import ReadBack, read_survey
from provisioner.formats.survey.sheets import lost_ids, tells_status
from provisioner.formats.survey.writing import HIDDEN
from provisioner.formats.yaml_source import read_documents
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.manifest import ClientList, Declared, ListKind
from provisioner.runtime.files import Sources, manifest_files, manifest_names, read_files, why_unreadable
from provisioner.runtime.first_day import starter
from provisioner.runtime.first_day.at_cells import told_at_cells
from provisioner.runtime.first_day.office_keys import declared_keys, new_office, put_in_office
from provisioner.runtime.first_day.saying import Telling, as_recorded, kept, what_is_said
from provisioner.runtime.first_day.survey_words import IMPORT_WORDS
from provisioner.runtime.first_day.surveying import SurveyWish, clients_of, survey_of
from provisioner.runtime.first_day.telling import ways
from provisioner.runtime.reading.editing import FileEdit, write
from provisioner.runtime.reading.prepare import Prepared, prepare, prepare_what_if
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.worklist.inventory import AttestedAccount, AttestWish, record
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
    if not read.survey.products and any(company.answers for company in read.survey.companies):
        raise UsageError.of(IMPORT_WORDS("import-list-answers", file=file))
    known_now = survey_of(workspace, SurveyWish())
    before = known_now.survey
    survey = as_recorded(_under_known_names(read.survey, known), before)
    new = tuple(company for company in survey.companies if company.name not in known.names)
    office_keys = declared_keys(workspace, prepared, known_now.states)
    asked = answered(replace(survey, companies=new), office_keys)
    survey = replace(survey, office_keys=asked.office_keys)
    at_office = to_declare(asked, office_keys, file, workspace.language)
    written = manifests_of(
        Request(
            asked,
            file,
            workspace.language,
            alone=not known.names,
            taken=frozenset(profile.name for profile in prepared.manifests.profiles),
        )
    )
    missing = (*written.diagnostics, *at_office.diagnostics)
    if has_errors(missing):
        raise ManifestInvalid(missing, REFUSALS("open-so-not-written", file=file))
    edits = edits_of(workspace, Target(wish.into, wish.overwrite), written.files)
    office_edits, made = _office_edits(workspace, prepared, at_office.declared)
    edits += office_edits
    try:
        after = manifests_after(workspace, prepared, edits)
    except ManifestInvalid as error:
        told = told_at_cells(error.diagnostics, edits, survey, file)
        raise ManifestInvalid(told, REFUSALS("would-be-wrong")) from error
    said, found = what_is_said(workspace, Telling(survey, file, wish.by), after)
    found += kept(survey, before, known.names, file)
    answers = Counter(answer for company in survey.companies for answer in company.answers.values())
    answers.update(key.answer for key in survey.office_keys if key.answer is not None)
    notes = sort_unique((*read.diagnostics, *missing, *made, *found))
    first = not known.names
    return Import(edits, said, answers, len(new), written.profiles, notes, first)


def _office_edits(
    workspace: Workspace, prepared: Prepared, declared: tuple[Declared, ...]
) -> tuple[tuple[FileEdit, ...], list[Diagnostic]]:
    """The office's document with its new keys; one that is made says so. ManifestInvalid where it leaves no place."""
    if not declared:
        return (), []
    office, file = prepared.manifests.office, starter.OFFICE
    edit = new_office(workspace, declared) if office is None else put_in_office(workspace, office, declared)
    place = Place(SourceRange(file, 1, 1) if office is None else office.source)
    if edit is None:
        found = IMPORT_WORDS("import-office-form", place, what=", ".join(sorted(key.name for key in declared)))
        raise ManifestInvalid((found,), REFUSALS("open-so-not-written", file=declared[0].source.file))
    return (edit,), [IMPORT_WORDS("import-office-made", Place(), file=file)] if office is None else []


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


def read_list(workspace: Workspace, file: Path) -> tuple[Company, ...]:
    """The companies of a firm's own list, with what it answers. ManifestInvalid, UsageError."""
    listed = _list(workspace, prepare(workspace), file, _bytes(file))
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
        return _list(workspace, prepared, file, data)
    declared = {
        each.body.text("integration") or each.name for account in clients_of(prepared) for each in account.declared
    }

    def set_ups(name: str) -> tuple[SetUp, ...]:
        return ways(workspace, prepared, name) or ((SetUp(""),) if name in declared else ())

    found = read_survey(data, file.name, set_ups)
    if found is None and lost_ids(data):
        raise UsageError.of(IMPORT_WORDS("import-no-ids", file=file.name, sheet=HIDDEN))
    if found is None and tells_status(data):
        raise UsageError.of(IMPORT_WORDS("import-status", file=file.name))
    return found or _list(workspace, prepared, file, data)


def _list(workspace: Workspace, prepared: Prepared, file: Path, data: bytes) -> ReadBack:
    """A list of companies, whose columns may be called as integrations are."""
    listing = workspace.manifest_language.known(prepared.manifests.integrations, workspace.language)
    called = {name: known.id for known in listing for name in (known.title, known.id) if name}
    workbook = data.startswith(b"PK")
    rows = ClientList(ListKind.XLSX if workbook else ListKind.CSV, SourceRange(file.name, 1, 1), file.name)
    listed = companies_of((read_workbook if workbook else read_csv)(data, rows), file.name, called)
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
    """What is to be written, each with the line that tells an editor its schema, where that schema is there.
    UsageError where a file is there and may not be replaced."""
    edits: list[FileEdit] = []
    for name, text in files.items():
        path = f"{target_.into}/{name}" if target_.into else name
        after = starter.modeline_in(workspace.root, path.count("/")) + text
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
