"""What is known about one integration, as a value.

Promises: `from_manifest` takes the fields of a `kind: Integration` document and keeps what is known apart from what
is not: an unknown fact is `None` or `UNKNOWN`, never a default that looks like knowledge. Does not: check what the
JSON Schema checks (it only refuses what it cannot represent), read files, or decide whether a declared method is an
error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import BOKMAL, ENGLISH
from provisioner_tripletex.catalogue.fields import CatalogueMalformed, choice, choices, mapping, text, texts

Right = str | int


class Answer(StrEnum):
    """What the catalogue can say to a question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Method(StrEnum):
    """A way to set an integration up."""

    MENU = "menu"
    """«Integrasjoner» > «Aktiver»."""
    USER_KEY = "user-key"
    """«API-tilgang» > «Ny nøkkel», the application chosen in the list."""
    CUSTOM_KEY = "custom-key"
    """«Ny nøkkel» > «Tilpasset oppsett», the application name typed."""
    OFFICE_KEY = "office-key"
    """«Regnskapskontorets brukernøkkel», with the client attached to it."""


class ReachedBy(StrEnum):
    """How it is reached where no method says so."""

    KEY = "key"
    """By a key; which set-up makes it is unknown."""
    UNKNOWN = "unknown"
    """Nothing is known."""
    FILE_EXPORT = "file-export"
    """Files are exchanged; nothing to set up."""
    BUILT_IN = "built-in"
    """Part of Tripletex itself."""
    OTHER_SETTING = "other-setting"
    """A setting elsewhere on the screen."""


class OfficeKey(StrEnum):
    """Whether the vendor takes «Regnskapskontorets brukernøkkel»."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class PermissionMode(StrEnum):
    """Where a key's rights come from."""

    ALL = "all"
    """«Alle tilganger»."""
    SAME_AS_OWNER = "same-as-owner"
    """«Gi brukernøkkelen denne brukerens tilganger»."""
    TEMPLATE = "template"
    """The access template of the chosen application."""
    LIST = "list"
    """«Bestem selv»: one by one."""


class Channel(StrEnum):
    """How a key is given to the vendor."""

    PORTAL = "portal"
    """Entered in the vendor's own product or site."""
    SECURE_MESSAGE = "secure-message"
    """Sent over a secure channel."""
    PHONE = "phone"
    """Read out."""


@dataclass(frozen=True, slots=True)
class KeyName:
    """What a key shall be called («Gi nøkkelen et navn»)."""

    text: str
    """The name; a suggested one may hold a template."""
    exact: bool
    """Whether the vendor demands this very name."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a key may do."""

    mode: PermissionMode
    """Where its rights come from."""
    rights: tuple[Right, ...] = ()
    """For a list: words of the screen, or entitlement ids. Empty in every other mode."""


@dataclass(frozen=True, slots=True)
class OwnerNeeds:
    """What the owner of a key must be allowed."""

    everything: bool
    """Every right there is."""
    rights: tuple[Right, ...] = ()
    """These, where not everything."""


@dataclass(frozen=True, slots=True)
class HandoffFacts:
    """What the vendor asks for once the key is there."""

    channel: Channel | None = None
    """How the key is handed over; `None`: unknown."""
    url: str | None = None
    """The vendor's page; `None`: unknown."""
    also_needs: tuple[str, ...] = ()
    """What else the vendor asks for, such as `ownerEmail`."""
    never: tuple[str, ...] = ()
    """Channels the key must not go by."""
    steps: tuple[str, ...] = ()
    """What to do at the vendor's, in order; where they are written once, in whatever language that is."""
    steps_nb: tuple[str, ...] = ()
    """The same in Norwegian bokmål, where they are written in both languages."""

    def steps_in(self, language: str) -> tuple[str, ...]:
        """The steps as somebody reads them."""
        return self.steps_nb if language == BOKMAL and self.steps_nb else self.steps


@dataclass(frozen=True, slots=True)
class IntegrationFacts:
    """One entry of the catalogue."""

    name: str
    """The id."""
    title: str
    """The name on the screen; the id where none is known."""
    aliases: tuple[str, ...] = ()
    """Other ids it may be asked for by."""
    vendor: str | None = None
    """Who makes it."""
    application_name: str | None = None
    """«Applikasjonsnavn», exactly as registered; `None`: unknown."""
    application_name_from: str | None = None
    """Where the application name is found, where it is not one fixed name."""
    key_name: KeyName | None = None
    """What the key shall be called; `None`: the vendor says nothing."""
    office_key_name: KeyName | None = None
    """What an office key shall be called, where that differs."""
    categories: tuple[str, ...] = ()
    """Tripletex' own categories, in its spelling."""
    categories_official: bool = False
    """Whether Tripletex itself lists it under them."""
    methods: tuple[Method, ...] | None = None
    """The ways to set it up; `None`: unknown; empty: none, see `reached_by`."""
    reached_by: ReachedBy | None = ReachedBy.UNKNOWN
    """How it is reached; `None` exactly where there are known methods."""
    explanation: str | None = None
    """For people, where there is neither key nor menu."""
    menu_search: str | None = None
    """What to search for under «Integrasjoner» where the title does not find it."""
    permissions: Permissions | None = None
    """What the key may do; `None`: unknown."""
    needs_operations: tuple[str, ...] = ()
    """API operations the vendor says the key must reach."""
    office_key: OfficeKey = OfficeKey.UNKNOWN
    """Whether the vendor takes an office key."""
    package: str | None = None
    """The smallest package the product needs; `None`: none beyond that of «Integrasjoner» is known."""
    owner_needs: OwnerNeeds | None = None
    """What the owner must be allowed; `None`: unknown."""
    handoff: HandoffFacts | None = None
    """What the vendor asks for next; `None`: unknown."""
    help_link: str | None = None
    """A page about the connection."""
    sources: tuple[str, ...] = ()
    """Where all this is known from."""
    checked: str | None = None
    """The date (YYYY-MM-DD) the sources were last read."""
    note: str | None = None
    """Anything else, for people."""
    bundled: bool = False
    """Whether it came with the program; else it is the firm's own."""

    @property
    def set_up(self) -> Answer:
        """Whether there is anything to set up: NO for files, built-in functions and settings elsewhere."""
        if self.methods == ():
            return Answer.NO
        return Answer.UNKNOWN if self.reached_by is ReachedBy.UNKNOWN else Answer.YES

    def supports(self, method: Method) -> Answer:
        """Whether it can be set up by `method`; NO where the sources describe other ways only."""
        if self.methods == ():
            return Answer.NO
        if method is Method.OFFICE_KEY:
            return _OFFICE_KEY_ANSWERS[self.office_key]
        if self.methods is None:
            return Answer.UNKNOWN
        return Answer.YES if method in self.methods else Answer.NO

    @property
    def only_method(self) -> Method | None:
        """The one method a declaration need not name; `None` where there is a choice, or nothing is known."""
        return self.methods[0] if self.methods is not None and len(self.methods) == 1 else None

    def key_name_for(self, method: Method) -> KeyName | None:
        """What the vendor says a key made this way shall be called."""
        if method is Method.OFFICE_KEY and self.office_key_name is not None:
            return self.office_key_name
        return None if method is Method.MENU else self.key_name


_OFFICE_KEY_ANSWERS: Final[Mapping[OfficeKey, Answer]] = MappingProxyType(
    {
        OfficeKey.ALLOWED: Answer.YES,
        OfficeKey.FORBIDDEN: Answer.NO,
        OfficeKey.UNKNOWN: Answer.UNKNOWN,
    }
)


def from_manifest(document: Mapping[str, object], *, bundled: bool = False) -> IntegrationFacts:
    """The facts of one `kind: Integration` document that the schema has accepted."""
    name = text(document, "name")
    if not name:
        raise CatalogueMalformed("name", "an integration needs a name")
    methods = None if document.get("methods") is None else choices(document, "methods", Method)
    office_key = choice(document, "officeKey", OfficeKey) or OfficeKey.UNKNOWN
    if methods and Method.OFFICE_KEY in methods and office_key is not OfficeKey.ALLOWED:
        raise CatalogueMalformed("officeKey", "an integration with the method office-key must allow office keys")
    return IntegrationFacts(
        name=name,
        title=text(document, "title") or name,
        aliases=texts(document, "aliases"),
        vendor=text(document, "vendor"),
        application_name=text(document, "applicationName"),
        application_name_from=text(document, "applicationNameFrom"),
        key_name=_key_name(document, "keyName"),
        office_key_name=_key_name(document, "officeKeyName"),
        categories=texts(document, "categories"),
        categories_official=text(document, "categorySource") == "official",
        methods=methods,
        reached_by=_reached_by(document, methods),
        explanation=text(document, "explanation"),
        menu_search=text(document, "menuSearch"),
        permissions=_permissions(document),
        needs_operations=texts(document, "needsOperations"),
        office_key=office_key,
        package=text(document, "package"),
        owner_needs=_owner_needs(document),
        handoff=_handoff(document),
        help_link=text(document, "helpLink"),
        sources=texts(document, "sources"),
        checked=text(document, "checked"),
        note=text(document, "note"),
        bundled=bundled,
    )


def _reached_by(document: Mapping[str, object], methods: tuple[Method, ...] | None) -> ReachedBy | None:
    """How it is reached, which must agree with what is known of its methods."""
    written = choice(document, "reachedBy", ReachedBy)
    if methods:
        allowed: tuple[ReachedBy | None, ...] = (None,)
    elif methods is None:
        written = written or ReachedBy.UNKNOWN
        allowed = (ReachedBy.KEY, ReachedBy.UNKNOWN)
    else:
        allowed = (ReachedBy.FILE_EXPORT, ReachedBy.BUILT_IN, ReachedBy.OTHER_SETTING)
    if written not in allowed:
        raise CatalogueMalformed("reachedBy", "it does not fit what `methods` says")
    return written


def _key_name(document: Mapping[str, object], field: str) -> KeyName | None:
    written = mapping(document, field)
    if written is None:
        return None
    exact, suggested = text(written, "exact"), text(written, "suggested")
    if exact is not None and suggested is None:
        return KeyName(exact, exact=True)
    if suggested is not None and exact is None:
        return KeyName(suggested, exact=False)
    raise CatalogueMalformed(field, "write either `exact` or `suggested`")


def _rights(field: str, written: list[object]) -> tuple[Right, ...]:
    rights: list[Right] = []
    for right in written:
        if isinstance(right, bool) or not isinstance(right, str | int):
            raise CatalogueMalformed(field, "a right is a text or an entitlement id")
        rights.append(right)
    return tuple(rights)


def _permissions(document: Mapping[str, object]) -> Permissions | None:
    written = document.get("permissions")
    if written is None:
        return None
    if isinstance(written, list):
        return Permissions(PermissionMode.LIST, _rights("permissions", written))
    mode = choice(document, "permissions", PermissionMode)
    if mode is None or mode is PermissionMode.LIST:
        raise CatalogueMalformed("permissions", "write all, same-as-owner, template or a list of rights")
    return Permissions(mode)


def _owner_needs(document: Mapping[str, object]) -> OwnerNeeds | None:
    written = document.get("ownerNeeds")
    if written is None:
        return None
    if isinstance(written, list):
        return OwnerNeeds(everything=False, rights=_rights("ownerNeeds", written))
    if written != "all":
        raise CatalogueMalformed("ownerNeeds", "write all or a list of rights")
    return OwnerNeeds(everything=True)


def _handoff(document: Mapping[str, object]) -> HandoffFacts | None:
    written = mapping(document, "handoff")
    if written is None:
        return None
    steps, steps_nb = _steps(written)
    return HandoffFacts(
        channel=choice(written, "channel", Channel),
        url=text(written, "url"),
        also_needs=texts(written, "alsoNeeds"),
        never=texts(written, "never"),
        steps=steps,
        steps_nb=steps_nb,
    )


def _steps(handoff: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The vendor's steps, written once or in both languages."""
    if not isinstance(handoff.get("steps"), Mapping):
        return texts(handoff, "steps"), ()
    both = mapping(handoff, "steps") or {}
    return texts(both, ENGLISH), texts(both, BOKMAL)
