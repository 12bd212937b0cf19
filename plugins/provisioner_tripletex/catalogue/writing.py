"""Facts, written as the `kind: Integration` document they could have been read from.

Promises: `from_manifest(as_manifest(facts))` gives the same facts, and the document is valid against the schema. What
is unknown is written as null, so that a reader sees it. Does not: keep the order or the layout of a file.
"""

from __future__ import annotations

from provisioner_tripletex.catalogue.facts import (
    HandoffFacts,
    IntegrationFacts,
    KeyName,
    OwnerNeeds,
    PermissionMode,
    Permissions,
    Right,
)


def as_manifest(facts: IntegrationFacts) -> dict[str, object]:
    """The document: every fact that can be unknown, and of the rest those that are there."""
    document: dict[str, object] = {
        "kind": "Integration",
        "name": facts.name,
        "title": facts.title,
        "vendor": facts.vendor,
        "applicationName": facts.application_name,
        "keyName": _key_name(facts.key_name),
        "categories": list(facts.categories),
        "categorySource": "official" if facts.categories_official else "assigned",
        "methods": None if facts.methods is None else [method.value for method in facts.methods],
        "permissions": _permissions(facts.permissions),
        "officeKey": facts.office_key.value,
        "package": facts.package,
        "ownerNeeds": _owner_needs(facts.owner_needs),
        "handoff": _handoff(facts.handoff),
        "helpLink": facts.help_link,
        "sources": list(facts.sources),
        "checked": facts.checked,
        "note": facts.note,
    }
    return document | {name: value for name, value in _extras(facts).items() if value}


def _extras(facts: IntegrationFacts) -> dict[str, object]:
    """Fields that are left out where they say nothing."""
    return {
        "aliases": list(facts.aliases),
        "applicationNameFrom": facts.application_name_from,
        "officeKeyName": _key_name(facts.office_key_name),
        "reachedBy": None if facts.reached_by is None else facts.reached_by.value,
        "explanation": facts.explanation,
        "menuSearch": facts.menu_search,
        "needsOperations": list(facts.needs_operations),
    }


def _key_name(key_name: KeyName | None) -> dict[str, object] | None:
    if key_name is None:
        return None
    return {"exact" if key_name.exact else "suggested": key_name.text}


def _permissions(permissions: Permissions | None) -> str | list[Right] | None:
    if permissions is None:
        return None
    return list(permissions.rights) if permissions.mode is PermissionMode.LIST else permissions.mode.value


def _owner_needs(needs: OwnerNeeds | None) -> str | list[Right] | None:
    if needs is None:
        return None
    return "all" if needs.everything else list(needs.rights)


def _handoff(handoff: HandoffFacts | None) -> dict[str, object] | None:
    if handoff is None:
        return None
    written: dict[str, object] = {
        "channel": None if handoff.channel is None else handoff.channel.value,
        "url": handoff.url,
        "alsoNeeds": list(handoff.also_needs),
        "never": list(handoff.never),
        "steps": {"en": list(handoff.steps), "nb": list(handoff.steps_nb)} if handoff.steps_nb else list(handoff.steps),
    }
    return {name: value for name, value in written.items() if value}
