"""What is wrong with a rendered value, told where it can be mended.

Promises: a value that is nothing but a variable is wrong where the variable is written, and told once for all its uses;
any other shows what came out, and the variables that it reads. Does not: look at what is not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from provisioner.formats.words.lists import CAME_OUT
from provisioner.model.diagnostics import BOKMAL, Diagnostic, SourceRange, Text
from provisioner.model.values import FrozenMap, Node

_VARS: Final = re.compile(r"\bvars\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_NOTHING_ELSE: Final = re.compile(r"\{\{-?\s*vars\.[\w.]+\s*-?\}\}")
_LONGEST: Final = 60


def traced(found: Iterable[Diagnostic], written: Node, rendered: Node, variables: Node) -> tuple[Diagnostic, ...]:
    """What was found in `rendered`, which was `written` with templates that may read `variables`."""
    return tuple(_traced(problem, written, rendered, variables) for problem in found)


def _traced(problem: Diagnostic, written: Node, rendered: Node, variables: Node) -> Diagnostic:
    here = problem.source
    pair = next(_pairs(written, rendered, here), None)
    if here is None or pair is None:
        return problem
    template, value = pair
    names = _VARS.findall(template)
    nodes = [node for name in names if (node := variables.get(*name.split("."))) is not None]
    places = [node.origin for node in nodes if node.origin is not None]
    if places and _NOTHING_ELSE.fullmatch(template.strip()) and nodes[0].value == value:
        return replace(problem, source=places[0], related=(here, *problem.related))
    for place in places:
        problem = problem.beside(place)
    return showing(problem, (value,), CAME_OUT)


def _pairs(written: Node, rendered: Node, place: SourceRange | None) -> Iterator[tuple[str, str]]:
    """The template that stands at `place`, and the text that came of it."""
    if isinstance(rendered.value, FrozenMap):
        children: Iterable[tuple[Node | None, Node]] = (
            (written.get(name), child) for name, child in rendered.entries().items()
        )
    else:
        children = zip(written.items(), rendered.items(), strict=False)
    for before, after in children:
        if before is not None:
            yield from _pairs(before, after, place)
    template, text = written.value, rendered.value
    if (
        place in (rendered.origin, rendered.key)
        and isinstance(template, str)
        and isinstance(text, str)
        and template != text
    ):
        yield template, text


def rendered_at(written: Node, rendered: Node, place: SourceRange | None) -> str | None:
    """What came out of the template at `place`; None where none stands there."""
    pair = next(_pairs(written, rendered, place), None)
    return pair[1] if pair is not None else None


def showing(problem: Diagnostic, values: Iterable[str], words: tuple[str, str]) -> Diagnostic:
    """The problem with the values it is about, where it does not say them itself."""
    listed = ", ".join(f"`{value[:_LONGEST]}`" for value in dict.fromkeys(values) if value not in problem.summary)
    if not listed:
        return problem
    text, nb = problem.text, problem.told_in(BOKMAL)
    return replace(problem, text=_with(text, words[0], listed), translations=((BOKMAL, _with(nb, words[1], listed)),))


def _with(text: Text, words: str, listed: str) -> Text:
    return replace(text, detail=f"{text.detail}\n{words.replace('{values}', listed)}".strip())


def together(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What stands wrong in one place as one, with every place that it was found at."""
    places: dict[Diagnostic, list[SourceRange]] = {}
    for problem in found:
        places.setdefault(replace(problem, related=()), []).extend(problem.related)
    return tuple(replace(problem, related=tuple(dict.fromkeys(at))) for problem, at in places.items())
