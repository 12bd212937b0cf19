"""What an editor is told of each product."""

from __future__ import annotations

import pytest

from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import Integration
from provisioner.model.values import FrozenMap, Node
from provisioner_tripletex.catalogue import load_bundled
from provisioner_tripletex.known import known_integrations
from provisioner_tripletex.language import manifest_language

AT = SourceRange("integrations/kassa-pluss.yaml", 1, 1)


def entry(name: str, **fields: object) -> Integration:
    body = {key: Node(tuple(map(Node, value)) if isinstance(value, tuple) else value) for key, value in fields.items()}  # type: ignore[arg-type]
    return Integration(name, Node(FrozenMap(body)), AT)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_product_and_every_other_name_of_it_is_told(language: str) -> None:
    known = {item.id: item for item in manifest_language().known((), language)}
    bundled = load_bundled()
    assert known.keys() == {name for facts in bundled.values() for name in (facts.name, *facts.aliases)}
    assert all(item.title and item.about.endswith((".", "»", ")")) for item in known.values())


def test_the_words_of_the_screen_are_said() -> None:
    known = {item.id: item for item in known_integrations((), "nb")}
    menu = next(facts for facts in load_bundled().values() if facts.methods and "menu" in facts.methods)
    assert "menu: «Integrasjoner» > «Aktiver» > «Legg til»." in known[menu.name].about
    alias = next(facts for facts in load_bundled().values() if facts.aliases)
    assert known[alias.aliases[0]].about.startswith(f"Et annet navn på {alias.name}.")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_what_is_never_declared_says_why_and_nothing_else_does(language: str) -> None:
    known = {item.id: item for item in known_integrations((), language)}
    never = {facts.name for facts in load_bundled().values() if facts.methods == ()}
    assert "penneo" in never
    assert {facts.name for facts in load_bundled().values() if known[facts.name].needless} == never


def test_the_firm_s_own_entry_stands_beside_them() -> None:
    own = (
        entry("kassa-pluss", title="Kassa Pluss", methods=("custom-key",), applicationName="KP", officeKey="forbidden"),
        entry("broken", methods=("fax",)),
        entry("lonnsfil", methods=(), reachedBy="file-export", package="PRO"),
    )
    known = {item.id: item for item in known_integrations(own, "en")}
    assert known["kassa-pluss"].title == "Kassa Pluss"
    assert known["kassa-pluss"].about == (
        "custom-key: «API-tilgang» > «Ny nøkkel» > «Tilpasset oppsett». Application name («Applikasjonsnavn»): KP. "
        "No office key («Regnskapskontorets brukernøkkel»): each client has a key of its own. The firm's own entry."
    )
    assert known["lonnsfil"].about == (
        "By files: there is nothing to set up. Needs the package PRO. The firm's own entry."
    )
    assert "broken" not in known
