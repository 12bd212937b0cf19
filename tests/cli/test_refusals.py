"""What is refused is told whole in the firm's language: its label, its words and its hint."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from provisioner.cli.refusals import REFUSALS as ASKED
from provisioner.model.diagnostics import Severity, Text
from provisioner.model.errors import ProvisionerError, UsageError
from provisioner.runtime.refusals import REFUSALS as RUN
from tests.cases import gallery
from tests.cli.driver import provisioner
from tests.cli.samples import Stage

PHRASES = [*ASKED.phrases.items(), *RUN.phrases.items()]


def gaps(text: Text) -> set[str]:
    """What is put into the words, with the English part of a pair for both."""
    parts = (text.summary, text.detail, text.hint)
    names = {name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name}
    return {name.removesuffix("_nb") for name in names}


@pytest.mark.parametrize(("code", "phrase"), PHRASES)
def test_every_refusal_has_two_languages_with_the_same_gaps(code: str, phrase: object) -> None:
    vocabulary = ASKED if ASKED.phrases.get(code) is phrase else RUN
    found = vocabulary.phrases[code]
    assert found.severity is Severity.ERROR
    assert gaps(found.en) == gaps(found.nb)
    assert bool(found.en.hint) == bool(found.nb.hint)
    assert found.en.summary != found.nb.summary


def test_an_error_speaks_both_and_falls_back_to_english() -> None:
    error = UsageError.of(ASKED("no-client", name="butikk"))
    assert error.told_in("nb").summary == "Det finnes ingen klient butikk."
    assert error.told_in("fr") == Text(error.summary, error.detail, error.hint)
    assert UsageError("Only so.", hint="Do it.").told_in("nb") == Text("Only so.", "", "Do it.")


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    root = tmp_path / "firm"
    gallery.lay_out(gallery.BASE, root)
    return root


def edit(root: Path, name: str, before: str, after: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_no_project_is_told_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    said = provisioner("validate", "-C", str(tmp_path), "--lang", "nb").err
    assert said.startswith("Feil: Det finnes ingen provisioner.yaml i ")
    assert "  Tips: Gå til firmaets mappe" in said


def test_a_project_that_is_there_is_told_in_the_language_of_the_new_one(firm: Path) -> None:
    said = provisioner("init", str(firm), "--name", "x", "--language", "nb").err
    assert said.startswith("Feil: Det finnes allerede en provisioner.yaml i ")
    assert "  Tips: Ingenting ble endret." in said


def test_a_state_of_this_machine_is_refused_in_a_pipeline(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    edit(firm, "provisioner.yaml", "name: fjord", "language: nb\nname: fjord")
    edit(firm, "provisioner.yaml", "endpoint: simulator", "endpoint: https://tripletex.no")
    result = provisioner("plan", "-C", str(firm))
    assert result.code == 1
    assert "ligger på denne maskinen alene" in result.err
    assert "Error:" not in result.err
    assert "Hint:" not in result.err


def test_a_profile_that_is_not_there_suggests_the_one_that_is(firm: Path) -> None:
    profile = "kind: Profile\nname: butikk\nintegrations: {huma: {}}\n"
    (firm / "profiles").mkdir(exist_ok=True)
    (firm / "profiles" / "butikk.yaml").write_text(profile, encoding="utf-8")
    result = provisioner("clients", "-C", str(firm), "--profile", "butik", "--lang", "nb")
    assert "Feil: Det finnes ingen profil som heter butik." in result.err
    assert "  Tips: Mente du `butikk`? Det finnes: butikk." in result.err


@pytest.mark.parametrize("verb", ["validate", "plan"])
def test_manifests_that_are_wrong_are_wholly_norwegian(firm: Path, verb: str) -> None:
    edit(firm, "provisioner.yaml", "name: fjord", "language: nb\nname: fjord")
    edit(firm, "provisioner.yaml", "state:", "staet:")
    result = provisioner(verb, "-C", str(firm))
    assert result.code == 1
    assert result.err.startswith("Feil: ")
    assert "Error" not in result.err
    assert "Hint" not in result.err


def test_an_error_that_has_no_norwegian_is_not_half_translated(stage: Stage) -> None:
    stage.answers("session.validate", ProvisionerError("A plugin's own words.", hint="Do it."))
    said = provisioner("validate", "--lang", "nb").err
    assert said == "Error: A plugin's own words.\n  Hint: Do it.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("work", "complete"),
        ("work", "--open", "--format", "json"),
        ("inventory",),
        ("inventory", "attest"),
        ("inventory", "attest", "--empty"),
        ("recover", "--done"),
        ("secret", "store", "--identity", "{root}/provisioner.yaml"),
        ("lease", "break", "client/nowhere", "--reason", " "),
        ("audit", "verify", "{root}/provisioner.yaml"),
        ("state", "mv", "client/a/user_key/b", "client/a/user_key/b", "--reason", "x"),
        ("frobnicate",),
        ("work", "complete", "x", "--done", "--lost"),
    ],
)
def test_what_is_refused_before_the_project_is_opened_is_told_in_its_language(
    firm: Path, words: tuple[str, ...]
) -> None:
    edit(firm, "provisioner.yaml", "kind: Project\n", "kind: Project\nlanguage: nb\n")
    result = provisioner("-C", str(firm), *(word.format(root=firm) for word in words))
    assert result.code != 0
    assert result.err.startswith("Feil: "), result.err
    assert "Hint" not in result.err


def test_a_project_file_that_is_no_yaml_is_told_in_the_language_that_stands_in_it(firm: Path) -> None:
    edit(firm, "provisioner.yaml", "kind: Project\n", "kind: Project\nlanguage: nb\nmanifests: [a.yaml\n")
    result = provisioner("validate", "-C", str(firm))
    assert result.code == 1
    assert result.err.startswith("Feil: Det som begynner her, blir aldri lukket. [yaml-unclosed]")
    assert provisioner("validate", "-C", str(firm), "--lang", "en").err.startswith("Error: ")
