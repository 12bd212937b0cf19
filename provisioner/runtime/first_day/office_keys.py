"""The office's own keys, as a workbook asks them and as its answers are written and recorded.

Promises: what the office's document says stays as it is, and lines are only added to it (formats/survey/office.py).
Does not: know what an office key is, or read any account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from provisioner.formats.survey.nouns import Answer, OfficeKey, Product, dotted
from provisioner.formats.survey.office import with_declarations, with_office
from provisioner.model.address import AccountRef, Address
from provisioner.model.manifest import Declared, Office, Section
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState
from provisioner.model.values import FrozenMap
from provisioner.runtime.first_day import starter
from provisioner.runtime.first_day.telling import answer_of, ways, written
from provisioner.runtime.reading.editing import FileEdit, edited
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.workspace import Workspace
from provisioner.spi.language import AskedField


def asked_keys(
    workspace: Workspace,
    prepared: Prepared,
    products: tuple[Product, ...],
    states: Mapping[AccountRef, AccountState],
) -> tuple[OfficeKey, ...]:
    """Those that are declared, with what is known; then those that a product could go through and none does."""
    known = declared_keys(workspace, prepared, states)
    found = list(known)
    for product in products:
        through = next((way.at_office for way in product.set_ups if way.at_office is not None), None)
        if through is not None and not any(key.serves(product) for key in known):
            found.append(OfficeKey(product.id, product.title, through, product.integration))
    counted = Counter(key.title.casefold() for key in found)
    return tuple(
        replace(key, title=f"{key.title} ({key.id})") if counted[key.title.casefold()] > 1 else key for key in found
    )


def declared_keys(
    workspace: Workspace, prepared: Prepared, states: Mapping[AccountRef, AccountState]
) -> tuple[OfficeKey, ...]:
    """Those that the office declares, with what is written and recorded of them."""
    titles = {
        known.id: known.title
        for known in workspace.manifest_language.known(prepared.manifests.integrations, workspace.language)
    }
    desires, state = office_desires(workspace, prepared), states.get(AccountRef.office())
    found: list[OfficeKey] = []
    for each in _declared(prepared):
        integration = each.body.text("integration")
        fields = _fields(workspace, prepared, integration or each.name)
        desired = desires.get(each.name)
        said = {dotted(asked): value for asked in fields if (value := written(each, asked.path))}
        found.append(
            OfficeKey(
                each.name,
                titles.get(integration or each.name, "") or each.name,
                fields,
                integration,
                answer_of(state, desired.address) if desired is not None else Answer.UNKNOWN,
                FrozenMap(said),
                written(each, ("note",)),
                waiting=desired is not None and _waits(state, desired.address),
            )
        )
    return tuple(sorted(found, key=lambda key: (key.title.casefold(), key.id)))


def office_desires(workspace: Workspace, prepared: Prepared) -> dict[str, Desired]:
    """What each key of the office asks for, by its name. What is wrong with one is told by `validate`."""
    if prepared.office is None:
        return {}
    places = {(each.name, each.source) for each in _declared(prepared)}
    wanted = prepared.expand(prepared.office, workspace.clock.now()).desired
    return {one.address.name: one for one in wanted if (one.address.name, one.source) in places}


def put_in_office(workspace: Workspace, office: Office, declared: Iterable[Declared]) -> FileEdit | None:
    """The office's document with these in it; None where it has no certain place for them."""

    def put_in(text: str) -> str | None:
        return with_declarations(text, office, declared)

    return edited(workspace.root, office.source.file, put_in)


def new_office(workspace: Workspace, declared: Iterable[Declared]) -> FileEdit | None:
    """A document for the office with these keys in it, where `init` puts one; None where that file cannot be edited."""
    keys, name = tuple(declared), workspace.project.name
    if (workspace.root / starter.OFFICE).exists():
        return edited(workspace.root, starter.OFFICE, lambda text: with_office(text, name, keys))
    return FileEdit(starter.OFFICE, "", with_office(starter.modeline_in(workspace.root), name, keys))


def _waits(state: AccountState | None, address: Address) -> bool:
    return state is not None and state.entry(address) is None and state.intent_at(address) is not None


def _declared(prepared: Prepared) -> Iterator[Declared]:
    office = prepared.whole(prepared.office) if prepared.office is not None else None
    return (each for each in (office.declared if office is not None else ()) if each.section is Section.OFFICE_KEYS)


def _fields(workspace: Workspace, prepared: Prepared, name: str) -> tuple[AskedField, ...]:
    """What is asked of a key for that integration; nothing where it is not known to be set up so."""
    through = (way.at_office for way in ways(workspace, prepared, name))
    return next((fields for fields in through if fields is not None), ())
