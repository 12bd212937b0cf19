"""What is known of declarations that are alike: what makes a difference among them, and what was found of each.

Promises: only holds, and puts simple templates together. Does not: take anything the whole way (examples.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from provisioner.formats.template_pieces import Pieces, put_together
from provisioner.model.values import FrozenMap, Node
from provisioner.spi.provider import Expansion, Likeness

if TYPE_CHECKING:
    from provisioner.formats.template_runner import Runner

KEPT: Final = 4096
Whole: TypeAlias = "Callable[[str], object]"
Key: TypeAlias = "tuple[str | None, ...]"
Names: TypeAlias = "Mapping[str, object]"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A declaration that is right."""

    asks: frozenset[str]
    """The resources that it asks for."""
    takes: tuple[str, ...]
    """What no other declaration of the account may take."""
    likeness: Likeness | None = None
    """What becomes of those that have this verdict, where that is wanted."""
    fields: tuple[str, ...] = ()
    """Where their texts differ."""
    place: tuple[str, int] | None = None
    """The file and the line at which they all stand; None: each in its own client."""
    company: Whole | None = None
    """Whether what is said holds for an account of some name, where its name matters."""

    @property
    def of(self) -> str:
        """The resource that it is a declaration of."""
        return self.likeness.of if self.likeness is not None else ""

    def columns(self) -> Iterator[tuple[int, str]]:
        """Which of the texts becomes which attribute."""
        becomes = self.likeness.becomes if self.likeness is not None else FrozenMap[str]()
        for number, name in enumerate(self.fields):
            if name in becomes:
                yield number, becomes[name]

    def texts(self, own: tuple[str, ...], display_name: str) -> dict[str, str]:
        """The attributes that are a client's own, by the texts of its declaration and what it is called."""
        named = self.likeness.named.items() if self.likeness is not None else ()
        return {
            **{attribute: own[number] for number, attribute in self.columns()},
            **{attribute: before + display_name for attribute, before in named},
        }

    def is_named_unlike(self, display_name: str) -> bool:
        """Whether nothing can be said of an account that is called so."""
        return self.company is not None and not self.company(display_name)


@dataclass(slots=True)
class Recipe:
    """What becomes of a declaration of one shape, given what profiles say beneath it."""

    templates: tuple[tuple[str, Pieces], ...] | None = None
    """Those that profiles left in it, by field; None: not looked at, or not simple."""
    alike: dict[str, Whole] = field(default_factory=dict)
    """By field, whether a text is one of those that make no difference."""
    patterns: FrozenMap[str] | None = None
    """The same as they were given; None: nothing is known yet."""
    verdicts: dict[Key, Verdict] = field(default_factory=dict)
    """By what does make one."""

    def narrowed(self, patterns: FrozenMap[str]) -> None:
        """Takes in what an example says is alike; what two examples do not agree about is not."""
        known = self.patterns
        if known is not None:
            patterns = FrozenMap({name: one for name, one in patterns.items() if known.get(name) == one})
            if patterns == known:
                return
            self.verdicts.clear()
        self.patterns = patterns
        self.alike = {name: re.compile(pattern).fullmatch for name, pattern in patterns.items()}

    def keep(self, key: Key, verdict: Verdict) -> None:
        """Keeps the verdict on a declaration that went the whole way."""
        if len(self.verdicts) >= KEPT:
            self.verdicts.clear()
        self.verdicts[key] = verdict


def verdict_of(expansion: Expansion) -> Verdict:
    """What an example with nothing wrong comes to."""
    asks = frozenset(f"{one.address.kind}/{one.address.name}" for one in expansion.desired)
    return Verdict(asks, expansion.takes)


def counted(verdicts: Iterable[Verdict | None]) -> int | None:
    """How many resources declarations of one account ask for together; None where one is not known to be right, or two
    take the same."""
    taken: set[str] = set()
    asked: set[str] = set()
    count = 0
    for verdict in verdicts:
        if verdict is None:
            return None
        asked.update(verdict.asks)
        taken.update(verdict.takes)
        count += len(verdict.takes)
    return len(asked) if len(taken) == count else None


class SimpleTemplates:
    """Templates that need no Jinja2, each taken apart once."""

    def __init__(self) -> None:
        self._runner: Runner | None = None
        self._known: dict[str, Pieces | None] = {}

    def of(self, text: str) -> Pieces | None:
        """What a template is made of; None where it is not of the simple kind."""
        try:
            return self._known[text]
        except KeyError:
            if len(self._known) >= KEPT:
                self._known.clear()
            pieces = self._known[text] = self._taken_apart(text) if is_template(text) else None
            return pieces

    def left_in(self, body: Node, besides: Container[str] = ()) -> tuple[tuple[str, Pieces], ...] | None:
        """Those in a declaration, but for the fields named `besides`; None where one is not of the simple kind."""
        found: list[tuple[str, Pieces]] = []
        for path, text in _texts(body, ()):
            if path in besides or not is_template(text):
                continue
            pieces = self.of(text)
            if pieces is None:
                return None
            found.append((path, pieces))
        return tuple(found)

    def _taken_apart(self, text: str) -> Pieces | None:
        if self._runner is None:
            from provisioner.formats.template_runner import Runner  # noqa: PLC0415  # Jinja2, where there are templates

            self._runner = Runner()
        return self._runner.pieces(text)


def is_template(text: str) -> bool:
    """Whether anything in it is rendered."""
    return "{{" in text or "{%" in text


def rendered_key(
    recipe: Recipe, names: Names, rendered: dict[Pieces, str | None], told: list[str] | None = None
) -> Key | None:
    """What the templates that profiles left come to, as far as it makes a difference; what makes none is put into
    `told`."""
    parts: list[str | None] = []
    for path, pieces in recipe.templates or ():
        try:
            text = rendered[pieces]
        except KeyError:
            text = rendered[pieces] = put_together(pieces, names)
        if text is None:
            return None
        whole = recipe.alike.get(path)
        if whole is not None and whole(text):
            parts.append(None)
            if told is not None:
                told.append(text)
        else:
            parts.append(text)
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
