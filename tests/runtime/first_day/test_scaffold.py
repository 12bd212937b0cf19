"""What a new project begins with: sound, in style, and of one mind with itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from provisioner import __version__
from provisioner.formats.yaml_style import restyle
from provisioner.runtime.first_day.scaffold import InitWish, initialise
from provisioner.runtime.first_day.starter import COMMENTS
from provisioner.runtime.reading.formatting import restyle_files
from provisioner.runtime.session import validate
from provisioner.runtime.workspace import OpenOptions, Workspace

WRITTEN = {
    *(".provisioner/identity.txt", "provisioner.yaml", "office.yaml", "clients/example.yaml"),
    *(".gitignore", ".gitattributes", ".schemas/manifest.v1.json", ".pre-commit-config.yaml"),
    *(".vscode/settings.json", ".vscode/extensions.json", ".github/workflows/provisioner.yml"),
}
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    made = initialise(InitWish(tmp_path / "firm", "fjord", "Fjord: «Regnskap» AS", "314286014", language="nb"))
    assert made.kept == ()
    root = tmp_path / "firm"
    assert {path.relative_to(root).as_posix() for path in made.written} == WRITTEN
    return root


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", ["314286014", ""])
@pytest.mark.parametrize("name", ["", "Fjord Regnskap", "NO", "a: b", 'say "hi" \\ there', "12:30"])
def test_everything_is_valid_and_in_style(tmp_path: Path, name: str, number: str) -> None:
    initialise(InitWish(tmp_path, "fjord", name, number))
    with Workspace(OpenOptions(directory=tmp_path)) as workspace:
        assert validate(workspace).diagnostics == ()
    manifests = [path for path in tmp_path.rglob("*.yaml") if ".pre-commit" not in path.name]
    assert len(manifests) == 3
    assert [item.name for item in restyle_files(tmp_path, write=False) if item.changes or item.diagnostics] == []
    for path in (*tmp_path.rglob("*.yaml"), *tmp_path.rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        assert restyle(text) == (text, ())


def test_the_example_is_right_once_the_marks_are_taken_away(firm: Path) -> None:
    path = firm / "clients" / "example.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()[3:]
    path.write_text("\n".join(line.removeprefix("# ") for line in lines) + "\n", encoding="utf-8")
    with Workspace(OpenOptions(directory=firm)) as workspace:
        found = validate(workspace)
    assert (found.diagnostics, found.accounts, found.resources) == ((), 2, 2)
    assert [item.changes for item in restyle_files(firm, (path,), write=False)] == [False]


def test_comments_are_in_the_firm_s_language(tmp_path: Path) -> None:
    texts = {}
    for language in ("en", "nb"):
        root = tmp_path / language
        made = initialise(InitWish(directory=root, name="fjord-regnskap", language=language))
        texts[language] = {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in made.written
            if ".schemas" not in path.parts and path.suffix != ".txt"
        }
    for said in COMMENTS.values():
        assert any(said[0] in text for text in texts["en"].values())
        assert any(said[1] in text for text in texts["nb"].values())
        assert not any(said[0] in text for text in texts["nb"].values())
    assert not any(re.search(r"@[a-z0-9-]+@", text) for text in texts["nb"].values())
    with Workspace(OpenOptions(directory=tmp_path / "nb")) as workspace:
        assert validate(workspace).diagnostics == ()


def test_editors_find_the_schema(firm: Path) -> None:
    """By Visual Studio Code's settings and by the first line of each manifest alike."""
    settings = json.loads((firm / ".vscode/settings.json").read_text(encoding="utf-8"))
    ((schema, globs),) = settings["yaml.schemas"].items()
    assert (firm / schema).is_file()
    assert globs == ["provisioner.yaml", *read(firm / "provisioner.yaml")["manifests"]]
    for name in ("provisioner.yaml", "office.yaml", "clients/example.yaml"):
        first = (firm / name).read_text(encoding="utf-8").splitlines()[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found is not None
        assert ((firm / name).parent / found[1]).resolve() == (firm / schema).resolve()
    assert settings["yaml.schemaStore.enable"] is False, "nothing is fetched"
    extensions = json.loads((firm / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}


def test_the_schema_has_the_provider_s_part_and_the_firm_s_language(firm: Path) -> None:
    schema = json.loads((firm / ".schemas/manifest.v1.json").read_text(encoding="utf-8"))
    offered = schema["$defs"]["common"]["$defs"]["integrations"]["properties"]
    assert offered["huma"]["description"].startswith("Av ")


def test_the_schema_survives_a_clone(firm: Path) -> None:
    ignored = (firm / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert [line for line in ignored if not line.startswith("#")] == [".provisioner/"]
    assert ".schemas/*.json linguist-generated=true" in (firm / ".gitattributes").read_text(encoding="utf-8")


def test_the_pipeline_checks_plans_and_applies(firm: Path) -> None:
    text = (firm / ".github/workflows/provisioner.yml").read_text(encoding="utf-8")
    pipeline = yaml.load(text, Loader=yaml.BaseLoader)  # keeps `on` a text; makes nothing but texts
    assert pipeline["on"] == {"pull_request": "", "push": {"branches": ["main"]}}
    assert pipeline["permissions"] == {"contents": "read"}
    jobs = pipeline["jobs"]
    runs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()}
    install = f'pip install "tripletex-provisioner=={__version__}"'
    assert runs["validate"] == [install, "provisioner validate --format github", "provisioner fmt --check --diff"]
    assert runs["plan"][:2] == [install, "provisioner plan --out plan.bin --format markdown > plan.md"]
    assert "gh pr comment" in runs["plan"][3]
    assert runs["apply"] == [install, "provisioner apply plan.bin"]
    assert (jobs["plan"]["needs"], jobs["apply"]["needs"]) == ("validate", "plan")
    assert jobs["apply"]["environment"] == "tripletex"
    assert jobs["apply"]["if"] == "github.event_name == 'push'"
    assert jobs["plan"]["if"].startswith("vars.PROVISIONER_PLAN == 'true' && ")
    assert jobs["apply"]["concurrency"]["cancel-in-progress"] == "false"
    assert "secrets." not in json.dumps(jobs["validate"])


def test_pre_commit_runs_the_checks(firm: Path) -> None:
    (local,) = read(firm / ".pre-commit-config.yaml")["repos"]
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hooks, language in ((local["hooks"], "system"), (ours, "python")):
        schema = "provisioner schema manifest --out .schemas"
        assert [hook["entry"] for hook in hooks] == ["provisioner fmt", "provisioner validate", schema]
        assert {hook["language"] for hook in hooks} == {language}
        styled, checked, _ = (re.compile(hook["files"]) for hook in hooks)
        names = ("provisioner.yaml", "office.yaml", "clients/a/b.yaml", "profiles/x.yaml", "integrations/x.yaml")
        assert [name for name in names if not styled.search(name)] == []
        assert [name for name in (".github/workflows/a.yml", "compose.yaml") if styled.search(name)] == []
        assert [name for name in (*names, "klienter.csv", "klienter.xlsx") if not checked.search(name)] == []
        assert [hook.get("pass_filenames", True) for hook in hooks] == [True, False, False]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    mine = (".vscode/settings.json", ".schemas/manifest.v1.json", ".github/workflows/provisioner.yml")
    for name in mine:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("mine\n", encoding="utf-8")
    made = initialise(InitWish(tmp_path, "fjord"))
    assert {path.relative_to(tmp_path).as_posix() for path in made.kept} == set(mine)
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in mine} == {"mine\n"}
