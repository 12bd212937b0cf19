"""Who says a value, as people say it: `profile butikk (selector)`, `client`, `project` in bokmål.

Promises: what is no layer's name comes back as it is. Does not: know any layer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NAMED: Final = re.compile(r"profile (\S+) \((name|selector)\)")
_HOW: Final[Mapping[str, str]] = MappingProxyType({"name": "gitt ved navn", "selector": "valgt av selector"})
_OTHERS: Final[Mapping[str, str]] = MappingProxyType(
    {"project": "prosjektet", "client": "klienten", "office": "kontoret"}
)


def layer_in_bokmal(layer: str) -> str:
    """The layer's name in bokmål."""
    found = _NAMED.fullmatch(layer)
    if found is None:
        return _OTHERS.get(layer, layer)
    return f"profilen {found[1]} ({_HOW[found[2]]})"
