"""Where a value came from, what it beat, and why something is not there.

Promises: looks at the same layers by the same rules as select.py, and tells all of them, the strongest first. Does not:
merge, render, or know what an integration means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from provisioner.engine.trace_words import TRACE_WORDS
from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Client, Declaration, DeclaredAccount, Manifests, Mention, Office, Profile
from provisioner.model.values import Node, Value, plain

OWN = 3
_BY_NAME = 2
_BY_SELECTOR = 1
_OF_THE_PROJECT = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What one layer says about one field."""

    layer: str
    """Who: `profile butikk (selector)`, `client`, `project`."""
    rank: int
    """A higher one wins."""
    value: Value
    """What, as written."""
    source: SourceRange | None
    """Where."""


def said_about(manifests: Manifests, declared: DeclaredAccount, name: str, path: Sequence[str]) -> tuple[Said, ...]:
    """Every layer that says something at `path` of the declaration `name`, the strongest first."""
    found = [
        Said(layer, rank, plain(node), node.origin)
        for layer, rank, body in _layers(manifests, declared, name)
        if (node := body.get(*path)) is not None
    ]
    return tuple(sorted(found, key=lambda said: (-said.rank, said.layer)))


def said_of_var(manifests: Manifests, declared: DeclaredAccount, path: Sequence[str]) -> tuple[Said, ...]:
    """The same of a variable."""
    own = _written(manifests, declared.account.ref)
    layers = [("project", _OF_THE_PROJECT, manifests.project.vars)]
    layers += [(_named(profile, rank), rank, profile.vars) for profile, rank in _reaching(manifests, declared)]
    if own is not None:
        layers.append((_itself(own.account.ref), OWN, own.vars))
    found = [
        Said(layer, rank, plain(node), node.origin)
        for layer, rank, variables in layers
        if (node := variables.get(*path)) is not None
    ]
    return tuple(sorted(found, key=lambda said: (-said.rank, said.layer)))


def path_at(body: Node, place: SourceRange) -> tuple[str, ...] | None:
    """The field of a merged `body` that stands at `place`, which may be inside its text."""
    best: tuple[tuple[int, int, int], tuple[str, ...]] | None = None
    for path, node in _fields(body, ()):
        origin = node.origin
        if origin is None or origin.file != place.file or (origin.line, origin.column) > (place.line, place.column):
            continue
        rank = (origin.line, origin.column, -len(path))
        if best is None or rank > best[0]:
            best = rank, path
    return best[1] if best is not None else None


def _fields(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    for name, child in node.entries().items():
        yield (*path, name), child
        yield from _fields(child, (*path, name))


def _layers(manifests: Manifests, declared: DeclaredAccount, name: str) -> Iterator[tuple[str, int, Node]]:
    for profile, rank in _reaching(manifests, declared):
        for declaration in profile.integrations:
            if declaration.name == name:
                yield _named(profile, rank), rank, declaration.body
    own = _written(manifests, declared.account.ref)
    for declaration in _declarations(own):
        if declaration.name == name:
            yield _itself(declared.account.ref), OWN, declaration.body


def _reaching(manifests: Manifests, declared: DeclaredAccount) -> Iterator[tuple[Profile, int]]:
    given = {one.name: _BY_NAME if one.by_name else _BY_SELECTOR for one in declared.profiles}
    for profile in manifests.profiles:
        if profile.name in given:
            yield profile, given[profile.name]


def _named(profile: Profile, rank: int) -> str:
    return f"profile {profile.name} ({'name' if rank == _BY_NAME else 'selector'})"


def _itself(account: AccountRef) -> str:
    return "office" if account.is_office else "client"


def _written(manifests: Manifests, account: AccountRef) -> Office | Client | None:
    if account.is_office:
        return manifests.office
    return next((client for client in manifests.clients if client.account.ref == account), None)


def _declarations(own: Office | Client | None) -> tuple[Declaration, ...]:
    if own is None:
        return ()
    return (*own.integrations, *(own.office_keys if isinstance(own, Office) else ()))


def why_absent(manifests: Manifests, declared: DeclaredAccount, name: str) -> tuple[Diagnostic, ...]:
    """Why the account has no declaration called `name`: taken away, or a profile that gives it does not reach it.

    Empty where it has one, and where nobody declares anything of that name.
    """
    if any(one.name == name for one in declared.declared):
        return ()
    account = declared.account
    own = _written(manifests, account.ref)
    giving = [profile for profile in manifests.profiles if any(one.name == name for one in profile.integrations)]
    given = {one.name for one in declared.profiles}
    taken = next((mention for mention in own.without if mention.name == name), None) if own is not None else None
    if taken is not None:
        reached = [profile for profile in giving if profile.name in given]
        return (_taken(taken, account, reached),)
    return tuple(_not_reached(profile, account, name) for profile in giving)


def _taken(mention: Mention, account: Account, giving: Iterable[Profile]) -> Diagnostic:
    places = tuple(_place_of(profile, mention.name) for profile in giving)
    place = Place(mention.source, account=account.ref, related=places)
    return TRACE_WORDS("absent-without", place, name=mention.name, account=account.ref)


def _not_reached(profile: Profile, account: Account, name: str) -> Diagnostic:
    place = Place(_place_of(profile, name), account=account.ref)
    words = {"name": name, "profile": profile.name, "account": account.ref}
    if profile.selector is None or account.ref.is_office:
        return TRACE_WORDS("absent-not-given", place, **words)
    for label, wanted in sorted(profile.selector.items()):
        has = account.labels.get(label)
        if has is None:
            return TRACE_WORDS("absent-no-label", place, **words, label=label, wanted=wanted)
        if has != wanted:
            return TRACE_WORDS("absent-other-label", place, **words, label=label, wanted=wanted, has=has)
    raise AssertionError("a profile whose selector fits reaches the account")


def _place_of(profile: Profile, name: str) -> SourceRange:
    return next(one.source for one in profile.integrations if one.name == name)


def declared_names(manifests: Manifests) -> tuple[str, ...]:
    """Every name that anybody declares an integration by."""
    bodies: list[Office | Client] = [*manifests.clients, *([manifests.office] if manifests.office else [])]
    names = {one.name for body in bodies for one in _declarations(body)}
    names |= {one.name for profile in manifests.profiles for one in profile.integrations}
    return tuple(sorted(names))


def excluded_by(manifests: Manifests, name: str) -> Diagnostic | None:
    """The list that leaves the client `name` out, where one does."""
    for client_set in manifests.client_sets:
        for mention in client_set.exclude:
            if mention.name == name:
                return TRACE_WORDS("absent-excluded", Place(mention.source), name=name, list=client_set.name)
    return None
