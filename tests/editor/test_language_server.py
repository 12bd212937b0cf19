"""What an accountant sees while typing: the language server of Visual Studio Code, Neovim and others, as itself, on a
project that `init` made and on the example firm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provisioner.runtime.first_day.scaffold import InitWish, initialise
from tests.cli.driver import provisioner
from tests.editor.language_server import PROGRAM, LanguageServer, language_server
from tests.not_run import not_run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "fjord-regnskap"

pytestmark = pytest.mark.needs("node")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """The example's manifests in a repository as `init` leaves it, its schema written anew as the docs say."""
    if not PROGRAM.is_file():
        not_run("needs yaml-language-server: npm ci --prefix tests/editor")
    node = shutil.which("node")
    assert node is not None, "the marker above"
    root = tmp_path_factory.mktemp("firm")
    initialise(InitWish(root, "fjord-regnskap"))
    shutil.copytree(EXAMPLE, root, dirs_exist_ok=True)
    assert provisioner("-C", str(root), "schema", "manifest", "--out", str(root / ".schemas")).code == 0
    with language_server(root, node) as server:
        yield server


@pytest.fixture
def new(request: pytest.FixtureRequest) -> str:
    """A file of the test's own: what is marked is sent a moment late, and must not be taken for another's."""
    return f"clients/{request.node.name}.yaml"


def marked(found: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
    """Line, column and words of what is marked; both from 1, as people count."""
    places = [(item["range"]["start"], item["message"]) for item in found]
    return [(place["line"] + 1, place["character"] + 1, message) for place, message in places]


def test_what_is_right_is_left_alone(server: LanguageServer) -> None:
    files = [path.relative_to(server.root).as_posix() for path in sorted(server.root.glob("**/*.yaml"))]
    manifests = [name for name in files if not name.startswith(".")]
    assert len(manifests) > 15
    found = {name: server.open(name, (server.root / name).read_text(encoding="utf-8")) for name in manifests}
    assert {name: marked(items) for name, items in found.items() if items} == {}


def test_what_is_wrong_is_marked_where_it_stands(server: LanguageServer, new: str) -> None:
    found = server.open(
        new,
        "kind: Client\n"
        "name: Nordlys Bakeri\n"
        "organisationNumber: 312 345 676\n"
        "companyId: 20103\n"
        "integrations:\n"
        "  huma:\n"
        "    methd: user-key\n"
        "    expires: 31.12.2027\n"
        "  zettle:\n"
        "    method: menu\n"
        "    owner: {employee: per@nordlys.example}\n",
    )
    told = {(line, column): message for line, column, message in marked(found)}
    assert set(told) == {(2, 7), (3, 1), (7, 5), (8, 14), (11, 5)}
    assert told[2, 7].startswith("Lower case letters, digits and hyphens.")
    assert told[2, 7].endswith("For example: nordlys-bakeri")
    assert told[3, 1] == "Property organisationNumber is not allowed."
    assert told[7, 5] == "Property methd is not allowed."
    assert told[8, 14] == "Year, month, day. For example: 2027-12-31"
    assert told[11, 5] == "Property owner is not allowed.", "from the menu there is no key of ours"


def test_a_doubled_key_and_a_missing_field_are_marked(server: LanguageServer, new: str) -> None:
    found = marked(server.open(new, "kind: Client\nlabels: {a: b}\nlabels: {a: c}\n"))
    assert (3, 1, "Map keys must be unique") in found
    assert (1, 1, 'Missing property "name".') in found


def test_integrations_are_offered_with_what_they_are(server: LanguageServer, new: str) -> None:
    server.open(new, "kind: Client\nname: a\ncompanyId: 1\nintegrations:\n  \n")
    offered = server.completions(new, 4, 2)
    assert {"huma", "zettle", "visma-finale", "kassa-pluss"} <= offered.keys()
    assert "«API-tilgang» > «Ny nøkkel»" in offered["huma"]["documentation"]
    assert "The firm's own entry." in offered["kassa-pluss"]["documentation"]
    assert offered["huma"]["insertText"].strip() == "huma:"
    strangers = {label for label in offered if label.casefold() != label}
    assert strangers == set(), "nothing is offered but names"


def test_an_integration_that_is_not_offered_is_not_refused(server: LanguageServer, new: str) -> None:
    text = "kind: Client\nname: a\ncompanyId: 1\nintegrations:\n  min-egen: {integration: min-egen}\nwithout: [eldre]\n"
    assert server.open(new, text) == []


def test_fields_and_their_values_are_offered(server: LanguageServer, new: str) -> None:
    server.open(new, "kind: Client\nname: a\ncompanyId: 1\nintegrations:\n  huma:\n    \n    method: \n")
    fields = server.completions(new, 5, 4)
    assert {"owner", "keyName", "expires", "validFor", "adopt"} <= fields.keys()
    assert "the vendor demands this very name" in fields["keyName"]["documentation"]
    assert {"menu", "user-key", "custom-key", "office-key"} <= server.completions(new, 6, 12).keys()


def test_the_firm_s_own_names_are_offered(server: LanguageServer, new: str) -> None:
    server.open(new, "kind: Client\nname: a\ncompanyId: 1\nprofiles:\n  - \nwithout:\n  - \n")
    assert {"butikk", "personal"} <= server.completions(new, 4, 4).keys()
    assert "shopify-connectmyapps" in server.completions(new, 6, 4)


def test_a_document_is_told_by_its_kind(server: LanguageServer, new: str) -> None:
    server.open(new, "kind: \n---\nkind: Profile\nname: a\n\n")
    kinds = server.completions(new, 0, 6).keys()
    assert {"Client", "Profile", "Office", "Integration"} <= kinds
    fields = server.completions(new, 4, 0).keys()
    assert {"selector", "integrations"} <= fields
    assert "organizationNumber" not in fields


def test_a_client_is_no_list_of_clients(server: LanguageServer, new: str) -> None:
    server.open(new, "kind: Client\n\n")
    fields = server.completions(new, 1, 0).keys()
    assert {"name", "organizationNumber", "integrations"} <= fields
    assert {"from", "exclude"}.isdisjoint(fields)


def test_a_hover_says_the_words_of_the_screen(server: LanguageServer, new: str) -> None:
    text = "kind: Client\nname: a\norganizationNumber: 312 345 676\nintegrations:\n  huma:\n    method: user-key\n"
    assert server.open(new, text) == []
    assert "«Organisasjonsnummer»" in server.hover(new, 2, 3)
    product = server.hover(new, 4, 3)
    assert product.startswith("#### Huma")
    assert "«API-tilgang» > «Ny nøkkel»" in product
    assert "«Integrasjoner» > «Aktiver» > «Legg til»" in server.hover(new, 5, 6)


def test_the_first_line_of_a_file_is_enough(server: LanguageServer) -> None:
    """For an editor that has no settings, and for a file that stands nowhere in them."""
    wrong = "kind: Client\nname: a\n"
    assert server.open("elsewhere/a.yaml", wrong) == []
    line = "# yaml-language-server: $schema=../.schemas/manifest.v1.json\n"
    assert server.open("elsewhere/b.yaml", line + wrong) != []
