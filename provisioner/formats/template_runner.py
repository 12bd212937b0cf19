"""Running one template: its text, or what is wrong and how far into the template.

Promises: nothing but the outcome comes back; no exception of Jinja2 or of a filter gets out. Compiled templates are
kept for as long as the runner is. Does not: know files or lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

from provisioner.formats.template_environment import NameUnknown, NotAllowed, ValueEnvironment
from provisioner.formats.template_faults import TOO_DEEP, Said, failed, unreadable
from provisioner.formats.template_filters import FILTERS, MAX_TEXT, FilterRefused
from provisioner.formats.template_pieces import Pieces, put_together

_KEPT: Final = 4096
_BEGINS: Final = ("variable_begin", "block_begin")


@dataclass(frozen=True, slots=True)
class TemplateOutcome:
    """What became of one template."""

    text: str
    """As rendered; empty where it was not."""
    offset: int
    """Where the first expression starts, or the one that failed."""
    fault: str | None = None
    """The code of what is wrong."""
    values: tuple[tuple[str, object], ...] = ()
    """For its words."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A template that can be run."""

    template: Template
    spans: tuple[tuple[int, int], ...]
    pieces: Pieces | None
    """Of a template that only puts texts in scope between its own; None for every other."""


class Runner:
    """One environment with what it compiled."""

    def __init__(self) -> None:
        self._environment = ValueEnvironment()
        self._compiled: dict[str, _Ready | TemplateOutcome] = {}

    def run(self, source: str, names: Mapping[str, object]) -> TemplateOutcome:
        """The template with those names in scope."""
        ready = self._compiled.get(source)
        if ready is None:
            ready = self._compile(source)
            if len(self._compiled) < _KEPT:
                self._compiled[source] = ready
        if isinstance(ready, TemplateOutcome):
            return ready
        spans = ready.spans
        first = spans[0][0]
        try:
            text = put_together(ready.pieces, names) if ready.pieces is not None else None
            if text is None:  # nothing simple after all, or something is missing: Jinja2 says what
                text = ready.template.render(names)
        except NameUnknown as error:
            known = error.known if error.known is not None else tuple(sorted(names))
            said = (("name", error.name), ("known", known))
            return TemplateOutcome("", _span_with(error.name, source, spans), "template-unknown-name", said)
        except FilterRefused as error:
            return TemplateOutcome("", first, "template-failed", _problem(error.said))
        except (SecurityError, UndefinedError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
            return TemplateOutcome("", first, "template-failed", _problem(failed(error)))
        if len(text) > MAX_TEXT:
            return TemplateOutcome("", first, "template-too-long", (("limit", MAX_TEXT),))
        if "{{" in text or "{%" in text:
            return TemplateOutcome("", first, "template-nested")
        return TemplateOutcome(text, first)

    def pieces(self, source: str) -> Pieces | None:
        """What a template is made of, where that is texts and names with dots only and nothing is wrong with it."""
        ready = self._compile(source)
        return ready.pieces if isinstance(ready, _Ready) else None

    def _compile(self, source: str) -> _Ready | TemplateOutcome:
        try:
            compiled = self._environment.compiled(source)
            return _Ready(compiled, self._spans(source), _pieces(self._environment.parse(source)))
        except TemplateSyntaxError as error:
            return self._refused(source, error)
        except NotAllowed as error:
            offset = _first_on(source, error.line, self._spans(source))
            if error.what.startswith("|"):
                known = tuple(sorted([*FILTERS, "default"]))
                said = (("name", error.what[1:]), ("known", known))
                return TemplateOutcome("", offset, "template-unknown-filter", said)
            return TemplateOutcome("", offset, "template-not-allowed", (("what", f"`{error.what}`"),))
        except (RecursionError, ValueError):
            return TemplateOutcome("", 0, "template-syntax", _problem(TOO_DEEP))

    def _refused(self, source: str, error: TemplateSyntaxError) -> TemplateOutcome:
        message = str(error.message or "")
        offset = _first_on(source, error.lineno, self._spans(source))
        if message.startswith("No filter named "):
            known = tuple(sorted([*FILTERS, "default"]))
            said: tuple[tuple[str, object], ...] = (("name", message.split("'")[1]), ("known", known))
            return TemplateOutcome("", offset, "template-unknown-filter", said)
        return TemplateOutcome("", offset, "template-syntax", _problem(unreadable(message)))

    def _spans(self, source: str) -> tuple[tuple[int, int], ...]:
        """Where each expression or statement starts and ends, in characters; never empty."""
        spans = []
        offset = 0
        try:
            for _, token, text in self._environment.lex(source):
                if token in _BEGINS:
                    spans.append(offset)
                offset += len(text)
        except (TemplateSyntaxError, ValueError):
            pass  # those before the fault are enough to point at it
        if not spans:
            spans = [max(0, min(found for mark in ("{{", "{%") if (found := source.find(mark)) >= 0))]
        return tuple(zip(spans, [*spans[1:], len(source)], strict=True))


def _pieces(tree: nodes.Template) -> Pieces | None:
    """What a template is made of, where that is texts and names with dots only."""
    pieces: list[str | tuple[str, ...]] = []
    for output in tree.body:
        if not isinstance(output, nodes.Output):
            return None
        for node in output.nodes:
            piece = node.data if isinstance(node, nodes.TemplateData) else _path(node)
            if piece is None:
                return None
            pieces.append(piece)
    return tuple(pieces)


def _path(node: nodes.Expr) -> tuple[str, ...] | None:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return (*before, node.attr) if before is not None else None
    return None


def _span_with(name: str, source: str, spans: tuple[tuple[int, int], ...]) -> int:
    """Where the first expression that says `name` starts."""
    holding = (start for start, end in spans if name and name in source[start:end])
    return next(holding, spans[0][0])


def _first_on(source: str, line: int, spans: tuple[tuple[int, int], ...]) -> int:
    """Where the first expression on or after `line`, from 1, starts; the last one where none is."""
    on = (start for start, _ in spans if source.count("\n", 0, start) + 1 >= line)
    return next(on, spans[-1][0])


def _problem(said: Said) -> tuple[tuple[str, object], ...]:
    return (("problem", said[0]), ("problem_nb", said[1]))
