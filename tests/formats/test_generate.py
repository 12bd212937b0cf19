"""Clients made of rows: as if somebody had written them, and every fault named with its row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.formats import generate as generating
from provisioner.formats.generate import ListedSet, generate
from provisioner.formats.rows import Row, written_rows
from provisioner.formats.rows_csv import read_csv
from provisioner.model.account import Identity, organization_number_is_valid
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.manifest import Client, Manifests
from provisioner.model.values import FrozenMap, plain, thaw
from tests.formats.reading import read, schemas

SET = """\
kind: ClientSet
name: fra-listen
from: {csv: klienter.csv}
exclude: []
client:
  name: "{{ row.navn | slug }}"
  displayName: "{{ row.navn }}"
  organizationNumber: "{{ row.orgnr }}"
  labels: {bransje: "{{ row.bransje }}", kontor: "{{ office.displayName }}"}
  profiles: {split: "{{ row.profiler }}", on: ","}
"""
OFFICE = "kind: Office\nname: fjord\norganizationNumber: 314 286 014\n"
LIST = """\
navn;orgnr;bransje;profiler
Nordlys Bakeri AS;312 345 676;handel;butikk, kasse ,butikk
Brygga;923609016;;
"""


def made(text: str = SET, rows: str = LIST, *more: str) -> tuple[dict[str, Client], tuple[Diagnostic, ...], Manifests]:
    """The clients by name, what was found, and everything that was made."""
    reading = read(text, OFFICE, *more)
    assert reading.diagnostics == (), reading.diagnostics
    assert reading.manifests is not None
    listed = []
    for client_set in reading.manifests.client_sets:
        table = read_csv(rows.encode(), client_set.rows) if client_set.rows.file else written_rows(client_set.rows)
        assert table.diagnostics == ()
        listed.append(ListedSet(client_set, table.rows))
    manifests, found = generate(reading.manifests, listed, schemas())
    return {client.account.ref.name: client for client in manifests.clients}, found, manifests


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, list[str]]]:
    return [(one.code, str(one.source), [str(place) for place in one.related]) for one in found]


def test_a_row_becomes_a_client() -> None:
    clients, found, _ = made()
    assert found == ()
    bakery, brygga = clients["nordlys-bakeri-as"], clients["brygga"]
    assert bakery.account.display_name == "Nordlys Bakeri AS"
    assert bakery.account.identity == Identity(organization_number="312345676")
    assert dict(bakery.account.labels) == {"bransje": "handel", "kontor": "fjord"}
    assert [mention.name for mention in bakery.profiles] == ["butikk", "kasse"]
    assert str(bakery.profiles[0].source).startswith("1.yaml:10:")
    assert str(bakery.source) == "1.yaml:1:1"
    assert str(bakery.account.source) == "klienter.csv:2:1"
    assert bakery.generated is not None
    assert (bakery.generated.client_set, bakery.generated.place.line) == ("fra-listen", 2)
    assert (dict(brygga.account.labels), brygga.profiles) == ({"kontor": "fjord"}, ())


def test_integrations_wait_for_the_rest_of_their_scope() -> None:
    later = '  integrations: {huma: {method: user-key, keyName: "{{ row.navn }} {{ client.name }}"}}\n'
    later += '  vars: {sjef: "{{ row.bransje }}", n: 1}\n  without: [zettle, "{{ row.bransje }}"]\n'
    clients, found, _ = made(SET + later)
    assert found == ()
    bakery = clients["nordlys-bakeri-as"]
    assert bakery.integrations[0].body.text("keyName") == "{{ row.navn }} {{ client.name }}"
    assert thaw(plain(bakery.vars)) == {"sjef": "handel", "n": 1}
    assert [mention.name for mention in bakery.without] == ["zettle", "handel"]
    assert [mention.name for mention in clients["brygga"].without] == ["zettle"]


def test_a_list_in_the_manifest_and_company_ids() -> None:
    text = """\
kind: ClientSet
name: her
from:
  - {navn: nordlys, id: 7, orgnr: }
  - {navn: brygga, id: , orgnr: 923 609 016}
  - {navn: , id: , orgnr: }
client: {name: "{{ row.navn }}", companyId: "{{ row.id }}", organizationNumber: "{{ row.orgnr }}"}
"""
    clients, found, _ = made(text)
    assert found == ()
    assert {name: one.account.identity for name, one in clients.items()} == {
        "nordlys": Identity(company_id=7),
        "brygga": Identity(organization_number="923609016"),
    }
    assert str(clients["nordlys"].account.source) == "1.yaml:4:5"


def test_what_is_wrong_names_the_row() -> None:
    rows = LIST + "Feil;312345677;;\nTom;;;\n;923609016;;\nÆ B;1x;;A B\n"
    clients, found, _ = made(rows=rows)
    assert sorted(clients) == ["brygga", "feil", "nordlys-bakeri-as"]
    assert told(found) == [
        ("organization-number", "1.yaml:8:24", ["klienter.csv:4:1"]),
        ("row-nothing-for", "1.yaml:8:24", ["klienter.csv:5:1"]),
        ("row-nothing-for", "1.yaml:6:10", ["klienter.csv:6:1"]),
        ("wrong-form", "1.yaml:8:24", ["klienter.csv:7:1"]),
        ("wrong-form", "1.yaml:10:22", ["klienter.csv:7:1"]),
    ]


def test_a_fault_of_the_template_is_told_once_with_the_first_rows() -> None:
    rows = LIST + "".join(f"K{number};;;\n" for number in range(100))
    clients, found, _ = made(SET.replace("row.bransje", "row.bransjen"), rows)
    assert clients == {}
    assert told(found) == [
        ("template-unknown-name", "1.yaml:9:22", ["klienter.csv:2:1", "klienter.csv:3:1", "klienter.csv:4:1"]),
        ("too-many-bad-rows", "1.yaml:1:1", []),
    ]
    assert "Did you mean `bransje`?" in found[0].hint


def test_now_has_no_place_in_a_list() -> None:
    _, found, _ = made(SET.replace("row.bransje", "now.year"))
    assert [one.code for one in found] == ["template-now"]


def test_a_cell_cannot_bring_a_template_in() -> None:
    _, found, _ = made(rows=LIST + "{{ office.name }};312345676;;\n")
    assert told(found) == [("template-nested", "1.yaml:7:17", ["klienter.csv:4:1"])]


def test_two_rows_of_one_name_and_a_client_that_is_written_too() -> None:
    written = "kind: Client\nname: brygga\norganizationNumber: 923 609 016\n"
    clients, found, _ = made(SET, LIST + "Nordlys-bakeri  as;923609017;;\n".replace("923609017", "974760673"), written)
    assert sorted(clients) == ["brygga", "nordlys-bakeri-as"]
    assert clients["brygga"].generated is None
    assert told(found) == [
        ("row-client-written", "klienter.csv:3:1", ["1.yaml:1:1", "3.yaml:1:1"]),
        ("row-name-twice", "klienter.csv:4:1", ["1.yaml:1:1", "klienter.csv:2:1"]),
    ]
    assert "exclude:" in found[0].hint


def test_who_is_left_out() -> None:
    for entry in ("312345676", '"312 345 676"', "nordlys-bakeri-as", "nordlys bakeri AS"):
        clients, found, _ = made(SET.replace("exclude: []", f"exclude: [{entry}]"))
        assert (sorted(clients), found) == (["brygga"], ())
    everyone = SET.replace("exclude: []", "exclude: [brygga, 312345676]")
    assert made(everyone)[:2] == ({}, ())
    clients, found, _ = made(SET.replace("exclude: []", "exclude: [bryga]"))
    assert [(one.code, str(one.source)) for one in found] == [("exclude-nobody", "1.yaml:4:11")]
    assert "Did you mean `Brygga`?" in found[0].hint
    assert len(clients) == 2


def test_a_bad_row_can_be_left_out() -> None:
    rows = LIST + "Feil;12;;\n"
    clients, found, _ = made(SET.replace("exclude: []", "exclude: [feil]"), rows)
    assert (len(clients), found) == (2, ())


def test_a_list_of_nobody_is_told() -> None:
    _, found, _ = made(rows="navn;orgnr;bransje;profiler\n")
    assert [one.code for one in found] == ["list-gives-nobody"]


def test_nothing_is_idle_in_a_list_that_is_not_whole() -> None:
    _, _, manifests = made(SET.replace("exclude: []", "exclude: [x]"))
    listed = ListedSet(manifests.client_sets[0], (), whole=False)
    assert generate(replace(manifests, clients=()), [listed], schemas())[1] == ()


def test_a_changed_row_changes_one_digest_and_a_changed_template_all() -> None:
    def digests(text: str = SET, rows: str = LIST) -> dict[str, str]:
        return {name: client.digest for name, client in made(text, rows)[0].items()}

    before = digests()
    changed = digests(rows=LIST.replace("Brygga;923609016;;", "Brygga;923609016;bar;"))
    assert [name for name in before if before[name] != changed[name]] == ["brygga"]
    head, *rows = LIST.splitlines(keepends=True)
    assert digests(rows="".join([head, "\n", *reversed(rows)])) == before
    assert digests(SET.replace("exclude: []", "exclude: [x]")) == before
    other = digests(SET.replace("bransje: ", "nisje: "))
    assert all(before[name] != other[name] for name in before)


def test_a_name_that_windows_keeps_is_no_name_of_a_list() -> None:
    assert [one.code for one in read(SET.replace("fra-listen", "con"), OFFICE).diagnostics] == ["reserved-name"]


def test_limits_are_what_the_words_say() -> None:
    assert generating.MAX_BAD_ROWS == 50


values = st.text(max_size=12) | st.sampled_from(["312345676", "{{ x }}", "a,b", "A", "", "con", "æ"])


@settings(max_examples=150)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(("navn", "orgnr", "bransje", "profiler"), values)), max_size=4))
def test_no_row_raises_and_none_is_lost_unreported(drawn: list[dict[str, str]]) -> None:
    reading = read(SET, OFFICE)
    assert reading.manifests is not None
    rows = tuple(Row(FrozenMap(cells), SourceRange("k.csv", number, 1)) for number, cells in enumerate(drawn, 2))
    manifests, found = generate(reading.manifests, [ListedSet(reading.manifests.client_sets[0], rows)], schemas())
    made_of = {client.generated.place.line for client in manifests.clients if client.generated is not None}
    named = {place.line for one in found for place in (one.source, *one.related) if place and place.file == "k.csv"}
    assert len(rows) > 3 or {row.place.line for row in rows} <= made_of | named
    for client in manifests.clients:
        number = client.account.identity.organization_number
        assert number is None or organization_number_is_valid(number)
    again, found_again = generate(
        reading.manifests, [ListedSet(reading.manifests.client_sets[0], tuple(reversed(rows)))], schemas()
    )
    if not found:
        assert (again.clients, found_again) == (manifests.clients, found)
