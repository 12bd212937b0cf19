"""What is shown of one change's attributes: values written out, secrets masked, the type's own order kept.

Promises: a value of an attribute with the role secret, and a reference to a secret, is never written out.
Does not: word "known after apply" or "sensitive value"; each report has its own words for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from provisioner.model.diagnostics import SourceRange
from provisioner.model.plan import Action, AttributeChange, Change, ChangeKind
from provisioner.model.plan_view import AttributeView, Mark, ValueKind, ValueView
from provisioner.model.resource import ResourceType, Role
from provisioner.model.values import FrozenMap, SecretRef, Unknown, Value
from provisioner.reports.plain import clean, quoted

UNKNOWN = ValueView(ValueKind.UNKNOWN)
SENSITIVE = ValueView(ValueKind.SENSITIVE)
KNOWN_LATER = "(known after apply)"
NEVER_SHOWN = "(sensitive value)"


def value_view(value: Value) -> ValueView:
    """`value` fit to be shown."""
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, SecretRef):
        return SENSITIVE
    if isinstance(value, str):
        return ValueView(ValueKind.TEXT, value)
    return ValueView(ValueKind.PLAIN, _inline(value))


def value_text(value: ValueView | None) -> str:
    """A value as it stands behind an equals sign."""
    if value is None:
        return "null"
    match value.kind:
        case ValueKind.TEXT:
            return quoted(value.text)
        case ValueKind.UNKNOWN:
            return KNOWN_LATER
        case ValueKind.SENSITIVE:
            return NEVER_SHOWN
        case ValueKind.PLAIN:
            return clean(value.text)


def _inline(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case int() | float():
            return str(value)
        case tuple():
            return f"[{', '.join(_inline(item) for item in value)}]"
        case FrozenMap():
            return "{" + ", ".join(f"{quoted(key)}: {_inline(item)}" for key, item in value.items()) + "}"
        case Unknown():
            return KNOWN_LATER
        case _:
            return NEVER_SHOWN


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of one change."""

    attributes: tuple[AttributeView, ...] = ()
    """In the type's order."""
    unchanged: int = 0
    """How many stay as they are."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """Makes the attribute views of one change."""

    change: Change
    """Whose."""
    type: ResourceType | None
    """Its type; None where the provider does not know the kind any more."""
    language: str = ""
    """Of the words for people."""

    def shown(self) -> Shown:
        """What is shown of it."""
        action = self.change.action
        if action in (Action.CREATE, Action.AWAIT):
            return Shown((*self._all(self.change.after, Mark.ADDED), *self._later()))
        if action is Action.DELETE:
            return Shown(tuple(self._all(_told(self.change.before), Mark.REMOVED)))
        if action is Action.ADOPT:
            return Shown(tuple(self._all(self.change.after, Mark.KEPT)))
        if action is Action.FORGET:
            return Shown()
        changes = self.change.attribute_changes
        if action is Action.HOLD and not changes and not self.change.before:
            return Shown(tuple(self._all(self.change.after, Mark.ADDED)))
        views = [self._changed(change) for change in changes]
        if action.replaces:
            views.extend(self._renewed())
        touched = {view.name for view in views}
        held = _told(self.change.before)
        same = sum(1 for name, value in held.items() if name not in touched and value is not None)
        return Shown(tuple(views), same if views else 0)

    def drift(self) -> tuple[AttributeView, ...]:
        """What differs between the state and the world."""
        return tuple(self._changed(change) for change in self.change.drift)

    def sensitive(self) -> tuple[str, ...]:
        """The names of attributes that are never shown."""
        held = {
            name
            for values in (self.change.before, self.change.after)
            for name, value in values.items()
            if holds_reference(value)
        }
        secret = self.type.names(Role.SECRET) if self.type is not None else ()
        return tuple(dict.fromkeys((*secret, *sorted(held))))

    def _order(self, values: Mapping[str, Value]) -> list[str]:
        known = [attribute.name for attribute in self.type.attributes] if self.type is not None else []
        return [name for name in known if name in values] + sorted(values.keys() - set(known))

    def _origin(self, name: str) -> SourceRange | None:
        return next((origin for attribute, origin in self.change.origins if attribute == name), None)

    def _value(self, name: str, value: Value) -> ValueView | None:
        if value is None:
            return None
        if self.type is None:
            return value_view(value)
        if self.type.role(name) is Role.SECRET:
            return SENSITIVE
        words = self.type.value_title(name, value, self.language)
        return replace(value_view(value), words=words) if words else value_view(value)

    def _title(self, name: str) -> str:
        return self.type.attribute_title(name, self.language) if self.type is not None else name

    def _all(self, values: Mapping[str, Value], mark: Mark) -> Iterator[AttributeView]:
        origins = dict(self.change.origins)
        for name in self._order(values):
            view = self._value(name, values[name])
            if view is not None:
                before = None if mark is Mark.ADDED else view
                after = None if mark is Mark.REMOVED else view
                yield AttributeView(name, mark, before, after, origin=origins.get(name), title=self._title(name))

    def _later(self) -> Iterator[AttributeView]:
        """What the type computes, and its secret, where the plan does not mention them."""
        for attribute in self.type.attributes if self.type is not None else ():
            if self.change.after.get(attribute.name) is None and attribute.role in (Role.COMPUTED, Role.SECRET):
                later = SENSITIVE if attribute.role is Role.SECRET else UNKNOWN
                yield AttributeView(attribute.name, Mark.ADDED, None, later, title=self._title(attribute.name))

    def _renewed(self) -> Iterator[AttributeView]:
        """What a replacement computes anew."""
        told = {change.name for change in self.change.attribute_changes}
        for attribute in self.type.attributes if self.type is not None else ():
            if attribute.name in told or attribute.role not in (Role.COMPUTED, Role.SECRET):
                continue
            before, title = (
                self._value(attribute.name, self.change.before.get(attribute.name)),
                self._title(attribute.name),
            )
            if attribute.role is Role.SECRET:
                yield AttributeView(attribute.name, Mark.CHANGED, SENSITIVE, SENSITIVE, title=title)
            elif before is not None:
                yield AttributeView(attribute.name, Mark.CHANGED, before, UNKNOWN, title=title)

    def _changed(self, change: AttributeChange) -> AttributeView:
        before, after = self._value(change.name, change.before), self._value(change.name, change.after)
        mark = Mark.ADDED if before is None else Mark.REMOVED if after is None else Mark.CHANGED
        return AttributeView(
            change.name,
            mark,
            before,
            after,
            forces_replacement=change.kind is ChangeKind.REPLACE,
            noted=change.kind is ChangeKind.NOTED,
            origin=self._origin(change.name),
            title=self._title(change.name),
        )


def _told(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Without what a provider notes for itself: nobody decides by it."""
    return {name: value for name, value in values.items() if not name.startswith("_")}


def masked(change: Change, names: tuple[str, ...]) -> Change:
    """The change with every value of these attributes replaced; a plan should hold none, and a report must not."""
    if not any(name in values for values in (change.before, change.after) for name in names) and not any(
        difference.name in names for difference in (*change.attribute_changes, *change.drift)
    ):
        return change
    return replace(
        change,
        before=_hidden(change.before, names),
        after=_hidden(change.after, names),
        attribute_changes=tuple(_hidden_difference(difference, names) for difference in change.attribute_changes),
        drift=tuple(_hidden_difference(difference, names) for difference in change.drift),
    )


def _hidden(values: FrozenMap[Value], names: Iterable[str]) -> FrozenMap[Value]:
    return values.with_items({name: SecretRef(NEVER_SHOWN) for name in names if values.get(name) is not None})


def _hidden_difference(difference: AttributeChange, names: tuple[str, ...]) -> AttributeChange:
    if difference.name not in names:
        return difference
    return replace(difference, values=_hidden(difference.values, tuple(difference.values)))


def holds_reference(value: Value) -> bool:
    """Whether a reference to a secret is anywhere in `value`."""
    if value is None or type(value) is str:
        return False
    if isinstance(value, tuple):
        return any(holds_reference(item) for item in value)
    if isinstance(value, FrozenMap):
        return any(holds_reference(item) for item in value.values())
    return isinstance(value, SecretRef)
