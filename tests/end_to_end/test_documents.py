"""Every verb's `--format json` is one object that begins with its `format_version` and holds its lists under a name."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import click
import pytest

from provisioner.cli.main import VERBS, program
from tests.cli.driver import provisioner
from tests.cli.test_docs import EVERYTHING
from tests.end_to_end.firm import CLIENT, EXAMPLE, Firm, small_firm
from tests.end_to_end.test_agreements import CLIENT as ACTIVATES
from tests.end_to_end.test_agreements import ELVEBAKKEN

KEY = "client/nordlys-bakeri/user_key/huma"
ACTIVATION = "client/elvebakken-sykkel/menu_activation/shopify-connectmyapps"
PER, IDA = "per@nordlys.example", "ida@nordlys.example"
IDENTITY = ("--identity", str(EXAMPLE / "demo-identity.txt"))
EVENTS = frozenset({"apply", "destroy"})
"""These print events, an object a line, and are held by their own tests."""
TOLD = MappingProxyType(
    {
        "validate": (),
        "plan": (),
        "show": ("saved.plan",),
        "rotate": (KEY,),
        "expiring": ("--within", "400d"),
        "clients": (),
        "explain": (KEY,),
        "work": (),
        "work list": (),
        "work compare": (ACTIVATION, "--from", "copied.txt"),
        "work start": (),
        "handoff list": (),
        "people list": (),
        "people show": (PER,),
        "inventory attest": ("--all", "--empty"),
        "import": ("--from", "filled.xlsx", "--dry-run"),
        "status": (),
        "state list": (),
        "state show": (KEY,),
        "state history": (),
        "state at": ("2126-01-01",),
        "state diff": ("2020-01-01..",),
        "state check": (),
        "state repair": ("--auto-approve",),
        "state prune": ("--keep-serials", "1", "--auto-approve"),
        "state push": ("copy.json",),
        "secret list": (),
        "secret store": ("--all", *IDENTITY),
        "secret rewrap": ("--all", *IDENTITY),
        "drift": (),
        "recover": (),
        "lease list": (),
        "audit log": (),
        "audit verify": (),
        "simulate": ("--seeds", "1"),
        "doctor": (),
        "catalog list": (),
        "catalog search": ("visma",),
        "catalog show": ("huma",),
        "people replace": (PER, IDA),
        "offboard": ("nordlys-bakeri", "--reason", "leaves", "--last-day", "2127-03-31"),
        "state migrate": ("--to", "sqlite:.provisioner/second.db"),
    }
)
"""What stands after each verb so that it has something to tell; but for the id of work."""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """A client with its key, and one whose activation waits for a person."""
    made = small_firm(tmp_path_factory.mktemp("documents") / "firm", CLIENT)
    made.edit("provisioner.yaml", "secrets:\n", "secrets:\n  store: age:secrets\n")
    made.run("state", "init")
    made.attest_all()
    made.apply()
    made.write("clients/second.yaml", ACTIVATES.format(**ELVEBAKKEN, text=""))
    made.attest_all()
    made.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided]")
    made.run("apply", "--auto-approve", code=None)
    for one in made.run("work", "--format", "json").json()["items"]:
        made.run("work", "complete", one["item"]["id"], "--done")
    made.run("apply", "--auto-approve", code=None)
    made.run("plan", "--out", str(made.directory / "saved.plan"))
    made.run("state", "pull", "--out", str(made.directory / "copy.json"))
    made.run("inventory", "--out", str(made.directory / "filled.xlsx"))
    made.write("copied.txt", "Avtale.\n")
    return made


@pytest.fixture
def firm(made_once: Firm, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    shutil.copytree(made_once.directory, tmp_path / "firm")
    return tmp_path / "firm"


def guests(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    """Those of a plugin's verb that take `--format`, by what its help says: it need not be made as the house's are."""
    told = provisioner(*path, "--help").out + capsys.readouterr().out
    if re.search(r"^  --format\b", told, re.MULTILINE):
        yield " ".join(path)
    listed = re.search(r"^Commands:\n((?:  .*\n)+)", told, re.MULTILINE)
    for name in re.findall(r"^  (\S+)", listed[1], re.MULTILINE) if listed is not None else ():
        yield from guests((*path, name), capsys)


def takes_json(command: click.Command) -> bool:
    options = (one for one in command.params if isinstance(one, click.Option) and "--format" in one.opts)
    return any(not isinstance(one.type, click.Choice) or "json" in one.type.choices for one in options)


def test_no_verb_is_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    ours = {" ".join(path) for path, command in EVERYTHING.items() if takes_json(command)}
    group = program()
    assert isinstance(group, click.Group)
    others = [name for name in group.list_commands(click.Context(group)) if name not in VERBS]
    assert "catalog" in others
    theirs = {found for name in others for found in guests((name,), capsys)}
    assert (ours | theirs) - EVENTS == set(TOLD)


@pytest.mark.parametrize("verb", TOLD)
def test_it_is_one_object_with_its_version(firm: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(firm / one) if (firm / one).is_file() else one for one in TOLD[verb]]
    if verb == "work start":
        words = [provisioner("-C", str(firm), "work", "--format", "json").json["items"][0]["item"]["id"]]
    said = provisioner("-C", str(firm), *verb.split(), *words, "--format", "json")
    out = said.out + capsys.readouterr().out  # where a plugin's verb writes
    document = json.loads(out) if out else said.err
    assert isinstance(document, dict), document
    assert next(iter(document)) == "format_version"
    assert document["format_version"] == "1.0"
    assert len(document) > 1, "and says something"
