"""Labels that miss: selectors that choose nobody, and clients that nearly have what a selector asks for.

Promises: a client is told of a label that differs from a selector's by a slip of the keyboard, and of no other; that
is looked at client by client, so that one says the same whoever else there is. Does not: choose anybody (select.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from provisioner.engine.suggest import closest, is_slip
from provisioner.engine.words import WORDS
from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Client, Manifests, Profile

Asked: TypeAlias = "Mapping[str, Mapping[str, tuple[SourceRange, ...]]]"
"""The values that selectors ask for, by label, and where each does."""
NOBODY: Final = "selector-matches-nobody"
NEAR_MISS: Final = "label-near-miss"


def matches(selector: Iterable[tuple[str, str]], account: Account) -> bool:
    """Whether `account` has every label of the selector."""
    return all(account.labels.get(label) == value for label, value in selector)


def asked_for(profiles: Iterable[Profile]) -> Asked:
    """What the selectors of all profiles ask for."""
    found: dict[str, dict[str, tuple[SourceRange, ...]]] = {}
    for profile in profiles:
        for label, value in profile.selector.items() if profile.selector is not None else ():
            values = found.setdefault(label, {})
            values[value] = (*values.get(value, ()), _place_of(profile))
    return found


def near_misses(client: Client, asked: Asked) -> Iterator[Diagnostic]:
    """A warning for each of the client's labels that is all but what a selector asks for."""
    for label, value in client.account.labels.items():
        meant, places = _nearly(label, value, asked)
        if places:
            place = Place(client.labels_source or client.source, account=client.account.ref, related=places)
            yield WORDS(NEAR_MISS, place, label=f"{label}: {value}", meant=meant)


def _nearly(label: str, value: str, asked: Asked) -> tuple[str, tuple[SourceRange, ...]]:
    """What was meant by a label that nobody asks for, and where that is asked for; nothing where nothing is near."""
    values = asked.get(label)
    if values is None:
        known = next((known for known in sorted(asked) if is_slip(label, known) and value in asked[known]), None)
        return ("", ()) if known is None else (f"{known}: {value}", asked[known][value])
    if value in values:
        return "", ()
    near = next((known for known in sorted(values) if is_slip(value, known)), None)
    return ("", ()) if near is None else (f"{label}: {near}", values[near])


def without_echoes(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Where a selector chooses nobody at all it is told of that, and not every client that nearly has its labels."""
    found = tuple(diagnostics)
    idle = {item.source for item in found if item.code == NOBODY}
    return tuple(item for item in found if item.code != NEAR_MISS or not idle.issuperset(item.related))


def _place_of(profile: Profile) -> SourceRange:
    return profile.selector_source or profile.source


def check_selectors(manifests: Manifests) -> Iterator[Diagnostic]:
    """A warning for each selector that reaches nobody, where there is somebody to reach and all of them are known."""
    may_reach = manifests.broken.has_clients or manifests.broken.has_unread
    for profile in manifests.profiles:
        selector = profile.selector
        if selector is None or not manifests.clients:
            continue
        place = Place(_place_of(profile))
        if any("{{" in value or "{%" in value for value in selector.values()):
            yield WORDS("selector-is-no-template", place, name=profile.name)
            continue
        if not may_reach and not any(matches(selector.items(), client.account) for client in manifests.clients):
            labels = ", ".join(f"{label}: {value}" for label, value in sorted(selector.items()))
            near, near_nb = _meant(selector.items(), manifests.clients)
            said = {"name": profile.name, "selector": labels, "near": near, "near_nb": near_nb}
            yield WORDS(NOBODY, place, **said)


def _meant(selector: Iterable[tuple[str, str]], clients: Iterable[Client]) -> tuple[str, str]:
    """What may have been meant by the first part of a selector that no client answers to."""
    there: dict[str, set[str]] = {}
    for client in clients:
        for label, value in client.account.labels.items():
            there.setdefault(label, set()).add(value)
    for label, value in selector:
        key = label if label in there else closest(label, there)
        if key is None:
            continue
        meant = value if value in there[key] else closest(value, there[key])
        if meant is not None and (key, meant) != (label, value):
            return f"Did you mean `{key}: {meant}`? ", f"Mente du `{key}: {meant}`? "
    return "", ""
