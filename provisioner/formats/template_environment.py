"""Jinja2 cut down to what a value needs, in an immutable sandbox.

Promises: a template can read what is in scope and put it together, and nothing else: no calls, no loops, no methods,
no attributes but those of mappings and dates, no result that is larger than its parts. What is missing is an error
that names what there is. Does not: know where a template was written (templating.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.environment import Template
from jinja2.exceptions import TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from provisioner.formats.template_filters import FILTERS, MAX_TEXT, FilterRefused

_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Filter, nodes.Test, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Keyword, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.CondExpr, nodes.Concat),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod),
)
_TESTS: Final = (
    *("defined", "undefined", "none", "string", "number", "boolean", "mapping", "sequence", "in"),
    *("eq", "ne", "lt", "le", "gt", "ge", "even", "odd"),
)
_WORDS: Final[Mapping[type[nodes.Node], str]] = {
    nodes.For: "for",
    nodes.Call: "(…)",
    nodes.Assign: "set",
    nodes.Pow: "**",
    nodes.Dict: "{…}",
    nodes.Include: "include",
    nodes.Macro: "macro",
    nodes.Block: "block",
    nodes.Extends: "extends",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.FilterBlock: "filter",
    nodes.CallBlock: "call",
}
_OF_DATES: Final = frozenset({"year", "month", "day", "hour", "minute", "second"})
_LARGEST: Final = 10**15


class NameUnknown(TemplateRuntimeError):
    """Something was asked for that is not there. `known` is what there is beside it; None: whatever is in scope."""

    def __init__(self, name: str, known: tuple[str, ...] | None) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


class Missing(StrictUndefined):
    """What is not there: any use of it but `default` and `is defined` raises NameUnknown."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: Any = None) -> None:
        known: tuple[str, ...] | None = tuple(sorted(map(str, obj))) if isinstance(obj, Mapping) else ()
        if isinstance(obj, date):
            known = tuple(sorted(part for part in _OF_DATES if hasattr(obj, part)))
        if obj is None or obj is missing:
            known = None

        def unknown(_message: str) -> NameUnknown:
            return NameUnknown(name or "", known)

        # Undefined raises what `exc` returns: so the error keeps what Jinja would make a sentence of.
        super().__init__(hint, obj, name, unknown)  # type: ignore[arg-type]  # it only calls it


class NotAllowed(Exception):
    """A template uses something that values do not need."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class ValueEnvironment(ImmutableSandboxedEnvironment):
    """The environment of manifest templates."""

    intercepted_binops = frozenset({"+", "*", "%", "**"})

    def __init__(self) -> None:
        super().__init__(undefined=Missing, finalize=_shown, keep_trailing_newline=True, optimized=False, cache_size=0)
        self.globals.clear()
        default = self.filters["default"]
        self.filters = {**{name: _of_what_is_there(filter_) for name, filter_ in FILTERS.items()}, "default": default}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def compiled(self, source: str) -> Template:
        """The template, if it uses only what is allowed. NotAllowed, TemplateSyntaxError."""
        tree = self.parse(source)
        for node in _every(tree):
            if not isinstance(node, _ALLOWED):
                raise NotAllowed(_WORDS.get(type(node), type(node).__name__), node.lineno or 1)
            if isinstance(node, nodes.Filter) and node.name not in self.filters:
                raise NotAllowed(f"|{node.name}", node.lineno or 1)
            if isinstance(node, nodes.Test) and node.name not in self.tests:
                raise NotAllowed(f"is {node.name}", node.lineno or 1)
        return self.from_string(source)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`x.name`: a mapping's key or a part of a date; nothing else has attributes."""
        if isinstance(obj, Mapping):
            return _sized(obj[attribute]) if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, date) and attribute in _OF_DATES and hasattr(obj, attribute):
            return getattr(obj, attribute)
        if isinstance(obj, Missing):
            obj._fail_with_undefined_error()
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`x[name]`, `x[0]`, `x[:3]`."""
        if isinstance(obj, Mapping):
            known = isinstance(argument, str) and argument in obj
            return _sized(obj[argument]) if known else self.undefined(obj=obj, name=str(argument))
        if isinstance(obj, Missing):
            obj._fail_with_undefined_error()
        if isinstance(obj, (str, list, tuple)) and isinstance(argument, (int, slice)):
            try:
                found = obj[argument]
            except (IndexError, TypeError, ValueError):
                return self.undefined(obj=obj, name=str(argument))
            return _sized(found)
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: object) -> bool:
        """Nothing is called."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers of a sensible size, and `+` between texts or lists."""
        numbers = all(isinstance(side, (int, float)) and not isinstance(side, bool) for side in (left, right))
        if operator == "+" and not numbers:
            if isinstance(left, str) and isinstance(right, str):
                return left + right
            _needed(left, right)
            raise FilterRefused(
                "`+` wants two numbers or two texts; `~` puts anything together.",
                "`+` vil ha to tall eller to tekster; `~` setter hva som helst sammen.",
            )
        _needed(left, right)
        if not numbers or operator == "**":
            raise FilterRefused(f"`{operator}` works on numbers only.", f"`{operator}` virker bare på tall.")
        if any(abs(side) > _LARGEST for side in (left, right)):
            raise FilterRefused("The numbers are too large.", "Tallene er for store.")
        return super().call_binop(context, operator, left, right)


def _of_what_is_there(filter_: Callable[..., object]) -> Callable[..., object]:
    """The filter; given what is not there, it is that which is told, and not what the filter makes of it."""

    def applied(*given: object, **named: object) -> object:
        _needed(*given, *named.values())
        return filter_(*given, **named)

    return applied


def _needed(*values: object) -> None:
    for value in values:
        if isinstance(value, Missing):
            value._fail_with_undefined_error()


def _sized(value: object) -> object:
    """Refuses a text so long that a short template could make a huge one of it."""
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise FilterRefused(
            f"A text it uses is longer than {MAX_TEXT} characters.",
            f"En tekst den bruker, er lengre enn {MAX_TEXT} tegn.",
        )
    return value


def _shown(value: object) -> object:
    """How a value stands in a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float, Undefined)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        raise FilterRefused("The expression gives nothing.", "Uttrykket gir ingenting.")
    raise FilterRefused(
        "The expression gives a list or a mapping, not a text.",
        "Uttrykket gir en liste eller et oppslag, ikke en tekst.",
    )


def _every(tree: nodes.Node) -> Iterable[nodes.Node]:
    yield tree
    yield from tree.find_all(nodes.Node)
