"""What is known of what every client has, as the workbook asks it.

Promises: only looks; what is written and what is recorded stands in it as it is, and what nobody has said is not known.
Does not: read any account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.survey.nouns import Answer, Company, KeyLine, Product, Survey, dotted
from provisioner.formats.words.survey import SURVEY_WORDS
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import BOKMAL, ENGLISH, Diagnostic, Place, has_errors
from provisioner.model.errors import ManifestInvalid, StateMissing
from provisioner.model.manifest import Declared, DeclaredAccount, Section
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState
from provisioner.model.values import FrozenMap
from provisioner.runtime.first_day.office_keys import asked_keys
from provisioner.runtime.first_day.telling import answer_of, ways, written
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.state.states import account_states
from provisioner.runtime.workspace import Workspace
from provisioner.spi.language import SetUp

Desires = Mapping[tuple[str, str], Desired]
"""What a client's declaration asks for, by the client's name and the declaration's."""


@dataclass(frozen=True, slots=True)
class SurveyWish:
    """What the workbook is to hold beside what is known."""

    companies: tuple[Company, ...] = ()
    """Companies of a list of the firm's own."""
    integrations: tuple[str, ...] = ()
    """Integrations by their ids."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is known, in one piece."""

    survey: Survey
    """As it is asked."""
    desires: Desires
    """What is wanted of each."""
    states: Mapping[AccountRef, AccountState]
    """What is recorded."""
    prepared: Prepared
    """What is written."""


def survey_of(workspace: Workspace, wish: SurveyWish) -> Surveyed:
    """What is known. ManifestInvalid where manifests are wrong, or an integration is not known."""
    prepared = prepare(workspace)
    wrong = [found for found in prepared.diagnostics if found.code != "no-manifests"]
    if has_errors(wrong):
        raise ManifestInvalid(wrong)
    clients = clients_of(prepared)
    states = known_states(workspace)
    desires = desires_of(prepared, clients, workspace)
    products = _products(workspace, clients, wish, prepared)
    companies = [_company(account, products, desires, states) for account in clients]
    known = {company.organization_number for company in companies} - {""}
    companies += [company for company in wish.companies if company.organization_number not in known]
    office_keys = asked_keys(workspace, prepared, products, states)
    survey = Survey(products, tuple(companies), tuple(_lines(clients, products)), office_keys)
    return Surveyed(survey, desires, states, prepared)


def clients_of(prepared: Prepared) -> list[DeclaredAccount]:
    """Every client with all that it declares."""
    return [prepared.whole(each) for each in prepared.accounts if not each.account.ref.is_office]


def known_states(workspace: Workspace) -> dict[AccountRef, AccountState]:
    """What is recorded; nothing where there is no state yet."""
    try:
        return {state.account: state for state in account_states(workspace)}
    except StateMissing:
        return {}


def desires_of(prepared: Prepared, clients: Iterable[DeclaredAccount], workspace: Workspace) -> Desires:
    """What each declaration asks for. What is wrong with one is told by `validate`; here it asks for nothing."""
    now = workspace.clock.now()
    return {
        (account.account.ref.name, desired.address.name): desired
        for account in clients
        for desired in prepared.expand(account, now).desired
    }


def _products(
    workspace: Workspace, clients: list[DeclaredAccount], wish: SurveyWish, prepared: Prepared
) -> tuple[Product, ...]:
    declared: dict[str, list[Declared]] = {}
    for account in clients:
        for each in _integrations(account):
            declared.setdefault(each.name, []).append(each)
    titles = {
        known.id: known.title
        for known in workspace.manifest_language.known(prepared.manifests.integrations, workspace.language)
    }
    found: list[Product] = []
    problems: list[Diagnostic] = []
    for name in dict.fromkeys((*sorted(declared), *wish.integrations)):
        those = declared.get(name, [])
        integration = those[0].body.text("integration") if those else ""
        set_ups = ways(workspace, prepared, integration or name)
        needless = _needless(workspace, prepared, name) if not set_ups and not those else None
        if needless is not None:
            problems.append(needless)
            continue
        if not set_ups and not those:
            near, near_nb = did_you_mean(name, titles)
            problems.append(SURVEY_WORDS("integration-unlisted", Place(), name=name, near=near, near_nb=near_nb))
            continue
        title = titles.get(integration or name, "") or name
        found.append(_product(Product(name, title, set_ups or (SetUp(""),), integration), those))
    if problems:
        raise ManifestInvalid(problems)
    return tuple(_each_its_own(sorted(found, key=lambda product: (product.title.casefold(), product.id))))


def _needless(workspace: Workspace, prepared: Prepared, name: str) -> Diagnostic | None:
    """That an integration is known and nothing of it is ever declared; None where it is not so."""
    own, language = prepared.manifests.integrations, workspace.manifest_language
    why, why_nb = (
        next((known for known in language.known(own, spoken) if known.id == name), None) for spoken in (ENGLISH, BOKMAL)
    )
    if why is None or why_nb is None or not why.needless:
        return None
    words = {"name": name, "title": why.title or name, "why": why.needless, "why_nb": why_nb.needless}
    return SURVEY_WORDS("integration-needless", Place(), **words)


def _product(product: Product, those: list[Declared]) -> Product:
    """The product with what all its declarations say alike."""
    methods = Counter(each.body.text("method") for each in those)
    method = min(methods, key=lambda one: (-methods[one], one)) if methods else ""
    chosen = replace(product, method=method or product.set_ups[0].method)
    said: dict[str, str] = {}
    for asked in chosen.set_up.fields:
        values = {written(each, asked.path) for each in those}
        if len(values) == 1 and (value := next(iter(values))):
            said[dotted(asked)] = value
    return replace(chosen, said=FrozenMap(said))


def _each_its_own(products: list[Product]) -> Iterator[Product]:
    """No two columns have the same title."""
    counted = Counter(product.title.casefold() for product in products)
    for product in products:
        same = counted[product.title.casefold()] > 1
        yield replace(product, title=f"{product.title} ({product.id})") if same else product


def _integrations(account: DeclaredAccount) -> Iterator[Declared]:
    return (each for each in account.declared if each.section is Section.INTEGRATIONS)


def _company(
    account: DeclaredAccount,
    products: tuple[Product, ...],
    desires: Desires,
    states: Mapping[AccountRef, AccountState],
) -> Company:
    who = account.account
    declared = {each.name for each in _integrations(account)}
    answers: dict[str, Answer] = {}
    for product in products:
        if product.id in declared:
            desired = desires.get((who.ref.name, product.id))
            address = desired.address if desired is not None else None
            answers[product.id] = answer_of(states.get(who.ref), address)
    return Company(
        who.ref.name,
        who.display_name,
        who.identity.organization_number or "",
        who.identity.company_id,
        who.labels,
        FrozenMap(answers),
    )


def _lines(clients: list[DeclaredAccount], products: tuple[Product, ...]) -> Iterator[KeyLine]:
    """What single declarations say that not all of the same product say."""
    by_id = {product.id: product for product in products}
    for account in clients:
        for each in _integrations(account):
            product = by_id[each.name]
            said = {
                dotted(asked): value
                for asked in product.set_up.fields
                if asked.each and dotted(asked) not in product.said and (value := written(each, asked.path))
            }
            held_by = written(each, ("note",))
            if said or held_by:
                yield KeyLine(account.account.ref.name, each.name, FrozenMap(said), held_by)
