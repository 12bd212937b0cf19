"""The project document as a noun.

Promises: what may only be referred to (credentials) is a reference or a diagnostic that does not repeat it. Does not:
resolve anything.
"""

from __future__ import annotations

import re
from typing import Final

from provisioner.formats.forms import is_identity, is_recipient, is_reference
from provisioner.formats.manifest_accounts import mapping
from provisioner.formats.words.manifests import MANIFEST_WORDS
from provisioner.formats.yaml_source import Document
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.manifest import (
    EMPTY_NODE,
    Guardrails,
    HistoryPolicy,
    KeepSealed,
    Project,
    ProviderSettings,
    Recipient,
    SecretsSettings,
)
from provisioner.model.values import FrozenMap, Node, SecretRef

DEFAULT_MANIFESTS: Final = ("office.yaml", "profiles/*.yaml", "clients/**/*.yaml")
CREDENTIALS: Final = "credentials"


class ProjectReader:
    """Makes the noun and collects what is wrong."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def project(self, document: Document) -> Project | None:
        """The project that `document` describes."""
        root = document.root
        provider = self.provider(root)
        name, state = root.text("name"), root.text("state")
        if root.text("kind") != "Project" or provider is None or not name or not state:
            self.report("not-a-project", root)
            return None
        return Project(
            name=name,
            manifests=patterns(root),
            state=state,
            provider=provider,
            source=document.source,
            language=root.text("language", "en"),
            secrets=self.secrets(root),
            guardrails=_guardrails(root),
            single_machine=_is_true(root.get("singleMachine")),
            history=_history(root),
            vars=mapping(root, "vars"),
            digest=document.digest,
        )

    def provider(self, root: Node) -> ProviderSettings | None:
        """The one key under `provider:`."""
        node = root.get("provider")
        entries = node.entries() if node is not None else FrozenMap[Node]()
        for name, settings in entries.items():
            return ProviderSettings(name, self.referring(settings if settings.entries() else EMPTY_NODE))
        return None

    def referring(self, settings: Node) -> Node:
        """The settings with every credential as a reference."""
        entries = settings.entries()
        credentials = entries.get(CREDENTIALS)
        if credentials is None:
            return settings
        return Node(
            FrozenMap({**entries, CREDENTIALS: self.references(credentials, CREDENTIALS)}),
            settings.origin,
            settings.key,
        )

    def references(self, node: Node, key: str) -> Node:
        """The same with every text a SecretRef. What is no reference is dropped, so that it goes nowhere."""
        if isinstance(node.value, FrozenMap):
            children = {name: self.references(child, name) for name, child in node.entries().items()}
            return Node(FrozenMap(children), node.origin, node.key)
        if isinstance(node.value, str) and is_reference(node.value):
            return Node(SecretRef(node.value), node.origin, node.key)
        if node.value is not None:
            self.report("credential-not-a-reference", node, key=key)
        return Node(None, node.origin, node.key)

    def secrets(self, root: Node) -> SecretsSettings:
        """`secrets:`."""
        node = mapping(root, "secrets")
        keep = node.text("keepSealed")
        known = {member.value for member in KeepSealed}
        return SecretsSettings(
            recipients=self.recipients(node.get("recipients")),
            store=node.text("store"),
            keep_sealed=KeepSealed(keep) if keep in known else KeepSealed.UNTIL_CONFIRMED,
        )

    def recipients(self, node: Node | None) -> tuple[Recipient, ...]:
        """Whom secrets are sealed to, sorted by name."""
        found = []
        for name, child in (node.entries() if node is not None else FrozenMap[Node]()).items():
            if not isinstance(child.value, str) or child.origin is None:
                continue
            if is_identity(child.value):
                self.report("recipient-not-public", child, name=name)
            elif not is_recipient(child.value):
                self.report("recipient-form", child, name=name)
            else:
                found.append(Recipient(name, child.value, child.origin))
        return tuple(sorted(found, key=lambda recipient: recipient.name))

    def report(self, code: str, node: Node, **values: object) -> None:
        """One diagnostic at `node`."""
        self.diagnostics.append(MANIFEST_WORDS(code, Place(node.origin), **values))


def patterns(root: Node) -> tuple[str, ...]:
    """Where the other documents are, by the project document `root`, whatever else is in it."""
    node = root.get("manifests")
    if node is None:
        return DEFAULT_MANIFESTS
    return tuple(item.value for item in node.items() if isinstance(item.value, str))


def _guardrails(root: Node) -> Guardrails:
    node = mapping(root, "guardrails")
    default = Guardrails()
    return Guardrails(
        max_deletes_count=_number(node.get("maxDeletes", "count"), default.max_deletes_count),
        max_deletes_percent=_number(node.get("maxDeletes", "percent"), default.max_deletes_percent),
        max_missing_count=_number(node.get("maxMissing", "count"), default.max_missing_count),
        max_missing_percent=_number(node.get("maxMissing", "percent"), default.max_missing_percent),
        require_expiry=_is_true(node.get("requireExpiry")),
    )


def _history(root: Node) -> HistoryPolicy | None:
    node = mapping(root, "history")
    written = re.fullmatch(r"([0-9]{1,5})([dw])", node.text("keepFor"))
    days = int(written[1]) * (7 if written[2] == "w" else 1) if written is not None else None
    serials = _number(node.get("keepSerials"), 0) or None
    return HistoryPolicy(days, serials) if days or serials else None


def _number(node: Node | None, default: int) -> int:
    return node.value if node is not None and type(node.value) is int else default


def _is_true(node: Node | None) -> bool:
    return node is not None and node.value is True
