"""The provider's part of the manifest language: what may stand where only the provider knows.

Promises: can be had before a project was understood, and without opening the provider. Does not: check anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.model.values import FrozenMap

if TYPE_CHECKING:
    from provisioner.model.manifest import Integration


@dataclass(frozen=True, slots=True)
class KnownIntegration:
    """A name that may stand under `integrations:`, as an editor offers it."""

    id: str
    """The name."""
    title: str = ""
    """What people call the product."""
    about: str = ""
    """How it is set up, in the words of the screen."""
    needless: str = ""
    """Why it is never declared: one sentence, such as that it is built in; empty where it can be."""


def none_known(own: Iterable[Integration], language: str) -> Iterable[KnownIntegration]:
    """For a provider without a catalogue."""
    return ()


NO_TITLES: FrozenMap[str] = FrozenMap()
NO_CHOICE_TITLES: FrozenMap[FrozenMap[str]] = FrozenMap()


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field of a declaration that a person fills in where they list what they have, in a workbook."""

    path: tuple[str, ...]
    """Where it stands below the declaration, such as `owner`, `employee`."""
    titles: FrozenMap[str]
    """What it is called, by language."""
    needed: bool = False
    """Whether the declaration is wrong without it."""
    choices: tuple[str, ...] = ()
    """What it may say; empty: anything."""
    each: bool = False
    """Whether it is asked for each client's own thing too, not only once for all of them."""
    days: bool = False
    """Whether it is a length of time, in which a bare whole number means days."""
    choice_titles: FrozenMap[FrozenMap[str]] = NO_CHOICE_TITLES
    """What people call a choice, by the choice and the language, without commas; one that is missing: as it stands."""

    def shown(self, value: str, language: str) -> str:
        """What people call that value."""
        return self.choice_titles.get(value, NO_TITLES).get(language, "") or value

    def meant(self, written: str) -> str:
        """What a manifest says for what somebody wrote into a list, in whichever language."""
        for choice, titles in self.choice_titles.items():
            if written.casefold() in {title.casefold() for title in titles.values()}:
                return choice
        return f"{written}d" if self.days and written.isdecimal() else written


@dataclass(frozen=True, slots=True)
class SetUp:
    """One way in which an integration can be declared."""

    method: str
    """What `method:` says; empty where it is not written."""
    fields: tuple[AskedField, ...] = ()
    """What else is asked."""
    titles: FrozenMap[str] = NO_TITLES
    """What people call it, by language; empty: as `method`."""
    at_office: tuple[AskedField, ...] | None = None
    """What is asked of the key under `officeKeys:` that it goes through; None where it goes through none."""

    def called(self, language: str) -> str:
        """What people call it."""
        return self.titles.get(language, "") or self.method

    def is_called(self, written: str) -> bool:
        """Whether somebody means it, in whichever language, or as `method:` has it."""
        return written.casefold() in {name.casefold() for name in (self.method, *self.titles.values())}


def no_way_known(own: Iterable[Integration], name: str) -> tuple[SetUp, ...]:
    """For a provider of whose declarations nothing can be asked in a list."""
    return (SetUp(""),)


@dataclass(frozen=True, slots=True)
class ManifestLanguage:
    """The provider's part of the manifest language."""

    schema: Mapping[str, object]
    """A JSON Schema (2020-12) whose `$defs` hold `settings`, `integration`, `officeKey` and `catalogueEntry`: what may
    stand under `provider: NAME:`, under a key of `integrations:`, of `officeKeys:`, and in `kind: Integration`."""
    moment_fields: frozenset[str] = frozenset()
    """Fields of the moment of creation: only in these may a template use `now`."""
    version: str = "0"
    """Changes whenever the same manifests may come to mean something else; part of every input digest."""
    known: Callable[[Iterable[Integration], str], Iterable[KnownIntegration]] = none_known
    """What an editor may offer under `integrations:`: given the firm's own entries and a language, the catalogue's and
    those. Pure; an entry that is wrong is left out."""
    set_ups: Callable[[Iterable[Integration], str], tuple[SetUp, ...]] = no_way_known
    """The ways in which the integration of that name can be declared, the usual one first: given the firm's own entries
    and the name. Pure; empty where there is nothing to declare, or nobody knows how."""


def any_mapping() -> ManifestLanguage:
    """The language in which any mapping is allowed everywhere."""
    names = ("settings", "integration", "officeKey", "catalogueEntry")
    return ManifestLanguage({"$defs": {name: {"type": "object"} for name in names}})
