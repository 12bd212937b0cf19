"""Whether what the project chooses by name is there: its provider, its state, its secret store, its endpoint.

Promises: a name that no guest answers to is told at the line it is written on, before anything is opened. Does not:
open anything, or look at what options or the environment choose instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from provisioner.engine.suggest import did_you_mean
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.values import Node
from provisioner.runtime.guests.registry import Registry
from provisioner.runtime.words import WORDS


def unknown_choices(root: Node, registry: Registry) -> Iterator[Diagnostic]:
    """Every name in the project document `root` that nobody answers to."""
    provider = root.get("provider")
    for name, settings in provider.entries().items() if provider is not None else ():
        if name not in registry.providers:
            place = Place(settings.key or settings.origin)
            yield _unknown(("provider", "ingen provider"), name, registry.providers, place)
        yield from _scheme(
            settings.get("endpoint"), ("kind of endpoint", "ikke noe slags endepunkt"), registry.endpoints
        )
    yield from _scheme(root.get("state"), ("kind of state", "ikke noe slags tilstand"), registry.backends)
    store = root.get("secrets", "store")
    yield from _scheme(store, ("kind of secret store", "ikke noe slags hemmelighetslager"), registry.secret_stores)


def _scheme(node: Node | None, what: tuple[str, str], known: Collection[str]) -> Iterator[Diagnostic]:
    """What is wrong with the scheme of a URL. None of `known` at all says that another provider's part is missing."""
    if node is None or not isinstance(node.value, str) or not node.value or not known:
        return
    scheme = node.value.partition(":")[0]
    if scheme not in known:
        yield _unknown(what, scheme, known, Place(node.origin))


def _unknown(what: tuple[str, str], name: str, known: Collection[str], place: Place) -> Diagnostic:
    near, near_nb = did_you_mean(name, known)
    listed = ", ".join(f"`{one}`" for one in sorted(known))
    words = {"near": near, "near_nb": near_nb, "known": listed}
    return WORDS("unknown-choice", place, what=what[0], what_nb=what[1], name=name[:60], **words)
