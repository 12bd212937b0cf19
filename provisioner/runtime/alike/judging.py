"""Whether a plainly written client has anything wrong with it, by what is known of others like it.

Promises: what is passed here, the whole way through merging, rendering, checking and expanding would have passed with
as many resources; whatever is not certain is not passed. Each declaration is taken the whole way once, in a client that
says nothing else; those that differ from it only where the provider says that they are alike are passed without. Does
not: say what is wrong with a client, or compare clients with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeAlias

from provisioner.engine.labels import matches
from provisioner.formats.forms import is_reserved
from provisioner.formats.lane import HeadShape, ItemShape, PlainClient, PlainItem, leaf_value
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.template_pieces import Pieces, put_together
from provisioner.formats.templating import Scope
from provisioner.formats.yaml_scalars import MAY_BE_MORE, NumberTooLarge
from provisioner.formats.yaml_source import read_documents
from provisioner.model.account import organization_number_is_valid
from provisioner.model.manifest import EMPTY_NODE, Declared, Manifests
from provisioner.model.values import plain, thaw
from provisioner.runtime.alike.examples import Examples
from provisioner.runtime.alike.recipes import (
    Key,
    Names,
    Recipe,
    SimpleTemplates,
    Verdict,
    counted,
    rendered_key,
    verdict_of,
)
from provisioner.runtime.reading.prepare import Prepared

_KEPT: Final = 4096
_UNDERSTOOD: Final = frozenset(
    ("kind", "name", "displayName", "organizationNumber", "companyId", "labels", "profiles", "without", "vars")
)
"""Fields of a client that say nothing of another client, and nothing that is not looked at here."""
Parts: TypeAlias = "tuple[tuple[Verdict, tuple[str, ...]], ...]"
_LONGEST: Final = 200
"""Characters of a template in a client's own words; schemas take more, and so long a one goes the whole way."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A client with nothing wrong."""

    name: str
    """Its name."""
    organization_number: str
    """Nine digits, or nothing."""
    company_id: int | None
    """Where it is written."""
    resources: int
    """How many things it asks for."""
    display_name: str = ""
    """What it is called."""
    parts: Parts = ()
    """What becomes of each of its declarations, with the texts that are its own, where that is wanted."""


@dataclass(slots=True)
class _Seen:
    """What is at hand while one client is judged."""

    names: Names
    """What templates see."""
    rendered: dict[Pieces, str | None] = field(default_factory=dict)
    """What templates of profiles came to."""
    told: list[str] | None = None
    """Texts of the declaration that make no difference, where they are wanted."""
    parts: list[tuple[Verdict, tuple[str, ...]]] = field(default_factory=list)
    """As in Passed, so far."""

    def taken(self, verdict: Verdict | None) -> Verdict | None:
        """The verdict on one declaration, noted where that is wanted; None where it says too little then."""
        if self.told is not None and verdict is not None:
            if verdict.likeness is None:
                return None
            self.parts.append((verdict, tuple(self.told)))
            self.told.clear()
        return verdict


@dataclass(frozen=True, slots=True)
class _Given:
    """What one set of profiles gives."""

    declared: dict[str, Declared]
    """By name."""
    recipes: dict[str, Recipe]
    """Of each of them, and nothing of the client's own in it."""
    overriding: dict[ItemShape, Recipe]
    """Of what clients say themselves, on top of it."""


@dataclass(frozen=True, slots=True)
class _Reach:
    """What profiles mean for clients with the same labels and mentions."""

    given: _Given
    """What they give."""
    variables: dict[str, object]
    """The project's and theirs."""
    chosen_by: frozenset[str]
    """The profiles whose selector chose them."""


class Judge:
    """Judges the clients of one project, by what else is written in it. With `telling` it also says what becomes of
    their declarations, and passes nobody of whom it cannot."""

    def __init__(self, prepared: Prepared, now: datetime, *, telling: bool = False) -> None:
        self._telling = telling
        self._examples = Examples(prepared, now)
        self._manifests: Manifests = replace(prepared.manifests, clients=(), client_sets=())
        self._schemas: SchemaSet = prepared.workspace.schemas
        office = self._manifests.office
        self._around = Scope.around(office.account if office is not None else None, self._manifests.project)
        self._templates = SimpleTemplates()
        self._heads: dict[HeadShape, bool] = {}
        self._reaches: dict[object, _Reach | None] = {}
        self._givens: dict[object, _Given] = {}
        self._alone: dict[ItemShape, Recipe] = {}
        """Of what clients say themselves, where no profile of theirs has anything to say about it."""
        self.matched: set[str] = set()
        """Profiles whose selector chose somebody who passed."""

    def passed(self, client: PlainClient) -> Passed | None:
        """The client, where nothing is wrong with it; None where that is not certain."""
        head = client.head
        if not (head.keys() <= _UNDERSTOOD and self._schemas.passes("Client", head) and self._head_is_known(client)):
            return None
        name, number = str(head["name"]), _digits(head.get("organizationNumber"))
        if is_reserved(name) or number is None:
            return None
        reach = self._reach(client)
        names = self._names(head, number, reach) if reach is not None else None
        if reach is None or names is None:
            return None
        seen = _Seen(names, told=[] if self._telling else None)
        count = counted(self._verdicts(client, reach, seen))
        if count is None:
            return None
        self.matched |= reach.chosen_by
        company, display = head.get("companyId"), str(head.get("displayName") or name)
        if any(verdict.is_named_unlike(display) for verdict, _ in seen.parts):
            return None
        return Passed(name, number, company if type(company) is int else None, count, display, tuple(seen.parts))

    def _head_is_known(self, client: PlainClient) -> bool:
        """Whether nothing is to be said about the fields that are written; of what is in them the schema says it."""
        known = self._heads.get(client.shape)
        if known is None:
            documents, problems = read_documents(client.text(), "")
            known = not problems and len(documents) == 1 and not self._schemas.check_document(documents[0])
            if len(self._heads) >= _KEPT:
                self._heads.clear()
            self._heads[client.shape] = known
        return known

    def _names(self, head: Mapping[str, object], number: str, reach: _Reach) -> dict[str, object] | None:
        """What templates see; None where variables would have to be put together."""
        own = head.get("vars", {})
        assert isinstance(own, dict)
        for name, value in own.items():
            if isinstance(value, dict) and name in reach.variables:
                return None
        facts = {
            "name": head["name"],
            "displayName": head.get("displayName") or head["name"],
            "organizationNumber": number,
            "labels": head.get("labels", {}),
        }
        if not number:
            del facts["organizationNumber"]
        return {**self._around, "vars": {**reach.variables, **own}, "client": facts}

    def _verdicts(self, client: PlainClient, reach: _Reach, seen: _Seen) -> Iterator[Verdict | None]:
        """One for each declaration of the client, its own and what it is given."""
        given = reach.given
        gone = client.head.get("without", [])
        assert isinstance(gone, list)
        taken = set(map(str, gone))
        own = {item.shape.name for item in client.items}
        if taken - given.declared.keys() or taken & own:
            yield None
            return
        for item in client.items:
            recipes = given.overriding if item.shape.name in given.declared else self._alone
            recipe = recipes.get(item.shape)
            if recipe is None:
                if len(recipes) >= _KEPT:
                    recipes.clear()
                recipe = recipes[item.shape] = Recipe()
            yield seen.taken(self._of_item(client, item, recipe, seen))
        for name, recipe in given.recipes.items():
            if name not in own and name not in taken:
                yield seen.taken(self._of_given(client, name, recipe, seen))

    def _of_given(self, client: PlainClient, name: str, recipe: Recipe, seen: _Seen) -> Verdict | None:
        """What a profile declares."""
        if recipe.templates is None:
            return self._learnt(client, None, name, recipe, seen)
        key = rendered_key(recipe, seen.names, seen.rendered, seen.told)
        if key is None:
            return None
        try:
            return recipe.verdicts[key]
        except KeyError:
            return self._learnt(client, None, name, recipe, seen)

    def _of_item(self, client: PlainClient, item: PlainItem, recipe: Recipe, seen: _Seen) -> Verdict | None:
        """What the client declares itself."""
        if recipe.templates is None:
            return self._learnt(client, item, item.shape.name, recipe, seen)
        key = self._key(item, recipe, seen)
        if key is None:
            return None
        try:
            return recipe.verdicts[key]
        except KeyError:
            return self._learnt(client, item, item.shape.name, recipe, seen)

    def _key(self, item: PlainItem | None, recipe: Recipe, seen: _Seen) -> Key | None:
        """What of the declaration's words makes a difference; None where that cannot be told."""
        parts: list[str | None] = []
        alike, told, names = recipe.alike, seen.told, seen.names
        for path, leaf in zip(item.shape.paths, item.leaves, strict=True) if item is not None else ():
            whole = alike.get(path)
            if "{" in leaf:
                if len(leaf) > _LONGEST:
                    return None
                pieces = self._templates.of(leaf[1:-1])
                text = put_together(pieces, names) if pieces is not None else None
                if text is None:
                    return None
                differs = f"={text}"
            elif whole is None:
                parts.append(leaf)
                continue
            else:
                text, differs = _text(leaf), leaf
            if whole is not None and text is not None and whole(text):
                parts.append(None)
                if told is not None:
                    told.append(text)
            else:
                parts.append(differs)
        more = rendered_key(recipe, names, {}, told) if recipe.templates else ()
        return (*parts, *more) if more is not None else None

    # --- the whole way ----------------------------------------------------------------------------------------------

    def _reach(self, client: PlainClient) -> _Reach | None:
        """What profiles mean for the client; None where there is something wrong with that."""
        head = client.head
        labels, mentions = head.get("labels", {}), head.get("profiles", [])
        assert isinstance(labels, dict)
        assert isinstance(mentions, list)
        key = (tuple(sorted(labels.items())), tuple(mentions))
        try:
            return self._reaches[key]
        except KeyError:
            if len(self._reaches) >= _KEPT:
                self._reaches.clear()
            reach = self._reaches[key] = self._look_at_profiles(client)
            return reach

    def _look_at_profiles(self, client: PlainClient) -> _Reach | None:
        noun = self._examples.noun(client)
        if noun is None:
            return None
        bare = replace(noun, vars=EMPTY_NODE)
        account = self._examples.merged(bare)
        variables = thaw(plain(account.vars)) if account is not None else None
        if account is None or not isinstance(variables, dict) or any("$" in name for name in variables):
            return None
        chosen_by = frozenset(
            profile.name
            for profile in self._manifests.profiles
            if profile.selector is not None and matches(profile.selector.items(), noun.account)
        )
        key = account.profiles
        given = self._givens.get(key)
        if given is None:
            declared = {one.name: one for one in account.declared}
            given = self._givens[key] = _Given(declared, {name: Recipe() for name in declared}, {})
        return _Reach(given, variables, chosen_by)

    def _learnt(
        self, client: PlainClient, item: PlainItem | None, name: str, recipe: Recipe, seen: _Seen
    ) -> Verdict | None:
        """The verdict on one declaration that goes the whole way; it is kept for others like it."""
        example = self._examples.of(client, item, name)
        alike, likeness = (example.expansion.alike, example.expansion.likeness) if example is not None else (None, None)
        if example is None or alike is None:
            return None
        if seen.told is not None:
            if likeness is None:
                return None
            seen.told.clear()
            alike = likeness.texts
        own = item.shape.paths if item is not None else ()
        if recipe.templates is None:
            recipe.templates = self._templates.left_in(example.declared.body, own)
        recipe.narrowed(alike)
        verdict = verdict_of(example.expansion)
        key = self._key(item, recipe, seen) if recipe.templates is not None else None
        if seen.told is not None and recipe.templates is not None and key is not None:
            paths = (*own, *(path for path, _ in recipe.templates))
            fields = tuple(path for path, part in zip(paths, key, strict=True) if part is None)
            at = example.declared.source
            company = re.compile(likeness.company).fullmatch if likeness is not None and likeness.named else None
            place = (at.file, at.line) if at.file else None
            verdict = replace(verdict, likeness=likeness, fields=fields, place=place, company=company)
        if key is not None:
            recipe.keep(key, verdict)
        return verdict


def _text(leaf: str) -> str | None:
    """The leaf, where it is a text."""
    if leaf[0] not in MAY_BE_MORE and leaf[0] != '"':
        return leaf.rstrip(" ") if leaf[-1] == " " else leaf
    try:
        value = leaf_value(leaf)
    except NumberTooLarge:
        return None
    return value if type(value) is str else None


def _digits(number: object) -> str | None:
    """The organisation number's digits, nothing where there is none; None where they cannot be right."""
    if number is None:
        return ""
    digits = "".join(str(number).split())
    return digits if organization_number_is_valid(digits) else None
