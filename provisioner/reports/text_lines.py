"""The lines of one attribute in a text plan, and their colours.

Promises: no line is wider than asked; the symbol alone is coloured. Does not: know which attributes are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provisioner.model.plan_view import AttributeView, Mark
from provisioner.reports.attributes import value_text
from provisioner.reports.plain import SYMBOL_STYLES, Paint, clean, fold, wrap
from provisioner.reports.words import Words


@dataclass(frozen=True, slots=True)
class Lines:
    """How lines are made on one page."""

    words: Words
    """The language."""
    paint: Paint
    """The colours."""
    width: int
    """How wide a line may be."""

    def attribute(self, attribute: AttributeView, room: int, tail: str = "", remark: str = "") -> Iterator[str]:
        """What happens to one attribute; `tail` stands for its value where that is not one value."""
        sign = attribute.mark.value
        head = f"      {sign} {clean(attribute.name):<{room}} = "
        tail = tail or value(attribute)
        told = "  # forces replacement" if attribute.forces_replacement else ""
        if attribute.noted:
            told = f"  # {self.words('noted')}"
        if remark:
            told = f"{told} · {remark}" if told else f"  # {remark}"
        fits = len(head) + len(tail) + len(told) <= self.width
        first, *rest = fold(head, tail + (told if fits else ""), self.width, " " * 10)
        yield self.painted(first, sign)
        yield from rest
        if not fits and told:
            yield from wrap(told.strip(" #"), self.width, "          # ")

    def painted(self, line: str, symbol: str) -> str:
        """The line with its symbol in colour."""
        if not self.paint.on:
            return line
        before, found, after = line.partition(symbol)
        return before + self.paint(found, SYMBOL_STYLES[symbol]) + after if found.strip() else line


def value(attribute: AttributeView) -> str:
    """What stands behind the equals sign."""
    after = value_text(attribute.after)
    if attribute.mark is Mark.CHANGED:
        return f"{value_text(attribute.before)} -> {after}"
    if attribute.mark is Mark.REMOVED:
        before = value_text(attribute.before)
        return before if attribute.after is None else f"{before} -> null"
    return after


def widest(attributes: tuple[AttributeView, ...]) -> int:
    """Room for the names, within reason."""
    return min(max((len(attribute.name) for attribute in attributes), default=0), 32)
