"""Templates in values: rendered after YAML is parsed, so that a value can never break out of its place.

Promises: a text without `{{` or `{%` is never touched; what is rendered is text, whatever the expression gave, and is
checked against the schema again by the caller. Only texts under `number_fields` that come out as digits become whole
numbers. `now` is refused outside `moment_fields`. Errors point at the line and column of the expression. Jinja2 is
imported when the first template is met. Does not: render keys, or read anything but the scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.template_filters import MAX_TEXT
from provisioner.formats.words.templates import TEMPLATE_WORDS
from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Project
from provisioner.model.values import FrozenMap, Node, Value, plain, thaw

if TYPE_CHECKING:
    from provisioner.formats.template_runner import Runner, TemplateOutcome

NOW: Final = "now"
_KEPT: Final = 4096
_DIGITS: Final = 19
"""So many no longer fit in 64 bits."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the templates of one account can see; nothing in it is secret."""

    names: Mapping[str, object]
    """Plain data by name: `client`, `office`, `project`, `vars`…"""
    now: datetime | None = None
    """The plan's own fixed time, for fields of the moment of creation; None: there is none."""

    @classmethod
    def of(cls, account: Account, office: Account | None, project: Project, variables: Node, now: datetime) -> Scope:
        """The scope of `account`'s declarations: `client` (not for the office's own), `office`, `project` and `vars`.

        What is not given is missing rather than empty, so that a template that needs it says so.
        """
        names = cls.around(office, project)
        names["vars"] = thaw(plain(variables))
        names["office" if account.ref.is_office else "client"] = _facts(account)
        return cls(names, now)

    @staticmethod
    def around(office: Account | None, project: Project) -> dict[str, object]:
        """What is there for every account: `office`, where there is one, `project` and its `vars`."""
        names: dict[str, object] = {
            "project": {"name": project.name, "language": project.language},
            "vars": thaw(plain(project.vars)),
        }
        if office is not None:
            names["office"] = _facts(office)
        return names

    def with_row(self, cells: FrozenMap[Value]) -> Scope:
        """The same with `row`, for an account that was made of one."""
        return Scope({**self.names, "row": thaw(cells)}, self.now)


Shape: TypeAlias = "tuple[tuple[str | int, Shape], ...] | None"
"""Which children of a node hold templates, and where in them; None: nothing does. A text that is one: empty."""


@dataclass(frozen=True, slots=True)
class _Call:
    """One rendering."""

    scope: Scope
    moment: frozenset[str]
    number: frozenset[str]
    found: list[Diagnostic]


class Renderer:
    """Renders trees. Keeps what it compiled; one instance serves a whole run."""

    def __init__(self) -> None:
        self._runner: Runner | None = None
        self._shapes: dict[int, tuple[Node, Shape]] = {}

    def render(
        self,
        node: Node,
        scope: Scope,
        moment_fields: frozenset[str] = frozenset(),
        number_fields: frozenset[str] = frozenset(),
    ) -> tuple[Node, tuple[Diagnostic, ...]]:
        """The tree with every template rendered; one that cannot be stays as it was, with a diagnostic.

        `moment_fields` are keys below which `now` may stand; `number_fields` keys whose digits become whole numbers.
        """
        shape = self._shape(node)
        if shape is None:
            return node, ()
        call = _Call(scope, moment_fields, number_fields, [])
        return self._rendered(node, shape, call, ""), tuple(call.found)

    def _shape(self, node: Node) -> Shape:
        """Where the templates of a tree are; looked for once where many accounts share the tree."""
        known = self._shapes.get(id(node))
        if known is not None and known[0] is node:
            return known[1]
        shape = _shape_of(node)
        if len(self._shapes) >= _KEPT:
            self._shapes.clear()  # what is shared comes back soon, and what is one client's own never does
        self._shapes[id(node)] = node, shape
        return shape

    def _rendered(self, node: Node, shape: Shape, call: _Call, key: str) -> Node:
        value = node.value
        if isinstance(value, str):
            return self._text(node, value, call, key)
        children: FrozenMap[Node] | tuple[Node, ...] | None = None
        if isinstance(value, FrozenMap):
            special = key in call.moment or key in call.number
            named = {
                name: self._rendered(value[name], below, call, key if special else name)
                for name, below in shape or ()
                if isinstance(name, str)
            }
            if any(child is not value[name] for name, child in named.items()):
                children = value.with_items(named)
        elif isinstance(value, tuple):
            items = list(value)
            for index, below in shape or ():
                if isinstance(index, int):
                    items[index] = self._rendered(value[index], below, call, key)
            if any(new is not old for new, old in zip(items, value, strict=True)):
                children = tuple(items)
        return Node(children, node.origin, node.key) if children is not None else node

    def _text(self, node: Node, text: str, call: _Call, key: str) -> Node:
        if len(text) > MAX_TEXT:
            call.found.append(TEMPLATE_WORDS("template-too-long", Place(node.origin), limit=MAX_TEXT))
            return node
        if self._runner is None:
            from provisioner.formats.template_runner import Runner  # noqa: PLC0415  # Jinja2, which many runs never need

            self._runner = Runner()
        names = call.scope.names
        if key in call.moment and call.scope.now is not None:
            names = {**names, NOW: call.scope.now}
        outcome = self._runner.run(text, names)
        place = place_in(node.origin, text, outcome.offset)
        if outcome.fault is not None:
            call.found.append(_fault(outcome, Place(place), key, call.moment, text))
            return node
        digits = outcome.text.strip()
        wanted = key in call.number and digits.isascii() and digits.isdigit() and len(digits) < _DIGITS
        return Node(int(digits) if wanted else outcome.text, place, node.key)


def _shape_of(node: Node) -> Shape:
    value = node.value
    if isinstance(value, str):
        return () if "{{" in value or "{%" in value else None
    below: tuple[tuple[str | int, Shape], ...] = ()
    if isinstance(value, FrozenMap):
        below = tuple((name, shape) for name, child in value.items() if (shape := _shape_of(child)) is not None)
    elif isinstance(value, tuple):
        below = tuple((index, shape) for index, child in enumerate(value) if (shape := _shape_of(child)) is not None)
    return below or None


def _fault(outcome: TemplateOutcome, place: Place, key: str, moment: frozenset[str], text: str) -> Diagnostic:
    """What is wrong, in words."""
    values = dict(outcome.values)
    fault = outcome.fault or ""
    if "known" not in values:
        return TEMPLATE_WORDS(fault, place, **values)
    name, known = str(values["name"]), values["known"]
    if name == NOW and fault == "template-unknown-name":
        return TEMPLATE_WORDS("template-now", place, field=key, known=_listed(sorted(moment)))
    names = [str(one) for one in known] if isinstance(known, tuple) else []
    near, near_nb = did_you_mean(name, names)
    if fault == "template-unknown-name" and f"vars.{name}" in text:
        fault = "template-unknown-var"
    there = f"There are: {_listed(names[:30])}.", f"Det finnes: {_listed(names[:30])}."
    if not names:
        there = (
            "There are no names at all here: give it a value where it is read from, or take it out of the template.",
            "Her finnes det ingen navn i det hele tatt: gi den en verdi der den leses fra, eller ta den ut av malen.",
        )
    told = {"near": near, "near_nb": near_nb, "there": there[0], "there_nb": there[1]}
    return TEMPLATE_WORDS(fault, place, name=name[:60], **told)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "-"


def _facts(account: Account) -> dict[str, object]:
    """An account by the names that stand in manifests."""
    identity = account.identity
    facts: dict[str, object] = {
        "name": account.ref.name or account.display_name,
        "displayName": account.display_name,
        "organizationNumber": identity.organization_number,
        "companyId": identity.company_id,
        "labels": dict(account.labels),
    }
    return {name: value for name, value in facts.items() if value is not None}


def place_in(origin: SourceRange | None, text: str, offset: int) -> SourceRange | None:
    """Where the character `offset` of a scalar's text stands in its file, as exactly as the scalar's form allows."""
    if origin is None or offset <= 0:
        return _moved(origin, 0, _quote(origin, text))
    line = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    if origin.end_line == 0:  # a block scalar: its place is its first character, and its lines are the file's
        return _moved(origin, line, column)
    if origin.end_line != origin.line:
        return origin
    width = origin.end_column - origin.column
    if width == len(text):
        return _moved(origin, 0, offset)
    return _moved(origin, 0, offset + 1) if width == len(text) + 2 else origin


def _quote(origin: SourceRange | None, text: str) -> int:
    """1 where the text is quoted and nothing in it is escaped."""
    if origin is None or origin.end_line != origin.line:
        return 0
    return 1 if origin.end_column - origin.column == len(text) + 2 else 0


def _moved(origin: SourceRange | None, lines: int, columns: int) -> SourceRange | None:
    if origin is None or (lines == 0 and columns == 0):
        return origin
    return SourceRange(origin.file, origin.line + lines, origin.column + columns)
