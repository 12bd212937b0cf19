"""Documents against the JSON Schemas that editors use too.

Promises: a gate (compiled, fast) says yes or no, and only on no does an explainer say what, at the line and column of
the field or value; the two hold the same rules. A value of a credential is never repeated. Does not: read schema files
(the caller hands them in) or know what a field means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import jsonschema_rs

from provisioner.formats.aging import Aging
from provisioner.formats.forms import is_possible
from provisioner.formats.manifest_format import check_kind, kind_of
from provisioner.formats.words.files import FILE_WORDS
from provisioner.formats.yaml_source import Document
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import PluginBroken
from provisioner.model.manifest import Section
from provisioner.model.values import FrozenMap, Node, SecretRef

# Only a name for each schema to be found under; nothing is ever fetched, and `.invalid` could not be.
BASE: Final = "https://schemas.provisioner.invalid/"
PROVIDER: Final = "provider.v1.json"

_TARGETS: Final = {
    "Project": "project.v1.json",
    "Office": "office.v1.json",
    "Client": "client.v1.json",
    "ClientSet": "clientset.v1.json",
    "Profile": "profile.v1.json",
    "Integration": f"{PROVIDER}#/$defs/catalogueEntry",
}
_PARTS: Final = {Section.INTEGRATIONS: "integration", Section.OFFICE_KEYS: "officeKey"}


class SchemaSet:
    """The language as one provider completes it. Compiles what it needs, once."""

    def __init__(self, resources: Mapping[str, Mapping[str, object]]) -> None:
        """`resources` are schemas by file name; `provider.v1.json` is the provider's part (see `with_provider`)."""
        self._resources = dict(resources)
        self._registry: jsonschema_rs.Registry | None = None
        self._gates: dict[str, Any] = {}
        self._explainer: object | None = None
        self._aging = Aging(self._resources)

    def with_provider(self, schema: Mapping[str, object]) -> SchemaSet:
        """The same language, completed by another provider's part."""
        return SchemaSet({**self._resources, PROVIDER: schema})

    def check_document(self, document: Document) -> tuple[Diagnostic, ...]:
        """Everything wrong with one document's kind and shape."""
        return check_kind(document) or self.check(kind_of(document), document.root)

    def is_sound(self, document: Document) -> bool:
        """Whether `check_document` would find nothing; does not say what."""
        if check_kind(document):
            return False
        target = _TARGETS.get(kind_of(document))
        return target is None or bool(self._gate(target).is_valid(_plain(document.root)))

    def check(self, kind: str, root: Node) -> tuple[Diagnostic, ...]:
        """Everything wrong with the shape of a document of `kind`; nothing for a kind that has no schema."""
        target = _TARGETS.get(kind)
        if target is None:
            return ()
        return self._against(target, root) or self._aging.warnings(target, root)

    def passes(self, kind: str, instance: Mapping[str, object]) -> bool:
        """Whether a document of `kind`, as plain data, has the shape it must have. Says nothing of warnings."""
        return bool(self._gate(_TARGETS[kind]).is_valid(instance))

    def check_declared(self, section: Section, body: Node) -> tuple[Diagnostic, ...]:
        """Everything wrong with the shape of a declaration after it was merged and rendered.

        What its documents were warned of is not said again.
        """
        part = _PARTS[section]
        definitions = self._resources[PROVIDER].get("$defs")
        whole = f"{part}Whole"
        if isinstance(definitions, Mapping) and whole in definitions:
            part = whole
        return self._against(f"{PROVIDER}#/$defs/{part}", body)

    def _against(self, target: str, root: Node) -> tuple[Diagnostic, ...]:
        instance = _plain(root)
        if self._gate(target).is_valid(instance):
            return ()
        from provisioner.formats.schema_explain import Explainer  # noqa: PLC0415  # 70 ms that most runs never need

        if not isinstance(self._explainer, Explainer):
            self._explainer = Explainer(BASE, self._resources)
        return self._explainer.explain(target, instance, root)

    def _gate(self, target: str) -> Any:
        gate = self._gates.get(target)
        if gate is None:
            gate = self._gates[target] = self._compiled(target)
        return gate

    def _compiled(self, target: str) -> Any:
        try:
            if self._registry is None:
                named = [(BASE + name, cast("dict[str, Any]", schema)) for name, schema in self._resources.items()]
                self._registry = jsonschema_rs.Registry(named)
            return jsonschema_rs.Draft202012Validator(
                {"$ref": BASE + target},
                registry=self._registry,
                formats={"date": is_possible},
                validate_formats=True,
                offline=True,
            )
        except ValueError as error:  # jsonschema_rs has no narrower one that covers a missing reference
            reason = str(error).partition("\n")[0]
            raise PluginBroken.of(FILE_WORDS("language-unusable", target=target, reason=reason)) from None


def _plain(node: Node) -> object:
    """The tree as dicts and lists, as validators want it."""
    value = node.value
    if isinstance(value, FrozenMap):
        # Most children are texts; a call for each would be most of the work.
        return {key: text if type(text := child.value) is str else _plain(child) for key, child in value.items()}
    if isinstance(value, tuple):
        return [_plain(child) for child in value]
    return value.reference if isinstance(value, SecretRef) else value
