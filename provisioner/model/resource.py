"""Resources: what a type of thing is made of, what is wanted of one, and what is there.

Promises: enough is said about each type that planning needs no knowledge of any provider.
Does not: compare, decide or call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.values import EMPTY, NO_LABELS, Attributes, FrozenMap, Value

NO_ORIGINS: FrozenMap[SourceRange] = FrozenMap()
NO_WORDS: FrozenMap[FrozenMap[str]] = FrozenMap()


class Role(StrEnum):
    """What a difference in an attribute means."""

    IDENTITY = "identity"
    """Which thing it is; a difference is another thing, so it is replaced."""
    MUTABLE = "mutable"
    """Can be changed in place."""
    IMMUTABLE = "immutable"
    """Cannot be changed; a difference replaces."""
    COMPUTED = "computed"
    """Known after apply; never compared with the manifest."""
    SECRET = "secret"  # noqa: S105  # a role's name
    """Never stored or compared."""
    AT_CREATION = "at-creation"
    """Used by create and kept; a later difference is noted, never an action."""


class Replacement(StrEnum):
    """In which order a thing is replaced."""

    CREATE_FIRST = "create-first"
    """The new one is made, the old one deposed and deleted once nothing needs it."""
    DELETE_FIRST = "delete-first"
    """There can be only one at a time."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a resource type."""

    name: str
    """As it stands in plans and in the state."""
    role: Role
    """What a difference means."""
    titles: FrozenMap[str] = NO_LABELS
    """What people call it, by language; its name where a language is missing."""
    values: FrozenMap[FrozenMap[str]] = NO_WORDS
    """What people call some of its values, by value and language."""


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A kind of thing."""

    kind: str
    """The middle part of its addresses, such as `user_key`."""
    attributes: tuple[Attribute, ...]
    """All of them, in the order a person wants to read them."""
    titles: FrozenMap[str] = NO_LABELS
    """What people call it, by language; the kind itself where a language is missing."""
    replacement: Replacement = Replacement.DELETE_FIRST
    """In which order it is replaced."""
    holds_secret: bool = False
    """Whether creating one shows a secret once. Such a thing is never re-created unasked."""
    permanent: bool = False
    """Whether it is never ended by us: forgotten instead of deleted, and taken over wherever it is found."""
    handed_on: bool = False
    """Whether a vendor must be given something before it is finished."""
    person: str = ""
    """The attribute that names whom it belongs to: it stops when that person leaves. Empty: it belongs to nobody."""
    named_by: str = ""
    """The attribute that holds what people call one, such as its product. Empty: its address alone names it."""
    activated: bool = False
    """Whether one is switched on rather than made."""
    may_cost: bool = False
    """Whether making one can cost money."""
    account_notes: tuple[str, ...] = ()
    """Codes of notes that tell of the account, such as what needs the thing there. Where only they differ, the same
    happens."""
    _roles: FrozenMap[Role] = field(init=False, repr=False, compare=False)
    """By attribute: what `attributes` says, in a form that is quick to ask."""
    _names: FrozenMap[tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """By role, in order: the same."""
    _known: FrozenMap[Attribute] = field(init=False, repr=False, compare=False)
    """By name: the same."""

    def __post_init__(self) -> None:
        roles: dict[str, Role] = {}
        for attribute in self.attributes:
            roles.setdefault(attribute.name, attribute.role)
        names = {role.value: tuple(one.name for one in self.attributes if one.role is role) for role in Role}
        object.__setattr__(self, "_roles", FrozenMap(roles))
        object.__setattr__(self, "_names", FrozenMap(names))
        object.__setattr__(self, "_known", FrozenMap({one.name: one for one in reversed(self.attributes)}))

    def role(self, name: str) -> Role:
        """The role of the attribute `name`; one that is not declared is computed."""
        return self._roles.get(name, Role.COMPUTED)

    def names(self, role: Role) -> tuple[str, ...]:
        """The attributes with that role."""
        return self._names[role]

    def identity(self, attributes: Attributes) -> tuple[Value, ...]:
        """What makes a thing of this type itself."""
        return tuple(attributes.get(name) for name in self.names(Role.IDENTITY))

    def person_of(self, attributes: Attributes) -> str:
        """Whose such a thing is; empty where it is nobody's or nobody knows."""
        value = attributes.get(self.person) if self.person else None
        return value if isinstance(value, str) else ""

    def title(self, language: str) -> str:
        """What people call it."""
        return self.titles.get(language, self.kind)

    def attribute_title(self, name: str, language: str) -> str:
        """What people call the attribute `name`."""
        known = self._known.get(name)
        return known.titles.get(language, name) if known is not None else name

    def value_title(self, name: str, value: Value, language: str) -> str:
        """What people call that value of the attribute `name`; empty where they call it nothing else."""
        known = self._known.get(name)
        if known is None or not known.values or not isinstance(value, str):
            return ""
        words = known.values.get(value)
        return words.get(language, "") if words is not None else ""

    def label(self, attributes: Attributes, language: str) -> str:
        """What people call one with those attributes; empty where only its address names it."""
        value = attributes.get(self.named_by) if self.named_by else None
        return self.value_title(self.named_by, value, language) or value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class HandoffPlan:
    """What the vendor is given and asked to do once the thing exists."""

    vendor: str
    """Who."""
    channel: str | None = None
    """How: portal, secure-message, phone… None: unknown."""
    url: str | None = None
    """Where."""
    also_needs: tuple[str, ...] = ()
    """What must be handed over besides the secret."""
    never: tuple[str, ...] = ()
    """Channels the secret must not take."""
    steps: tuple[str, ...] = ()
    """The vendor's own steps, as the catalogue tells them."""


@dataclass(frozen=True, slots=True)
class Desired:
    """One resource as the manifests want it, normalised."""

    address: Address
    """Its key."""
    attributes: Attributes
    """Every attribute but the computed and the secret ones. A value that is another resource's computed attribute is
    an `Unknown` that names it."""
    source: SourceRange | None = None
    """Where it was declared."""
    origins: FrozenMap[SourceRange] = NO_ORIGINS
    """Where each attribute was written."""
    depends_on: tuple[Address, ...] = ()
    """What must exist before it, sorted."""
    integration: str | None = None
    """The catalogue's id for what it serves."""
    adopt: bool = False
    """Whether one that is already there is taken over."""
    protect: bool = False
    """Whether it may not be deleted or replaced."""
    expires_on: date | None = None
    """The last day it is wanted to last, for one made now."""
    rotate_before_days: int = 0
    """How many days before its expiry it is replaced."""
    handoff: HandoffPlan | None = None
    """What the vendor gets."""
    notes: tuple[Diagnostic, ...] = ()
    """What the reader of a plan must know of it whatever happens to it, such as why it is there."""
    cautions: tuple[Diagnostic, ...] = ()
    """What the reader must know besides where one is made, such as that it may cost."""
    search: str = ""
    """Free words a person would look for it with on the screen."""


@dataclass(frozen=True, slots=True)
class Live:
    """One thing that is there."""

    account: AccountRef
    """Where."""
    kind: str
    """What."""
    attributes: Attributes
    """What could be read; an attribute that could not is missing."""
    native_id: str | None = None
    """The vendor's own id, where it has one."""
    label: str = ""
    """How to name it to a person."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one look at an account told."""

    account: AccountRef
    """Which."""
    visible: bool
    """Whether the account could be entered at all."""
    complete: frozenset[str] = frozenset()
    """The kinds of which everything there is was listed: only for these does "not listed" mean absent."""
    live: tuple[Live, ...] = ()
    """What was seen."""
    facts: Attributes = EMPTY
    """What else was learnt, for preflight: package, name on record…"""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What went wrong or is worth knowing."""
    at: datetime | None = None
    """When."""
