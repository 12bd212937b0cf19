"""Manifests of what was said, as a person would write them: profiles of what clients share, and a file a client.

Promises: the same survey gives the same files, in the style of `fmt`; what a profile says is what all or most of its
clients have in common, and a client says only what is its own. What is missing is told with the cell in which to write
it. Does not: write files, or say what is there (that is recorded, not written).

A file a client, and no `ClientSet` over the list: each client has owners, names and exceptions of its own, which no row
of a list can hold, and later changes are read and reviewed client by client.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from provisioner.formats.survey.bundles import Bundles, Things, bundled
from provisioner.formats.survey.nouns import Company, KeyLine, Product, Survey, dotted
from provisioner.formats.survey.writing import spaced, title_of
from provisioner.formats.template_filters import slug
from provisioner.formats.words.survey import SURVEY_WORDS, sheet_word
from provisioner.formats.yaml_style import restyle
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.values import FrozenMap, Value, thaw

Body: TypeAlias = dict[str, str]
"""Fields of a declaration by their paths with dots."""
_PLAIN: Final = re.compile(
    r"(?!(?:true|false|null|yes|no|on|off)\Z)"
    r"(?:[^\W\d_][\w.+/-]*(?: [\w.+/-]+)*|[a-z0-9][\w.+-]*@[a-z0-9.-]+|[0-9]+[dw])",
    re.IGNORECASE,
)
"""Words, addresses and lengths of time: what a person writes without quotes."""
_NOTE: Final = "note"


class Yaml(str):
    """A value that is YAML already, such as a list; every other text is one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Files as a person would write them."""

    files: Mapping[str, str]
    """Texts by path below the project's root, sorted."""
    diagnostics: tuple[Diagnostic, ...]
    """What is missing."""
    profiles: int
    """How many there are."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be written."""

    survey: Survey
    """What was said, of the clients that are to be written."""
    file: str = ""
    """The workbook, for places."""
    language: str = "en"
    """Of what is told."""
    alone: bool = True
    """Whether there are no clients but these: only then may a profile choose its clients by a label."""
    taken: frozenset[str] = frozenset()
    """Names of profiles that are there already."""
    exact: bool = False
    """Whether a field of which nothing is said for a client is not there, so that no profile may give it one."""


def manifests_of(request: Request) -> Written:
    """The files."""
    return _Maker(request).make()


@dataclass
class _Profile:
    """One bundle on its way to a document."""

    name: str
    products: tuple[Product, ...]
    companies: tuple[Company, ...]
    selector: dict[str, str] | None
    bodies: dict[str, Body] = field(default_factory=dict)


class _Maker:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.survey = request.survey
        self.lines = {(line.client, line.product): line for line in self.survey.keys}
        self.found: list[Diagnostic] = []

    def make(self) -> Written:
        self.missing()
        having = {company.name: frozenset(company.answers) for company in self.survey.companies}
        bundles = bundled(having)
        profiles = self.profiles(bundles)
        texts = {f"profiles/{profile.name}.yaml": _profile_text(profile) for profile in profiles}
        for company in self.survey.companies:
            given = [profiles[place] for place in bundles.given[company.name]]
            texts[f"clients/{company.name}.yaml"] = self.client_text(company, given, bundles.rest[company.name])
        files = {name: restyle(texts[name], name)[0] for name in sorted(texts)}
        return Written(files, tuple(self.found), len(profiles))

    def missing(self) -> None:
        """Tells what a declaration is wrong without."""
        for product in self.survey.products:
            clients = [company for company in self.survey.companies if product.id in company.answers]
            for asked in product.set_up.fields:
                path = dotted(asked)
                without = sum(not self.value(company, product, path) for company in clients)
                if asked.needed and without:
                    cell = product.cells.get(path)
                    place = Place(cell.at(self.request.file)) if cell is not None else None
                    words = {"title": product.title, "field": title_of(asked, self.request.language), "count": without}
                    words["keys"] = sheet_word("keys", self.request.language)
                    where = cell if cell is not None else sheet_word("integrations", self.request.language)
                    code = "survey-missing-each" if asked.each else "survey-missing"
                    self.found.append(SURVEY_WORDS(code, place, cell=where, **words))

    def line(self, company: Company, product: Product) -> KeyLine | None:
        return self.lines.get((company.name, product.id))

    def value(self, company: Company, product: Product, path: str) -> str:
        """What is said of a field, for this client or for all."""
        line = self.line(company, product)
        own = line.said.get(path, "") if line is not None else ""
        return own or product.said.get(path, "")

    def profiles(self, bundles: Bundles) -> list[_Profile]:
        """The bundles as profiles, each with what its clients have in common."""
        found: list[_Profile] = []
        names = set(self.request.taken)
        for place, things in enumerate(bundles.bundles):
            companies = tuple(each for each in self.survey.companies if place in bundles.given[each.name])
            selector = self.selector(companies)
            products = tuple(product for product in self.survey.products if product.id in things)
            profile = _Profile(_free(_name(products, selector), names), products, companies, selector)
            names.add(profile.name)
            for product in products:
                profile.bodies[product.id] = self.shared(product, companies)
            found.append(profile)
        return found

    def selector(self, companies: tuple[Company, ...]) -> dict[str, str] | None:
        """What chooses exactly these clients: nothing at all for everybody, or one label; None where nothing does."""
        if not self.request.alone:
            return None
        if len(companies) == len(self.survey.companies):
            return {}
        chosen = {company.name for company in companies}
        for key, value in sorted(companies[0].labels.items()):
            having = {each.name for each in self.survey.companies if each.labels.get(key) == value}
            if having == chosen:
                return {key: value}
        return None

    def shared(self, product: Product, companies: tuple[Company, ...]) -> Body:
        """What the declaration says for all of them."""
        body = _head(product)
        for asked in product.set_up.fields:
            path = dotted(asked)
            if self.request.exact and not all(self.value(company, product, path) for company in companies):
                continue
            value = product.said.get(path) or self.common(product, companies, path)
            if value:
                body[path] = value
        return body

    def common(self, product: Product, companies: tuple[Company, ...], path: str) -> str:
        """The value or the pattern of most of them; empty where there is none."""
        counted: Counter[str] = Counter()
        for company in companies:
            value = self.value(company, product, path)
            counted.update({value, _pattern(value, company)} - {""})
        ranked = sorted(counted.items(), key=lambda one: (-one[1], "{{" in one[0], one[0]))
        return ranked[0][0] if ranked and ranked[0][1] * 2 > len(companies) else ""

    def client_text(self, company: Company, given: list[_Profile], rest: Things) -> str:
        lines = ["kind: Client", f"name: {_scalar(company.name)}", f"displayName: {_scalar(company.display_name)}"]
        if company.organization_number:
            lines.append(f"organizationNumber: {spaced(company.organization_number)}")
        if company.company_id is not None:
            lines.append(f"companyId: {company.company_id}")
        if company.labels:
            lines.append(f"labels: {_flow(dict(company.labels.items()))}")
        named = sorted(profile.name for profile in given if profile.selector is None)
        if named:
            lines.append(f"profiles: [{', '.join(map(_scalar, named))}]")
        bodies = dict(self.own(company, given, rest))
        if bodies:
            lines.append("integrations:")
            for id_ in sorted(bodies):
                lines += declaration_text(id_, bodies[id_])
        return "\n".join(lines) + "\n"

    def own(self, company: Company, given: list[_Profile], rest: Things) -> Iterator[tuple[str, Body]]:
        """What the client says itself: what no profile gives it, and where it differs."""
        shared = {id_: body for profile in given for id_, body in profile.bodies.items()}
        for product in self.survey.products:
            if product.id not in company.answers:
                continue
            known = shared.get(product.id, {})
            body = {} if product.id in shared else _head(product)
            for asked in product.set_up.fields:
                path = dotted(asked)
                value = self.value(company, product, path)
                if value and known.get(path) not in (value, _pattern(value, company)):
                    body[path] = value
            line = self.line(company, product)
            if line is not None and line.held_by:
                body[_NOTE] = line.held_by
            if body or product.id in rest:
                yield product.id, body


def _head(product: Product) -> Body:
    body: Body = {}
    if product.integration and product.integration != product.id:
        body["integration"] = product.integration
    if product.set_up.method:
        body["method"] = product.set_up.method
    return body


def _pattern(value: str, company: Company) -> str:
    """The value with the client's own names left open; itself where none of them stands in it."""
    if isinstance(value, Yaml) or "{{" in value or "{%" in value:
        return value
    for name, written in (("displayName", company.display_name), ("name", company.name)):
        if len(written) > 2 and written in value:  # shorter ones stand in other words by chance
            return value.replace(written, "{{ client." + name + " }}")
    return value


def _name(products: tuple[Product, ...], selector: dict[str, str] | None) -> str:
    """What a person would call it: after the label that chooses it, else after what is in it."""
    if selector:
        return slug(next(iter(selector.values()))) or slug(products[0].id)
    ids = [product.id for product in products]
    return "-".join(map(slug, ids)) if len(ids) < 4 else f"{slug(ids[0])}-{slug(ids[1])}-{len(ids) - 2}"


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _profile_text(profile: _Profile) -> str:
    lines = ["kind: Profile", f"name: {_scalar(profile.name)}"]
    if profile.selector is not None:
        lines.append(f"selector: {_flow(profile.selector)}")
    lines.append("integrations:")
    for product in profile.products:
        lines += declaration_text(product.id, profile.bodies[product.id])
    return "\n".join(lines) + "\n"


def declaration_text(id_: str, body: Body) -> list[str]:
    """A declaration's lines."""
    tree: dict[str, str | dict[str, str]] = {}
    for path, value in body.items():
        head, _, inner = path.partition(".")
        held = tree.setdefault(head, {} if inner else value)
        if inner and isinstance(held, dict):
            held[inner] = value
    if not tree:
        return [f"  {_scalar(id_)}: {{}}"]
    lines = [f"  {_scalar(id_)}:"]
    lines += [f"    {key}: {_flow(held) if isinstance(held, dict) else _scalar(held)}" for key, held in tree.items()]
    return lines


def document_text(fields: Mapping[str, str]) -> str:
    """A flat document, in the style of `fmt`."""
    lines = [f"{key}: {_scalar(value)}" for key, value in fields.items()]
    return restyle("\n".join(lines) + "\n", "")[0]


def yaml_of(value: Value) -> str:
    """A value as YAML on one line."""
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(map(yaml_of, value)) + "]"
    if isinstance(value, FrozenMap):
        return "{" + ", ".join(f"{_scalar(key)}: {yaml_of(item)}" for key, item in value.items()) + "}"
    return json.dumps(thaw(value))


def _flow(mapping: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {_scalar(value)}" for key, value in mapping.items()) + "}"


def _scalar(value: str) -> str:
    """A text as YAML, in quotes unless nobody can take it for anything else; `fmt` takes needless ones away."""
    if isinstance(value, Yaml):
        return value
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
