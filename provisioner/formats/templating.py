"""Templates in values: rendered after YAML is parsed, so that a value can never break out of its place.

Promises: a text without `{{` or `{%` is never touched; what is rendered is text, whatever the expression gave, and is
checked against the schema again by the caller. Only texts under `number_fields` that come out as digits become whole
numbers. `now` is refused outside `moment_fields`. Errors point at the line and column of the expression. Jinja2 is
imported when the first template is met. Does not: render keys, or read anything but the scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from provisioner.formats.suggest import did_you_mean
from provisioner.formats.template_filters import MAX_TEXT
from provisioner.formats.words.templates import TEMPLATE_WORDS
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.values import FrozenMap, Node

if TYPE_CHECKING:
    from provisioner.formats.template_runner import Runner

NOW: Final = "now"
_DIGITS: Final = 19
"""So many no longer fit in 64 bits."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What templates can see."""

    names: Mapping[str, object]
    """Plain data by name: `client`, `office`, `project`, `vars`…"""
    now: datetime | None = None
    """The plan's own fixed time, for `moment_fields`; None: there is none."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which keys are special; a key's whole value is."""

    moment: frozenset[str] = frozenset()
    """Those of the moment of creation, in which `now` may stand."""
    number: frozenset[str] = frozenset()
    """Those that want a whole number."""


@dataclass(slots=True)
class Templates:
    """Renders trees. Keeps what it compiled; one instance serves a whole run."""

    fields: Fields = field(default_factory=Fields)
    """Which keys are special."""
    _runner: Runner | None = None

    def render(self, node: Node, scope: Scope) -> tuple[Node, tuple[Diagnostic, ...]]:
        """The tree with every template rendered; one that cannot be stays as it was, with a diagnostic."""
        found: list[Diagnostic] = []
        return self._rendered(node, scope, "", found), tuple(found)

    def _rendered(self, node: Node, scope: Scope, key: str, found: list[Diagnostic]) -> Node:
        value = node.value
        if isinstance(value, str):
            return self._text(node, value, scope, key, found) if "{{" in value or "{%" in value else node
        if isinstance(value, FrozenMap):
            special = key in self.fields.moment or key in self.fields.number
            children = {
                name: self._rendered(child, scope, key if special else name, found) for name, child in value.items()
            }
            changed = any(children[name] is not child for name, child in value.items())
            return Node(FrozenMap(children), node.origin, node.key) if changed else node
        if isinstance(value, tuple):
            items = tuple(self._rendered(child, scope, key, found) for child in value)
            changed = any(new is not old for new, old in zip(items, value, strict=True))
            return Node(items, node.origin, node.key) if changed else node
        return node

    def _text(self, node: Node, text: str, scope: Scope, key: str, found: list[Diagnostic]) -> Node:
        if len(text) > MAX_TEXT:
            found.append(TEMPLATE_WORDS("template-too-long", Place(node.origin), limit=MAX_TEXT))
            return node
        if self._runner is None:
            from provisioner.formats.template_runner import Runner  # noqa: PLC0415  # Jinja2, which many runs never need

            self._runner = Runner()
        names = dict(scope.names)
        names.pop(NOW, None)
        if key in self.fields.moment and scope.now is not None:
            names[NOW] = scope.now
        outcome = self._runner.run(text, names)
        if outcome.fault is None:
            digits = outcome.text.strip()
            wanted = key in self.fields.number and digits.isascii() and digits.isdigit() and len(digits) < _DIGITS
            rendered = int(digits) if wanted else outcome.text
            return Node(rendered, place_in(node.origin, text, outcome.offset), node.key)
        place = Place(place_in(node.origin, text, outcome.offset))
        fault, values = outcome.fault, dict(outcome.values)
        if fault == "template-unknown-name":
            name, known = str(values["name"]), values["known"]
            if name == NOW:
                fields = ", ".join(f"`{name}`" for name in sorted(self.fields.moment)) or "-"
                found.append(TEMPLATE_WORDS("template-now", place, field=key, known=fields))
                return node
            found.append(_unknown(fault, place, name, known))
        elif fault == "template-unknown-filter":
            found.append(_unknown(fault, place, str(values["name"]), values["known"]))
        else:
            found.append(TEMPLATE_WORDS(fault, place, **values))
        return node


def _unknown(code: str, place: Place, name: str, known: object) -> Diagnostic:
    names = [str(one) for one in known] if isinstance(known, tuple) else []
    near, near_nb = did_you_mean(name, names)
    shown = ", ".join(f"`{one}`" for one in names[:30]) or "-"
    return TEMPLATE_WORDS(code, place, name=name[:60], near=near, near_nb=near_nb, known=shown)


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
