"""Whether a plainly written client has anything wrong with it, by what is known of others like it.

Promises: what is passed here, the whole way through merging, rendering, checking and expanding would have passed with
as many resources; whatever is not certain is not passed. Each declaration is taken the whole way once, in a client that
says nothing else; those that differ from it only where the provider says that they are alike are passed without. Does
not: say what is wrong with a client, or compare clients with each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from provisioner.engine.select import matches
from provisioner.formats.forms import is_reserved
from provisioner.formats.lane import HeadShape, ItemShape, PlainClient, PlainItem, leaf_value
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.template_pieces import Pieces, put_together
from provisioner.formats.templating import Scope
from provisioner.formats.yaml_scalars import MAY_BE_MORE, NumberTooLarge
from provisioner.formats.yaml_source import read_documents
from provisioner.model.account import organization_number_is_valid
from provisioner.model.manifest import EMPTY_NODE, Declared, Manifests
from provisioner.model.values import FrozenMap, Node, plain, thaw
from provisioner.runtime.examples import Examples
from provisioner.runtime.prepare import Prepared

if TYPE_CHECKING:
    from provisioner.formats.template_runner import Runner

_KEPT: Final = 4096
_UNDERSTOOD: Final = frozenset(
    ("kind", "name", "displayName", "organizationNumber", "companyId", "labels", "profiles", "without", "vars")
)
"""Fields of a client that say nothing of another client, and nothing that is not looked at here."""
_LONGEST: Final = 200
"""Characters of a template in a client's own words; schemas take more, and so long a one goes the whole way."""
Whole: TypeAlias = "Callable[[str], object]"
Key: TypeAlias = "tuple[str | None, ...]"
Names: TypeAlias = "Mapping[str, object]"


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


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A declaration that is right."""

    asks: frozenset[str]
    """The resources that it asks for."""
    takes: tuple[str, ...]
    """What no other declaration of the account may take."""


@dataclass(slots=True)
class _Recipe:
    """What becomes of a declaration of one shape, given what profiles say beneath it."""

    templates: tuple[tuple[str, Pieces], ...] | None = None
    """Those that profiles left in it, by field; None: not looked at, or not simple."""
    alike: dict[str, Whole] = field(default_factory=dict)
    """By field, whether a text is one of those that make no difference."""
    patterns: FrozenMap[str] | None = None
    """The same as they were given; None: nothing is known yet."""
    verdicts: dict[Key, _Verdict] = field(default_factory=dict)
    """By what does make one."""

    def narrowed(self, patterns: FrozenMap[str]) -> None:
        """Takes in what an example says is alike; what two examples do not agree about is not."""
        known = self.patterns
        if known == patterns:
            return
        if known is not None:
            patterns = FrozenMap({name: one for name, one in patterns.items() if known.get(name) == one})
            self.verdicts.clear()
        self.patterns = patterns
        self.alike = {name: re.compile(pattern).fullmatch for name, pattern in patterns.items()}


@dataclass(frozen=True, slots=True)
class _Given:
    """What one set of profiles gives."""

    declared: dict[str, Declared]
    """By name."""
    recipes: dict[str, _Recipe]
    """Of each of them, and nothing of the client's own in it."""
    overriding: dict[ItemShape, _Recipe]
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
    """Judges the clients of one project, by what else is written in it."""

    def __init__(self, prepared: Prepared, now: datetime) -> None:
        self._examples = Examples(prepared, now)
        self._manifests: Manifests = replace(prepared.manifests, clients=(), client_sets=())
        self._schemas: SchemaSet = prepared.workspace.schemas
        office = self._manifests.office
        self._around = Scope.around(office.account if office is not None else None, self._manifests.project)
        self._runner: Runner | None = None
        self._pieces: dict[str, Pieces | None] = {}
        self._heads: dict[HeadShape, bool] = {}
        self._reaches: dict[object, _Reach | None] = {}
        self._givens: dict[object, _Given] = {}
        self._alone: dict[ItemShape, _Recipe] = {}
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
        verdicts = list(self._verdicts(client, reach, names))
        taken: set[str] = set()
        asked: set[str] = set()
        count = 0
        for verdict in verdicts:
            if verdict is None:
                return None
            asked.update(verdict.asks)
            taken.update(verdict.takes)
            count += len(verdict.takes)
        company = head.get("companyId")
        if len(taken) != count:
            return None
        self.matched |= reach.chosen_by
        return Passed(name, number, company if type(company) is int else None, len(asked))

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

    def _verdicts(self, client: PlainClient, reach: _Reach, names: Names) -> Iterator[_Verdict | None]:
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
                recipe = recipes[item.shape] = _Recipe()
            yield self._of_item(client, item, recipe, names)
        rendered: dict[Pieces, str | None] = {}
        for name, recipe in given.recipes.items():
            if name not in own and name not in taken:
                yield self._of_given(client, name, recipe, (names, rendered))

    def _of_given(
        self, client: PlainClient, name: str, recipe: _Recipe, seen: tuple[Names, dict[Pieces, str | None]]
    ) -> _Verdict | None:
        """What a profile declares."""
        names, rendered = seen
        if recipe.templates is None:
            return self._learnt(client, None, name, recipe, names)
        key = _from_templates(recipe, names, rendered)
        if key is None:
            return None
        try:
            return recipe.verdicts[key]
        except KeyError:
            return self._learnt(client, None, name, recipe, names)

    def _of_item(self, client: PlainClient, item: PlainItem, recipe: _Recipe, names: Names) -> _Verdict | None:
        """What the client declares itself."""
        if recipe.templates is None:
            return self._learnt(client, item, item.shape.name, recipe, names)
        key = self._key(item, recipe, names)
        if key is None:
            return None
        try:
            return recipe.verdicts[key]
        except KeyError:
            return self._learnt(client, item, item.shape.name, recipe, names)

    def _key(self, item: PlainItem | None, recipe: _Recipe, names: Names) -> Key | None:
        """What of the declaration's words makes a difference; None where that cannot be told."""
        parts: list[str | None] = []
        alike = recipe.alike
        for path, leaf in zip(item.shape.paths, item.leaves, strict=True) if item is not None else ():
            whole = alike.get(path)
            if "{" in leaf:
                if len(leaf) > _LONGEST:
                    return None
                pieces = self._simple(leaf[1:-1])
                text = put_together(pieces, names) if pieces is not None else None
                if text is None:
                    return None
                parts.append(None if whole is not None and whole(text) else f"={text}")
            elif whole is None:
                parts.append(leaf)
            else:
                text = _text(leaf)
                parts.append(None if text is not None and whole(text) else leaf)
        more = _from_templates(recipe, names, {}) if recipe.templates else ()
        return (*parts, *more) if more is not None else None

    def _simple(self, text: str) -> Pieces | None:
        """A template of the simplest kind."""
        try:
            return self._pieces[text]
        except KeyError:
            if len(self._pieces) >= _KEPT:
                self._pieces.clear()
            pieces = self._pieces[text] = self._compiled(text) if "{{" in text or "{%" in text else None
            return pieces

    def _compiled(self, text: str) -> Pieces | None:
        if self._runner is None:
            from provisioner.formats.template_runner import Runner  # noqa: PLC0415  # Jinja2, where there are templates

            self._runner = Runner()
        return self._runner.pieces(text)

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
            given = self._givens[key] = _Given(declared, {name: _Recipe() for name in declared}, {})
        return _Reach(given, variables, chosen_by)

    def _learnt(
        self, client: PlainClient, item: PlainItem | None, name: str, recipe: _Recipe, names: Names
    ) -> _Verdict | None:
        """The verdict on one declaration that goes the whole way; it is kept for others like it."""
        example = self._examples.of(client, item, name)
        if example is None or example.expansion.alike is None:
            return None
        declared, expansion = example.declared, example.expansion
        if recipe.templates is None:
            recipe.templates = self._left_in(declared.body, item)
        recipe.narrowed(example.expansion.alike)
        verdict = _Verdict(
            frozenset(f"{one.address.kind}/{one.address.name}" for one in expansion.desired), expansion.takes
        )
        key = self._key(item, recipe, names) if recipe.templates is not None else None
        if key is not None:
            if len(recipe.verdicts) >= _KEPT:
                recipe.verdicts.clear()
            recipe.verdicts[key] = verdict
        return verdict

    def _left_in(self, body: Node, item: PlainItem | None) -> tuple[tuple[str, Pieces], ...] | None:
        """The templates of a merged declaration besides the client's own leaves; None where one is not simple."""
        own = set(item.shape.paths) if item is not None else set()
        found: list[tuple[str, Pieces]] = []
        for path, text in _texts(body, ()):
            if path in own or not ("{{" in text or "{%" in text):
                continue
            pieces = self._simple(text)
            if pieces is None:
                return None
            found.append((path, pieces))
        return tuple(found)


def _from_templates(recipe: _Recipe, names: Names, rendered: dict[Pieces, str | None]) -> Key | None:
    """What the templates that profiles left come to, as far as it makes a difference."""
    parts: list[str | None] = []
    for path, pieces in recipe.templates or ():
        try:
            text = rendered[pieces]
        except KeyError:
            text = rendered[pieces] = put_together(pieces, names)
        if text is None:
            return None
        whole = recipe.alike.get(path)
        parts.append(None if whole is not None and whole(text) else text)
    return tuple(parts)


def _texts(node: Node, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    value = node.value
    if isinstance(value, str):
        yield ".".join(path), value
    elif isinstance(value, FrozenMap):
        for key, child in value.items():
            yield from _texts(child, (*path, key))
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from _texts(child, (*path, str(index)))


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
