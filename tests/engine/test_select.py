"""Which profiles reach which account, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.engine.select import Selection, merge_accounts
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Severity, SourceRange
from provisioner.model.manifest import (
    Client,
    Declaration,
    DeclaredAccount,
    Integration,
    Manifests,
    Mention,
    Office,
    Profile,
    Project,
    ProviderSettings,
    Section,
)
from provisioner.model.values import FrozenMap, Node, plain
from tests.engine.making import place
from tests.engine.test_merge import node

PROJECT = Project("p", (), "sqlite:x", ProviderSettings("t", Node(FrozenMap())), place(1), digest="project")


def declaration(name: str, line: int, /, **body: object) -> Declaration:
    return Declaration(name, Section.INTEGRATIONS, node(body, line), place(line))


def account(name: str, number: str | None = None, company: int | None = None, **labels: str) -> Account:
    ref = AccountRef.client(name) if name else AccountRef.office()
    return Account(ref, name, Identity(company, number), FrozenMap(labels), SourceRange(f"{name}.yaml", 1, 1))


def client(name: str = "nordlys", *integrations: Declaration, **more: object) -> Client:
    made = Client(account(name, bransje="handel"), SourceRange(f"{name}.yaml", 1, 1), integrations, digest=name)
    return replace(made, **more)  # type: ignore[arg-type]


def profile(name: str, *integrations: Declaration, selector: dict[str, str] | None = None, **more: object) -> Profile:
    chosen = None if selector is None else FrozenMap(selector)
    made = Profile(name, SourceRange(f"{name}.yaml", 1, 1), chosen, integrations=integrations, digest=name)
    return replace(made, **more)  # type: ignore[arg-type]


def mention(name: str, line: int = 9) -> Mention:
    return Mention(name, place(line))


def select(*clients: Client, profiles: tuple[Profile, ...] = (), office: Office | None = None) -> Selection:
    return merge_accounts(Manifests(PROJECT, office, clients, profiles))


def only(selection: Selection) -> DeclaredAccount:
    (found,) = selection.accounts
    return found


def codes(selection: Selection) -> list[str]:
    return [found.code for found in selection.diagnostics]


HANDEL = {"bransje": "handel"}


def test_precedence_is_selector_then_name_then_the_account() -> None:
    by_selector = profile("a", declaration("zettle", 1, x=1, y=1, z=1), selector=HANDEL)
    by_name = profile("b", declaration("zettle", 2, y=2, z=2))
    found = select(
        client("nordlys", declaration("zettle", 3, z=3), profiles=(mention("b"),)), profiles=(by_selector, by_name)
    )
    (declared,) = only(found).declared
    assert plain(declared.body) == FrozenMap({"x": 1, "y": 2, "z": 3})
    assert declared.through == ("profile a (selector)", "profile b (name)", "client")
    assert declared.source == place(3)
    assert codes(found) == []


def test_a_profile_that_reaches_both_ways_counts_once_by_name() -> None:
    both = profile("a", declaration("zettle", 1, x=1), selector=HANDEL)
    other = profile("b", declaration("zettle", 2, x=2), selector=HANDEL)
    found = select(client(profiles=(mention("a"), mention("a"))), profiles=(both, other))
    (declared,) = only(found).declared
    assert declared.through == ("profile b (selector)", "profile a (name)")
    assert (plain(declared.body), codes(found)) == (FrozenMap({"x": 1}), [])


def test_two_profiles_of_one_rank_that_disagree_name_both_lines() -> None:
    one = profile("a", declaration("zettle", 11, owner={"employee": "kari"}), selector=HANDEL)
    other = profile("b", declaration("zettle", 12, owner={"employee": "per"}), selector=HANDEL)
    found = select(client(), profiles=(one, other))
    (told,) = found.diagnostics
    assert (told.code, told.severity) == ("profile-conflict", Severity.ERROR)
    assert "zettle.owner.employee" in told.summary
    assert told.source is not None
    assert {told.source.line, *(where.line for where in told.related)} == {11, 12}
    assert told.account == AccountRef.client("nordlys")
    settled = select(client("nordlys", declaration("zettle", 3, owner={"employee": "ola"})), profiles=(one, other))
    assert codes(settled) == []


def test_an_unknown_profile_is_an_error_with_a_guess() -> None:
    (told,) = select(client(profiles=(mention("butik"),)), profiles=(profile("butikk"),)).diagnostics
    assert (told.code, told.source, told.hint) == ("unknown-profile", place(9), "Did you mean butikk?")
    (told,) = select(client(profiles=(mention("zzz"),)), profiles=(profile("butikk"),)).diagnostics
    assert told.hint == "There are: butikk."
    (told,) = select(client(profiles=(mention("zzz"),))).diagnostics
    assert told.told_in("nb").hint == "Ingen profil er skrevet ennå: skriv en, `kind: Profile` med `name: zzz`."


def test_a_selector_needs_every_label_and_says_when_it_reaches_nobody() -> None:
    shop = profile("a", declaration("zettle", 1), selector={"bransje": "handel", "ring": "canary"})
    found = select(client(), profiles=(shop,))
    assert (only(found).declared, codes(found)) == ((), ["selector-matches-nobody"])
    assert "bransje: handel, ring: canary" in found.diagnostics[0].text.detail
    assert found.diagnostics[0].severity is Severity.WARNING
    assert codes(select(profiles=(shop,))) == []
    everybody = profile("b", declaration("zettle", 1), selector={})
    assert len(only(select(client(), profiles=(everybody,))).declared) == 1
    named_only = profile("c", declaration("zettle", 1))
    assert only(select(client(), profiles=(named_only,))).declared == ()


def test_without_takes_an_inherited_integration_away() -> None:
    shop = profile("a", declaration("zettle", 1), declaration("shopify", 2), selector=HANDEL)
    found = select(client(without=(mention("shopify"),)), profiles=(shop,))
    assert [one.name for one in only(found).declared] == ["zettle"]
    assert codes(found) == []


def test_without_nothing_is_a_warning_and_without_ones_own_an_error() -> None:
    found = select(client(without=(mention("zettle"),)))
    assert (codes(found), found.diagnostics[0].severity) == (["without-nothing"], Severity.WARNING)
    found = select(client("nordlys", declaration("zettle", 3), without=(mention("zettle"),)))
    assert (codes(found), found.diagnostics[0].severity) == (["without-declared"], Severity.ERROR)
    assert found.diagnostics[0].related == (place(3),)


def test_the_office_has_its_keys_and_profiles_by_name_only() -> None:
    office = Office(
        account("", bransje="handel"),
        place(1),
        office_keys=(replace(declaration("visma", 2, x=1), section=Section.OFFICE_KEYS),),
        integrations=(declaration("zettle", 3, x=1),),
        profiles=(mention("named"),),
        digest="office",
    )
    chosen = profile("chosen", declaration("shopify", 4), selector=HANDEL)
    named = profile("named", declaration("huma", 5))
    found = select(client(), profiles=(chosen, named), office=office)
    assert [one.account.ref.is_office for one in found.accounts] == [True, False]
    declared = [(one.section.value, one.name) for one in found.accounts[0].declared]
    assert declared == [("integrations", "huma"), ("integrations", "zettle"), ("officeKeys", "visma")]
    assert found.accounts[0].declared[2].through == ("office",)
    assert [one.name for one in found.accounts[1].declared] == ["shopify"]


def test_vars_are_merged_from_the_project_up() -> None:
    shop = profile("a", selector=HANDEL, vars=node({"y": 2, "z": 2}, 2))
    manifests = Manifests(
        replace(PROJECT, vars=node({"x": 1, "y": 1, "z": 1}, 1)), None, (client(vars=node({"z": 3}, 3)),), (shop,)
    )
    assert plain(only(merge_accounts(manifests)).vars) == FrozenMap({"x": 1, "y": 2, "z": 3})
    other = profile("b", selector=HANDEL, vars=node({"y": 9}, 9))
    (told,) = merge_accounts(replace(manifests, profiles=(shop, other))).diagnostics
    assert (told.code, "vars.y" in told.summary) == ("profile-conflict", True)


def company(name: str, line: int, company_id: int | None = None, number: str | None = None) -> Client:
    made = client(name)
    return replace(made, account=replace(made.account, identity=Identity(company_id, number), source=place(line)))


def test_accounts_of_one_company_are_one_error_with_every_place() -> None:
    number = "312345676"
    found = select(company("a", 9, number=number), company("b", 1, number=number))
    (told,) = found.diagnostics
    assert (told.code, told.account) == ("same-company-twice", AccountRef.client("a"))
    assert (told.source, told.related) == (place(9), (place(1),))
    assert "client/a and client/b are the same company." in told.summary
    assert f"organization number {number}" in told.text.detail
    (three,) = select(*(company(name, line, 7) for line, name in enumerate("abc"))).diagnostics
    assert (three.source, three.related) == (place(2), (place(0), place(1)))
    assert "client/a og client/b" in three.told_in("nb").summary
    (both,) = select(company("a", 1, 7, number), company("b", 2, 7, number)).diagnostics
    assert f"organization number {number} and company id 7" in both.text.detail
    assert len(codes(select(company("a", 1, 7), company("b", 2, 7, number), company("c", 3, None, number)))) == 2
    office = Office(replace(account(""), identity=Identity(7)), place(1))
    assert codes(select(company("a", 3, 7), office=office)) == ["same-company-twice"]
    assert codes(select(company("a", 3, 7), company("b", 4, 8))) == []


def test_a_name_is_used_once() -> None:
    twice = [replace(client("a"), source=place(line)) for line in (1, 5)]
    found = select(*twice)
    (told,) = found.diagnostics
    assert (told.code, told.source, told.related) == ("duplicate-name", place(5), (place(1),))
    integrations = tuple(Integration("kassa", Node(FrozenMap()), place(line)) for line in (1, 2))
    assert codes(merge_accounts(Manifests(PROJECT, integrations=integrations))) == ["duplicate-name"]
    profiles = tuple(profile("p", declaration("zettle", line, x=line)) for line in (1, 2))
    assert codes(select(client(profiles=(mention("p"),)), profiles=profiles)) == ["duplicate-name"]


@pytest.mark.parametrize("part", ["project", "office", "own", "profile", "integration", "none", "other client"])
def test_the_digest_is_over_every_document_that_has_a_say(part: str) -> None:
    office = Office(account(""), place(1), digest="office")
    manifests = Manifests(
        PROJECT,
        office,
        (client("a"), client("b")),
        (profile("in", selector=HANDEL), profile("out")),
        (Integration("kassa", Node(FrozenMap()), place(1), "kassa"),),
    )
    changed = {
        "project": replace(manifests, project=replace(PROJECT, digest="x")),
        "office": replace(manifests, office=replace(office, digest="x")),
        "own": replace(manifests, clients=(client("a", digest="x"), client("b"))),
        "profile": replace(manifests, profiles=(profile("in", selector=HANDEL, digest="x"), profile("out"))),
        "integration": replace(manifests, integrations=(Integration("kassa", Node(FrozenMap()), place(1), "x"),)),
        "none": replace(manifests, profiles=(profile("in", selector=HANDEL), profile("out", digest="x"))),
        "other client": replace(manifests, clients=(client("a"), client("b", digest="x"))),
    }[part]

    def digest(of: Manifests) -> str:
        return merge_accounts(of).accounts[1].digest

    assert (digest(changed) == digest(manifests)) is (part in ("none", "other client"))


bodies = st.dictionaries(st.sampled_from(["x", "y"]), st.sampled_from([1, 2]), max_size=2)


@given(st.data())
def test_law_7_permuting_documents_changes_nothing(data: st.DataObject) -> None:
    profiles = [
        profile(
            name,
            *(declaration(each, line, **data.draw(bodies)) for each in ("zettle", "huma")),
            selector=data.draw(st.sampled_from([None, HANDEL, {"bransje": "annet"}])),
        )
        for line, name in enumerate(("p1", "p2", "p3"))
    ]
    names = data.draw(st.lists(st.sampled_from(["p1", "p2", "p9"]), unique=True))
    clients = [
        client("a", declaration("zettle", 7, **data.draw(bodies)), profiles=tuple(map(mention, names))),
        client("b", without=(mention("huma"),)),
        client("c"),
    ]
    plainly = select(*clients, profiles=tuple(profiles))
    turned = [replace(each, profiles=each.profiles[::-1], integrations=each.integrations[::-1]) for each in clients]
    shuffled = select(*data.draw(st.permutations(turned)), profiles=tuple(data.draw(st.permutations(profiles))))
    assert shuffled == plainly
