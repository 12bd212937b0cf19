"""Templates that only put texts in scope between their own: most of them, and no Jinja2 is needed for those.

Promises: what comes out is what Jinja2 makes of the same template, or nothing. Does not: take templates apart
(template_runner.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from provisioner.formats.template_filters import MAX_TEXT

Pieces: TypeAlias = tuple["str | tuple[str, ...]", ...]
"""Texts, and names with dots as the parts between these."""


def put_together(pieces: Pieces, names: Mapping[str, object]) -> str | None:
    """The text, where everything that is asked for is there and a text of sensible length; else None."""
    parts = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        value: object = names
        for name in piece:
            value = value.get(name) if isinstance(value, dict) else None
        if type(value) is not str or len(value) > MAX_TEXT:
            return None
        parts.append(value)
    return "".join(parts)
