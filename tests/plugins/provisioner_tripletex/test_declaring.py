"""What is declared of what was read: every way that things can be told apart, and every way that they cannot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import Declared, DeclaredAccount, Integration
from provisioner.model.resource import Live, Read
from provisioner.model.values import attributes, plain, thaw, tree
from provisioner.spi.provider import Declarations, DeclareRequest, ExpandRequest, ReadRequest
from provisioner_tripletex.kinds import ACCESS, MENU, MODULE, OFFICE_KEY, USER_KEY
from provisioner_tripletex.modules import INTEGRATIONS
from tests.plugins.provisioner_tripletex.bench import KARI, NORDLYS, NOW, OFFICE, Bench, client_account, declare

PER = "per@nordlys.example"
ALL = frozenset({MODULE, MENU, USER_KEY, ACCESS})


@pytest.fixture
def bench() -> Bench:
    return Bench(drivers=("api", "web", "guided"))


def key(application: str = "Huma", owner: str = PER, name: str = "Huma Nordlys Bakeri AS", **more: object) -> Live:
    held = {"applicationName": application, "owner": owner, "keyName": name, "ownerKind": "employee", **more}
    return Live(NORDLYS, USER_KEY, attributes(**held), label=f"{name} ({application})")


def office_key(application: str, name: str, key_id: int = 1) -> Live:
    held = attributes(applicationName=application, owner="kari@fjord.example", keyName=name, keyId=key_id)
    return Live(OFFICE, OFFICE_KEY, held, label=f"{name} ({application})")


def access(name: str, template: str | None = "ALL_PRIVILEGES") -> Live:
    held = {"keyName": name, "access": template} if template else {"keyName": name}
    return Live(NORDLYS, ACCESS, attributes(**held), label=name)


def tile(title: str) -> Live:
    return Live(NORDLYS, MENU, attributes(title=title), label=title)


def of_client(bench: Bench, *live: Live, complete: frozenset[str] = ALL, **more: Any) -> Declarations:
    module = Live(NORDLYS, MODULE, attributes(name=INTEGRATIONS))
    read = Read(NORDLYS, visible=True, complete=complete, live=(module, *live))
    request = DeclareRequest(client_account(), read, NOW, **more)
    found = bench.provider.declare(request)
    declared = DeclaredAccount(request.account, found.declared)
    entries = (*request.integrations, *found.integrations)
    expansion = bench.provider.expand(ExpandRequest(declared, request.office, entries, NOW))
    assert [one.code for one in expansion.diagnostics if one.severity.value == "error"] == []
    return found


def bodies(found: Declarations) -> dict[str, object]:
    return {item.name: body(item) for item in found.declared}


def body(item: Declared) -> object:
    return thaw(plain(item.body))


def codes(found: Declarations) -> list[str]:
    return [diagnostic.code for diagnostic in found.diagnostics]


def test_a_key_says_what_the_catalogue_does_not(bench: Bench) -> None:
    found = of_client(
        bench,
        key(),
        key("Shopbox", name="Kassa", permissions=("Prosjekt > Prosjektinformasjon", "AUTH_HOURLIST_ADMIN_TILL")),
    )
    adopted = {"owner": {"employee": PER}, "adopt": True}
    assert bodies(found)["huma"] == {"method": "user-key", **adopted}
    shopbox = bodies(found)["shopbox"]
    assert isinstance(shopbox, dict)
    assert (shopbox["method"], shopbox["keyName"]) == ("custom-key", "Kassa")


def test_rights_are_written_as_they_are_known_or_not_at_all(bench: Bench) -> None:
    known = of_client(bench, key("Shopbox", permissions=("Prosjekt > Prosjektinformasjon",)))
    strange = of_client(bench, key("Shopbox", permissions=("Noe nytt",)))
    (shopbox,), (other,) = bodies(known).values(), bodies(strange).values()
    assert isinstance(shopbox, dict)
    assert isinstance(other, dict)
    assert shopbox["permissions"] == ["Prosjekt > Prosjektinformasjon"]
    assert "permissions" not in other
    assert codes(strange) == ["declare-rights"]
    assert strange.whole, "what is there is declared all the same"


def test_two_keys_of_one_product_are_told_apart_by_their_owners(bench: Bench) -> None:
    found = of_client(bench, key(), key(owner="ida@nordlys.example"), key("Busy", name="Busy"))
    assert sorted(bodies(found)) == ["busy", "huma-ida", "huma-per"]
    assert [item.body.text("integration") for item in found.declared if item.name.startswith("huma")] == ["huma"] * 2


def test_two_keys_of_one_product_and_owner_are_told_and_not_declared(bench: Bench) -> None:
    found = of_client(bench, key(), key(name="Huma to"), key("Busy", name="Busy"))
    assert list(bodies(found)) == ["busy"]
    assert codes(found) == ["declare-alike"]
    assert "«Huma to (Huma)»" in found.diagnostics[0].summary
    assert not found.whole


def test_an_application_that_nobody_knows_gets_an_entry_that_says_what_was_seen(bench: Bench) -> None:
    found = of_client(bench, key("Kassa_Pluss Æ", name="K"), key("kassa-pluss æ", name="K"))
    names = [(entry.name, entry.body.text("applicationName")) for entry in found.integrations]
    assert sorted(names) == [("kassa-pluss-ae", "Kassa_Pluss Æ"), ("kassa-pluss-ae-2", "kassa-pluss æ")]
    (entry, _) = sorted(found.integrations, key=lambda one: one.name)
    assert entry.body.get("officeKey") is None, "what was not seen is not said"
    again = of_client(bench, key("Kassa_Pluss Æ", name="K"), integrations=found.integrations)
    assert (list(bodies(again)), again.integrations) == (["kassa-pluss-ae"], ())


def test_a_way_that_the_catalogue_does_not_know_says_where_it_is_from(bench: Bench) -> None:
    here = SourceRange("integrations/foo.yaml", 1, 1)
    entry = Integration("foo", tree({"applicationName": "Foo_1", "title": "Foo"}), here)
    (declared,) = of_client(bench, key("Foo_1"), integrations=(entry,)).declared
    assert "2026-11-22" in declared.body.text("source")
    assert declared.body.text("method") == "user-key"


def test_a_product_by_menu_and_by_key_has_two_names(bench: Bench) -> None:
    found = of_client(bench, tile("Ukjent Flis"), tile("Shopify av ConnectMyApps"))
    assert bodies(found) == {
        "shopify-connectmyapps": {"method": "menu", "adopt": True},
        "ukjent-flis": {"method": "menu", "adopt": True},
    }
    assert [entry.name for entry in found.integrations] == ["ukjent-flis"]
    assert codes(found) == ["declare-agreement"], "who accepted it nobody can read, and nobody is named"


def test_a_name_that_looks_like_a_template_is_not_written(bench: Bench) -> None:
    found = of_client(bench, key(name="{{ office.name }}"), key("Busy", owner="{% x %}@a.example"), tile("{{ 1 }}"))
    assert bodies(found) == {"huma": {"method": "user-key", "owner": {"employee": PER}, "adopt": True}}
    assert sorted(codes(found)) == ["declare-agreement", "declare-nameless", "declare-nameless", "declare-template"]


def test_whose_key_is_read_is_whose_it_is(bench: Bench) -> None:
    contact = key("GRIPR", "ola@kunde.example", "G", ownerKind="contact", ownerOf="Kunde AS")
    (declared,) = of_client(bench, contact, key("", name="uten")).declared
    assert thaw(plain(declared.body.entries()["owner"])) == {"contact": "ola@kunde.example", "of": "Kunde AS"}
    (refused,) = of_client(bench, key(owner="ikke en adresse")).diagnostics
    assert refused.code == "declare-refused"


OFFICE_READ = (office_key("VismaFinale", "Visma Finale"), office_key("KREDIN", "Kredin", 2))


def of_office(bench: Bench, *live: Live, own: tuple[int, ...] = ()) -> tuple[Read, Declarations]:
    facts = attributes(ownKeys=own, hiddenUsers=(11, 12), ownUser=11)
    read = Read(OFFICE, True, frozenset({MODULE, MENU, USER_KEY, OFFICE_KEY}), live, facts)
    return read, bench.provider.declare(DeclareRequest(client_account("fjord-regnskap"), read, NOW))


def with_office(bench: Bench, *live: Live, own: tuple[int, ...] = ()) -> Mapping[str, Any]:
    read, found = of_office(bench, *live, own=own)
    return {"office": DeclaredAccount(client_account("fjord-regnskap"), found.declared), "office_read": read}


def test_a_client_goes_through_the_key_of_that_name(bench: Bench) -> None:
    found = of_client(bench, access("Visma Finale"), **with_office(bench, *OFFICE_READ))
    assert bodies(found) == {"visma-finale": {"method": "office-key", "access": "ALL_PRIVILEGES", "adopt": True}}
    assert found.whole


@pytest.mark.parametrize(
    ("live", "keys", "code"),
    [
        (access("Noe annet"), OFFICE_READ, "declare-access-key"),
        (access("Kredin"), (*OFFICE_READ, office_key("VismaFinale", "Kredin", 3)), "declare-access-key"),
        (access("Kredin", None), OFFICE_READ, "declare-access-template"),
    ],
    ids=["of a name that no key has", "of a name that two keys have", "by a template that does not show"],
)
def test_an_access_that_cannot_be_told_is_told(bench: Bench, live: Live, keys: tuple[Live, ...], code: str) -> None:
    found = of_client(bench, live, **with_office(bench, *keys))
    assert (bodies(found), codes(found), found.whole) == ({}, [code], False)


def test_an_access_under_a_name_of_the_offices_own_names_the_key(bench: Bench) -> None:
    office = declare(client_account("fjord-regnskap"), None, {"aarsoppgjor": {"integration": "visma-finale", **KARI}})
    read = Read(OFFICE, visible=True, live=OFFICE_READ)
    found = of_client(bench, access("Visma Finale"), office=office, office_read=read)
    assert bodies(found)["visma-finale"] == {
        "method": "office-key",
        "access": "ALL_PRIVILEGES",
        "officeKey": "aarsoppgjor",
        "adopt": True,
    }


def test_the_keys_that_this_program_works_with_are_its_own(bench: Bench) -> None:
    keys = (*OFFICE_READ, office_key("Provisioner", "Provisioner", 9))
    _, found = of_office(bench, *keys, own=(9,))
    assert [item.name for item in found.declared] == ["kredin", "visma-finale"]
    assert codes(found) == ["declare-own-keys"]
    assert found.whole
    through = of_client(bench, access("Provisioner"), **with_office(bench, *keys, own=(9,)))
    assert (bodies(through), codes(through)) == ({}, [])


def test_a_vendor_that_takes_no_office_keys_is_not_overruled(bench: Bench) -> None:
    forbidden = next(
        each.application_name
        for each in bench.provider._library.catalogue.entries.values()
        if each.office_key.value == "forbidden" and each.application_name
    )
    _, found = of_office(bench, office_key(forbidden, "Nøkkel"))
    assert ([*found.declared], codes(found)) == ([], ["declare-forbidden"])


def test_what_was_not_listed_is_told_and_not_taken_for_absent(bench: Bench) -> None:
    found = of_client(bench, complete=frozenset({MODULE, ACCESS}))
    assert codes(found) == ["declare-unread"]
    assert "brukernøkkel" in found.diagnostics[0].told_in("nb").summary
    assert not found.whole
    assert bench.provider.declare(DeclareRequest(client_account(), Read(NORDLYS, visible=False), NOW)) == Declarations()


def test_by_api_alone_the_hidden_users_are_counted_and_our_own_left_out(bench: Bench) -> None:
    by_api = Bench()
    account = client_account("fjord-regnskap")
    read = by_api.provider.read(ReadRequest(account, None, whole=True))
    found = by_api.provider.declare(DeclareRequest(account, read, NOW))
    assert found.declared == ()
    (told,) = found.diagnostics
    assert (told.code, "behind 1 keys" in told.text.detail) == ("declare-unread-keys", True), "ours are two, one known"
    assert read.facts["ownKeys"], "minting the sessions told their ids"
    assert "kari@fjord.example" in str(read.facts["everybody"])
