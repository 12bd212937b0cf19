"""The bundled catalogue is what the sources say: counts, names, and a dozen entries checked by hand."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest

import provisioner_schemas
from provisioner_tripletex import catalogue as room
from provisioner_tripletex.catalogue import (
    CATEGORIES,
    Answer,
    Catalogue,
    Channel,
    KeyName,
    Method,
    OfficeKey,
    PermissionMode,
    Permissions,
    ReachedBy,
    as_manifest,
    bundled_catalogue,
    bundled_digest,
    bundled_documents,
    from_manifest,
    load_bundled,
)
from provisioner_tripletex.catalogue.__main__ import main
from provisioner_tripletex.catalogue.page import markdown_page

ROOT = Path(__file__).parents[3]
DATA = Path(room.__file__).with_name("data.json")
SCHEMA = json.loads(
    Path(provisioner_schemas.__file__).with_name("integration.v1.json").read_text(encoding="utf-8"),
)
ALWAYS_WRITTEN = frozenset(
    {
        "kind", "name", "title", "vendor", "applicationName", "keyName", "categories", "categorySource", "methods",
        "permissions", "officeKey", "package", "ownerNeeds", "handoff", "helpLink", "sources", "checked", "note",
    }
)  # fmt: skip

APPLICATION_NAMES = {
    "tipro": "GPDataservice_TiPro",
    "visma-finale": "VismaFinale",
    "kredin": "KREDIN",
    "brevio": "Brevio_revisjon",
    "business-analyze": "BusinessAnalyze_businessAnalyzeCloud",
    "gripr": "GRIPR",
    "onestop-reporting": "OneStop Reporting AS",
    "gronnjobb": "GrønnJobb",
    "holteportalen": "HoltePortalen",
    "shopbox": "Shopbox",
    "tamigo": "Tamigo_Vaktplan",
    "timerabbit": "Timerabbit",
    "hubspot-cloudify": "Cloudify_HubSpot",
    "hybel": "Hybel",
    "plecto": "PlectoApS",
    "huma": "Huma",
    "sonya": "Sonya_AS",
    "svenn": "Svenn",
    "busy": "Busy",
    "sesam-talk": "SesamTalk",
    "open-two": "OPEN_TWO",
    "zapier": "Zapier",
}

METHOD_UNKNOWN = {
    "appsco-one", "simployer-one", "autogear", "smartdok", "rackbeat", "kravia", "recman", "zettle-visivo",
    "shopify-integrera", "rentman-integrera", "iex", "seamless-insure", "make", "accountflow", "pindena",
    "komplett-nettbutikk", "telaris", "profitbase-flow",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return bundled_catalogue()


def _facts(catalogue: Catalogue, name: str) -> Mapping[str, object]:
    """One entry as the flat row in which it was checked by hand."""
    entry = catalogue.entries[name]
    key_name = entry.key_name
    return {
        "methods": None if entry.methods is None else [str(method) for method in entry.methods],
        "application": entry.application_name,
        "key": key_name and f"{'exact' if key_name.exact else 'suggested'}: {key_name.text}",
        "permissions": entry.permissions and str(entry.permissions.mode),
        "office": str(entry.office_key),
        "package": entry.package,
        "also": list(entry.handoff.also_needs) if entry.handoff else [],
    }


def _row(
    methods: list[str] | None,
    application: str | None = None,
    permissions: str | None = None,
    **rest: object,
) -> Mapping[str, object]:
    row: dict[str, object] = {
        "methods": methods, "application": application, "key": None, "permissions": permissions,
        "office": "unknown", "package": None, "also": [],
    }  # fmt: skip
    return row | rest


CHECKED_BY_HAND = {
    "tipro": _row(["custom-key"], "GPDataservice_TiPro", "same-as-owner", key="exact: TiPro", package="KOMPLETT"),
    "visma-finale": _row(
        ["user-key", "office-key"], "VismaFinale", "template", key="exact: Visma Finale", office="allowed"
    ),
    "kredin": _row(["user-key", "office-key"], "KREDIN", "template", key="suggested: KREDIN", office="allowed"),
    "shopify-connectmyapps": _row(["menu"]),
    "brevio": _row(["user-key"], "Brevio_revisjon", "template", key="exact: Brevio_revisjon"),
    "business-analyze": _row(["custom-key"], "BusinessAnalyze_businessAnalyzeCloud"),
    "onestop-reporting": _row(["user-key", "office-key"], "OneStop Reporting AS", "template", office="allowed"),
    "tamigo": _row(["user-key"], "Tamigo_Vaktplan", "template", office="forbidden"),
    "sonya": _row(["custom-key"], "Sonya_AS", "list"),
    "chift": _row(["custom-key"], None, "all"),
    "capego": _row(["custom-key"]),
    "seamless-insure": _row(None, also=["consumerToken"]),
    "nango": _row(["custom-key"], also=["environment", "consumerToken", "companyId"]),
    "accountflow": _row(None, also=["ownerEmail", "organizationNumber"]),
    "make": _row(None, package="SMART"),
    "zettle-visivo": _row(None),
    "planday": _row([]),
    "visma-amili": _row([], None, "template"),
    "penneo": _row([]),
}


@pytest.mark.parametrize("name", sorted(CHECKED_BY_HAND))
def test_an_entry_says_what_its_source_says(catalogue: Catalogue, name: str) -> None:
    assert _facts(catalogue, name) == CHECKED_BY_HAND[name]


def test_there_are_48_entries_with_the_counts_of_their_methods(catalogue: Catalogue) -> None:
    first = Counter(
        "unknown" if e.methods is None else next(iter(e.methods), "none") for e in catalogue.entries.values()
    )
    assert len(catalogue.entries) == 48
    assert first == {"unknown": 18, "custom-key": 14, "user-key": 12, "menu": 1, "none": 3}


def test_the_22_application_names_are_exact(catalogue: Catalogue) -> None:
    known = {name: e.application_name for name, e in catalogue.entries.items() if e.application_name is not None}
    assert known == APPLICATION_NAMES
    assert len(known) == 22


def test_every_text_is_nfc(catalogue: Catalogue) -> None:
    text = DATA.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert catalogue.entries["gronnjobb"].application_name == "Gr\u00f8nnJobb"


def test_unknown_stays_unknown(catalogue: Catalogue) -> None:
    unknown = {name: e for name, e in catalogue.entries.items() if e.methods is None}
    assert set(unknown) == METHOD_UNKNOWN
    for entry in unknown.values():
        assert entry.reached_by is ReachedBy.KEY
        assert entry.set_up is Answer.YES
        assert entry.application_name is None
        assert entry.permissions is None
        assert entry.supports(Method.USER_KEY) is Answer.UNKNOWN
        assert entry.supports(Method.OFFICE_KEY) is Answer.UNKNOWN
        assert entry.only_method is None


def test_what_has_nothing_to_set_up_says_what_it_is(catalogue: Catalogue) -> None:
    nothing = {name: e for name, e in catalogue.entries.items() if e.set_up is Answer.NO}
    assert {name: e.reached_by for name, e in nothing.items()} == {
        "planday": ReachedBy.FILE_EXPORT,
        "visma-amili": ReachedBy.OTHER_SETTING,
        "penneo": ReachedBy.BUILT_IN,
    }
    assert all(e.explanation and all(e.supports(m) is Answer.NO for m in Method) for e in nothing.values())
    assert "«Inkassobyråer»" in (nothing["visma-amili"].explanation or "")


def test_office_keys_are_allowed_forbidden_or_unknown(catalogue: Catalogue) -> None:
    allowed = {name for name, e in catalogue.entries.items() if e.office_key is OfficeKey.ALLOWED}
    forbidden = {name for name, e in catalogue.entries.items() if e.office_key is OfficeKey.FORBIDDEN}
    assert allowed == {"visma-finale", "kredin", "onestop-reporting"}
    assert forbidden == {"tamigo"}
    assert catalogue.entries["tamigo"].supports(Method.OFFICE_KEY) is Answer.NO


def test_lists_of_rights_and_of_operations_are_kept_apart(catalogue: Catalogue) -> None:
    sonya, analyze = catalogue.entries["sonya"], catalogue.entries["business-analyze"]
    assert sonya.permissions is not None
    assert sonya.permissions.mode is PermissionMode.LIST
    assert len(sonya.permissions.rights) == 9
    assert sonya.permissions.rights[3] == "Prosjekt > Prosjektinformasjon"
    assert sonya.needs_operations == ()
    assert analyze.permissions is None
    assert len(analyze.needs_operations) == 13
    assert analyze.needs_operations[0] == "LedgerAccountSearch"


def test_owners_handoffs_and_searches(catalogue: Catalogue) -> None:
    entries = catalogue.entries
    assert {name for name, e in entries.items() if e.owner_needs and e.owner_needs.everything} == {"open-two", "gripr"}
    brevio, kredin = entries["brevio"].handoff, entries["kredin"]
    assert brevio is not None
    assert brevio.channel is Channel.SECURE_MESSAGE
    assert entries["seamless-insure"].handoff is not None
    assert entries["seamless-insure"].handoff.channel is None
    assert kredin.key_name_for(Method.OFFICE_KEY) == KeyName("Kredin_klienter", exact=False)
    assert kredin.key_name_for(Method.USER_KEY) == KeyName("KREDIN", exact=False)
    assert kredin.key_name_for(Method.MENU) is None
    assert entries["visma-finale"].key_name_for(Method.OFFICE_KEY) == KeyName("Visma Finale", exact=True)
    assert entries["shopify-connectmyapps"].menu_search == "ConnectMyApps"
    assert entries["shopify-connectmyapps"].only_method is Method.MENU


def test_official_categories_are_told_from_ours(catalogue: Catalogue) -> None:
    assert {name for name, e in catalogue.entries.items() if e.categories_official} == {
        "tipro", "visma-finale", "planday",
    }  # fmt: skip
    assert all(set(e.categories) <= set(CATEGORIES) and e.categories for e in catalogue.entries.values())
    assert set(SCHEMA["properties"]["categories"]["items"]["enum"]) == set(CATEGORIES)


@pytest.mark.parametrize("name", sorted(bundled_documents()))
def test_every_entry_is_valid_and_says_the_same_when_written_again(name: str) -> None:
    document = bundled_documents()[name]
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert jsonschema_rs.validator_for(SCHEMA).is_valid(document)
    assert document["name"] == name
    assert document.keys() >= ALWAYS_WRITTEN
    assert document["sources"]
    facts = from_manifest(document, bundled=True)
    written = as_manifest(facts)
    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert written.keys() == document.keys()
    assert from_manifest(written, bundled=True) == facts


def test_the_data_file_is_in_its_one_form() -> None:
    text = DATA.read_text(encoding="utf-8")
    tree = json.loads(text)
    assert text == json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert list(tree["integrations"]) == sorted(tree["integrations"])


def test_ids_are_usable_and_aliases_belong_to_one(catalogue: Catalogue) -> None:
    assert catalogue.alias_clashes() == ()
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) for name in catalogue.entries)
    assert {"visma-finale", "huma", "shopify-connectmyapps", "zettle-visivo"} <= catalogue.entries.keys()


def test_the_catalogue_is_made_once_and_the_digest_is_stable() -> None:
    assert load_bundled() == load_bundled()
    assert bundled_catalogue() is bundled_catalogue()
    assert all(entry.bundled for entry in load_bundled().values())
    assert bundled_digest() == bundled_digest()
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", bundled_digest())


def test_the_page_of_documentation_is_the_data(catalogue: Catalogue, tmp_path: Path) -> None:
    page = markdown_page(catalogue)
    assert (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8") == page
    assert page.count("\n| `") == 48
    target = tmp_path / "page.md"
    assert main([str(target)]) == 0
    assert target.read_bytes() == page.encode("utf-8")


def test_the_page_is_not_written_without_a_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1
    assert "usage" in capsys.readouterr().err


def test_the_page_escapes_and_shows_what_a_firm_wrote(catalogue: Catalogue) -> None:
    own = from_manifest(
        {
            "kind": "Integration",
            "name": "mine",
            "vendor": "A | B",
            "ownerNeeds": ["Prosjekt > Prosjektinformasjon", 61],
            "permissions": [61],
            "handoff": {"never": ["email"]},
        }
    )
    page = markdown_page(Catalogue({}).with_own([own]))
    assert "A \\| B" in page
    assert "* The owner needs: Prosjekt > Prosjektinformasjon; 61" in page
    assert "* Never by: email" in page
    assert "| `mine` | mine | A \\| B | *unknown* | *unknown* |" in page
    assert own.permissions == Permissions(PermissionMode.LIST, (61,))
