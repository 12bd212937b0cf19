"""One rule for each keyword of JSON Schema: what its failure means to a person.

Promises: the words name the field, the value's place and what is allowed. Does not: look at values behind
`credentials`, nor repeat any value but one that is nearly an allowed one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from jsonschema.exceptions import ValidationError

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.schema_meant import INSIDE, meant_field, meant_value, stands_too_far_out
from provisioner.formats.words.described import IN_BOKMAL
from provisioner.formats.words.manifests import MANIFEST_WORDS
from provisioner.formats.words.schema import FORMS, METHOD_REASONS, SCHEMA_WORDS, TYPE_HINTS, TYPES
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Section
from provisioner.model.values import Node, Value, plain, same

_NOTHING: Final[Mapping[str, object]] = {"title": None}


@dataclass(frozen=True, slots=True)
class Fault:
    """One error, with the node it is about."""

    error: ValidationError
    """As jsonschema tells it."""
    node: Node
    """The node it is about; for a key, the mapping that has it."""
    path: tuple[str | int, ...]
    """Keys and positions from the root."""
    parent: Node
    """What the node stands in; the root stands in itself."""

    @classmethod
    def of(cls, error: ValidationError, root: Node) -> Fault:
        """The error, found in its tree."""
        node = parent = root
        path = tuple(error.absolute_path)
        for step in path:
            parent = node
            node = node.items()[step] if isinstance(step, int) else node.entries()[step]
        return cls(error, node, path, parent)

    @property
    def keyword(self) -> str:
        """Which rule it is for."""
        if "propertyNames" in self.error.absolute_schema_path:
            return "propertyNames"
        if self.error.instance is None and self.error.validator in ("type", "oneOf", "anyOf", "enum", "const"):
            return "null"
        return str(self.error.validator) if self.error.validator is not None else "false"

    @property
    def schema(self) -> Mapping[str, object]:
        """The schema that was broken."""
        return self.error.schema if isinstance(self.error.schema, Mapping) else _NOTHING

    @property
    def field(self) -> str:
        """The nearest key, as a person would name it."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), self.kind)[:60]

    @property
    def kind(self) -> str:
        """What the schema calls the thing."""
        return str(self.schema.get("title") or "document")

    @property
    def about(self) -> str:
        """What the schema says of it, to follow another sentence."""
        return _sentence(self.schema.get("description"))

    @property
    def form(self) -> str:
        """The name of the shape that the schema's pattern holds."""
        return str(self.schema.get("$comment") or "").removeprefix("form:")

    @property
    def key_place(self) -> SourceRange | None:
        """Where the node's key stands, else the node."""
        return self.node.key or self.node.origin

    def where(self) -> str:
        """The mapping it is about, in words."""
        if not self.path:
            return f"`kind: {self.kind}`"
        return f"`{self.field}`"

    def say(self, code: str, place: SourceRange | None, **values: object) -> tuple[Diagnostic, ...]:
        """One diagnostic."""
        words = {"field": self.field, "about": self.about, "about_nb": _in_bokmal(self.about), **values}
        return (SCHEMA_WORDS(code, Place(place), **words),)


def _sentence(text: object) -> str:
    return f" {text}" if isinstance(text, str) and text else ""


def _in_bokmal(about: str) -> str:
    """The same sentence in bokmål; empty where nobody has put it so."""
    return _sentence(IN_BOKMAL.get(about.strip()))


def _unknown_fields(fault: Fault) -> Iterable[Diagnostic]:
    fields = _fields(fault)
    where = fault.where()
    outside = stands_too_far_out(fault.node, fields)
    for name, child in fault.node.entries().items():
        if name in fields:
            continue
        place = child.key or child.origin
        if name == "apiVersion" and not fault.path:
            yield from fault.say("api-version-misplaced", place)
        elif name in outside:
            yield from fault.say("not-indented", place, field=name[:60], above=outside[name])
        elif INSIDE.get(name) in fields:
            yield from fault.say("field-one-level-up", place, field=name, inside=INSIDE[name])
        else:
            meant = meant_field(name, fields)
            near, near_nb = (f"Did you mean `{meant}`? ", f"Mente du `{meant}`? ") if meant else ("", "")
            listed = ", ".join(f"`{field}`" for field in fields)
            there = (f"There are: {listed}.", f"Det finnes: {listed}.") if fields else _NO_FIELDS
            words = {"near": near, "near_nb": near_nb, "there": there[0], "there_nb": there[1], "where": where}
            yield from fault.say("unknown-field", place, **{**words, "field": name[:60]})


_NO_FIELDS: Final = ("It has no fields: take this one out.", "Den har ingen felt: ta bort dette.")


def _fields(fault: Fault) -> list[str]:
    known = fault.schema.get("properties")
    return sorted(known) if isinstance(known, Mapping) else []


def _misspelt(fault: Fault) -> set[str]:
    """The fields that stand here by another name; whoever is told of that need not hear that they are missing."""
    fields = _fields(fault)
    return {meant for name in fault.node.entries() if name not in fields and (meant := meant_field(name, fields))}


def _missing_field(fault: Fault) -> Iterable[Diagnostic]:
    properties = fault.schema.get("properties")
    where = fault.where()
    misspelt = _misspelt(fault)
    for name in _listed(fault.error.validator_value):
        # jsonschema has one error for each missing field and does not say which it is for: each tells all, and what is
        # told twice is shown once.
        if name not in fault.node.entries() and name not in misspelt:
            described = properties.get(name) if isinstance(properties, Mapping) else None
            about = _sentence(described.get("description") if isinstance(described, Mapping) else None)
            only = described.get("const") if isinstance(described, Mapping) else None
            line = f"{name}: {only}" if isinstance(only, str) else f"{name}:"
            values = {"field": name, "where": where, "about": about, "about_nb": _in_bokmal(about), "line": line}
            yield from fault.say("missing-field", fault.key_place, **values)


def _union(fault: Fault) -> Iterable[Diagnostic]:
    """No branch has the value's type: say which types there are."""
    context = fault.error.context or []
    if context and all(inner.validator == "required" for inner in context):
        names = sorted({str(name) for inner in context for name in _listed(inner.validator_value)})
        if _misspelt(fault) & set(names):
            return ()
        where = fault.where()
        fields = ", ".join(f"`{name}`" for name in names)
        return fault.say("missing-one-of", fault.key_place, fields=fields, where=where)
    forms = {str(inner.schema.get("$comment")) for inner in context if isinstance(inner.schema, Mapping)}
    form = next((form for form in ("date", "duration") if f"form:{form}" in forms), "")
    if form and isinstance(fault.error.instance, int) and meant_value(form, fault.error.instance):
        return _formed(fault, form)
    wanted: list[str] = []
    for inner in context:
        if inner.validator == "type":
            wanted += _listed(inner.validator_value)
        elif inner.validator in ("enum", "const"):
            wanted.append("string")
    return _typed(fault, list(dict.fromkeys(wanted))) if wanted else fault.say("schema", fault.node.origin)


def _listed(value: object) -> list[str]:
    """One or several words as a list, as YAML writes them."""
    items = value if isinstance(value, list) else [value]
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in items]


def _wrong_type(fault: Fault) -> Iterable[Diagnostic]:
    return _typed(fault, _listed(fault.error.validator_value))


def _typed(fault: Fault, wanted: list[str]) -> tuple[Diagnostic, ...]:
    found = _type_of(fault.error.instance)
    written = fault.error.instance
    if isinstance(written, str) and "{{" in written and "array" in wanted and "object" in wanted:
        return _split(fault, written)
    hint, hint_nb = next((TYPE_HINTS[pair] for one in wanted if (pair := (one, found)) in TYPE_HINTS), ("", ""))
    told = found in ("string", "integer", "number", "boolean") and "credentials" not in fault.path
    shown = _listed(fault.error.instance)[0][:40] if told else "…"
    such, such_nb = _such(fault) if "object" in wanted else ("", "")
    named = [TYPES[one] for one in wanted if one != "null"]
    return fault.say(
        "wrong-type",
        fault.node.origin,
        wanted=" or ".join(en for en, _ in named),
        wanted_nb=" eller ".join(nb for _, nb in named),
        found=TYPES[found][0] if found != "boolean" else "a yes or no",
        found_nb=TYPES[found][1] if found != "boolean" else "et ja eller nei",
        hint=(hint.replace("{value}", shown) + such).strip() or fault.about.strip() or "See the schema.",
        hint_nb=(hint_nb.replace("{value}", shown) + such_nb).strip() or "Se i skjemaet hva som kan stå her.",
    )


def _split(fault: Fault, written: str) -> tuple[Diagnostic, ...]:
    """A template where a list belongs that may also be made of one text."""
    return fault.say("template-for-list", fault.node.origin, written=written[:60])


def _such(fault: Fault) -> tuple[str, str]:
    """The schema's own example, as it would be written."""
    examples = fault.schema.get("examples")
    example = examples[0] if isinstance(examples, list) and examples else None
    if not isinstance(example, dict) or not all(isinstance(value, str) for value in example.values()):
        return "", ""
    written = ", ".join(f"{key}: {value}" for key, value in example.items())
    return f"Such as `{fault.field}: {{{written}}}`.", f"For eksempel `{fault.field}: {{{written}}}`."


def _null(fault: Fault) -> Iterable[Diagnostic]:
    inside = fault.path[-2] if len(fault.path) > 1 else ""
    code = "empty-integration" if inside == Section.INTEGRATIONS.value else "empty-value"
    return fault.say(code, fault.key_place)


def left_empty(fault: Fault) -> Iterable[SourceRange | None]:
    """Where keys stand that are empty because what belongs below them was not indented: told at what stands there."""
    if fault.keyword == "additionalProperties":
        for above in set(stands_too_far_out(fault.node, _fields(fault)).values()):
            yield fault.node.entries()[above].key


def _unknown_value(fault: Fault) -> Iterable[Diagnostic]:
    known = [value for value in _listed(fault.error.validator_value) if value != "None"]
    if fault.path == ("apiVersion",):
        return fault.say("unsupported-api-version", fault.node.origin, known=known[0])
    written = fault.error.instance
    near, near_nb = did_you_mean(written, known) if isinstance(written, str) else ("", "")
    shown = ", ".join(f"`{value}`" for value in known)
    return fault.say("unknown-value", fault.node.origin, near=near, near_nb=near_nb, known=shown)


def _wrong_form(fault: Fault) -> Iterable[Diagnostic]:
    if fault.form == "secret-reference":
        return (MANIFEST_WORDS("credential-not-a-reference", Place(fault.node.origin), key=fault.field),)
    return _formed(fault, fault.form)


def _formed(fault: Fault, name: str) -> tuple[Diagnostic, ...]:
    """A value that is not written in the shape called `name`."""
    form, form_nb = FORMS.get(name, (fault.about.strip() or "it as the schema says",) * 2)
    meant = meant_value(name, fault.error.instance)
    near, near_nb = (f"Did you mean `{meant}`? ", f"Mente du `{meant}`? ") if meant else ("", "")
    return fault.say("wrong-form", fault.node.origin, form=form, form_nb=form_nb, near=near, near_nb=near_nb)


def _wrong_key(fault: Fault) -> Iterable[Diagnostic]:
    key = str(fault.error.instance)
    child = fault.node.entries().get(key)
    place = (child.key or child.origin) if child is not None else fault.key_place
    form, form_nb = FORMS.get(fault.form, (fault.about.strip() or "it as the schema says",) * 2)
    meant = meant_value(fault.form, key)
    near = (f"Did you mean `{meant}`? ", f"Mente du `{meant}`? ") if meant else ("", "")
    words = {"field": key[:60], "form": form, "form_nb": form_nb, "near": near[0], "near_nb": near[1]}
    return fault.say("wrong-key-form", place, **words)


def _not_for_method(fault: Fault) -> Iterable[Diagnostic]:
    """A field whose schema is `false`: it belongs to another method."""
    method = fault.parent.text("method")
    if method not in METHOD_REASONS:
        return fault.say("schema", fault.key_place)
    why, why_nb = METHOD_REASONS[method]
    return fault.say("field-not-for-method", fault.key_place, method=method, why=why, why_nb=why_nb)


def _doubled(fault: Fault) -> Iterable[Diagnostic]:
    seen: list[Value] = []
    for child in fault.node.items():
        item = plain(child)
        if any(same(item, other) for other in seen):
            return fault.say("doubled-item", child.origin)
        seen.append(item)
    return fault.say("doubled-item", fault.node.origin)


def _forbidden_together(fault: Fault) -> Iterable[Diagnostic]:
    refused = fault.error.validator_value
    names = refused.get("required", ()) if isinstance(refused, Mapping) else ()
    quoted = [f"`{name}`" for name in names]
    children = [child for name in names if (child := fault.node.get(name)) is not None]
    if not children:
        return fault.say("schema", fault.key_place)
    code = "fields-not-together" if len(names) > 1 else "field-not-here"
    words = {"fields": " and ".join(quoted), "fields_nb": " og ".join(quoted)}
    return fault.say(code, children[-1].key or children[-1].origin, **words)


def _limited(code: str) -> Callable[[Fault], Iterable[Diagnostic]]:
    def rule(fault: Fault) -> Iterable[Diagnostic]:
        place = fault.node.origin if code == "out-of-range" else fault.key_place
        return fault.say(code, place, limit=fault.error.validator_value)

    return rule


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = ((dict, "object"), (list, "array"), (str, "string"), (int, "integer"), (float, "number"))
    return next((name for kind, name in names if isinstance(value, kind)), "null")


RULES: Final[Mapping[str, Callable[[Fault], Iterable[Diagnostic]]]] = {
    "additionalProperties": _unknown_fields,
    "required": _missing_field,
    "type": _wrong_type,
    "null": _null,
    "enum": _unknown_value,
    "const": _unknown_value,
    "pattern": _wrong_form,
    "format": lambda fault: fault.say("no-such-day", fault.node.origin),
    "propertyNames": _wrong_key,
    "oneOf": _union,
    "anyOf": _union,
    "false": _not_for_method,
    "not": _forbidden_together,
    "uniqueItems": _doubled,
    "minLength": _limited("too-short"),
    "minItems": _limited("too-short"),
    "minProperties": _limited("too-short"),
    "maxLength": _limited("too-long"),
    "maxProperties": _limited("too-long"),
    "minimum": _limited("out-of-range"),
    "maximum": _limited("out-of-range"),
    "schema": lambda fault: fault.say("schema", fault.key_place),
}
