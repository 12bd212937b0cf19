"""The texts that a new project begins with, but for those that hold something of the firm.

Promises: each is as the tools that read it want it. Does not: write.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from provisioner import __version__
from provisioner.model.diagnostics import BOKMAL
from provisioner.runtime.files import PRIVATE_DIRECTORY, PROJECT_FILE

OFFICE: Final = "office.yaml"
"""Where the office's document is."""
MANIFESTS: Final = (OFFICE, "profiles/*.yaml", "clients/**/*.yaml", "integrations/*.yaml")
"""Where a new project's documents are."""
SCHEMAS: Final = ".schemas"
"""Where an editor finds the schema: committed, so that it is there in every clone."""
SCHEMA: Final = f"{SCHEMAS}/manifest.v1.json"

CLIENT: Final = """\
# @one-file-a-client@
#
# kind: Client
# name: nordlys-bakeri
# displayName: Nordlys Bakeri AS
# organizationNumber: 312 345 676
# integrations:
#   huma:
#     method: user-key
#     owner: {employee: per@nordlys.example}
#     validFor: 365d
"""

GITIGNORE: Final = f"""\
# @never-committed@
{PRIVATE_DIRECTORY}/
"""

GITATTRIBUTES: Final = f"""\
* text=auto eol=lf
{SCHEMAS}/*.json linguist-generated=true
"""

PRE_COMMIT: Final = r"""# @pre-commit@
repos:
  - repo: local
    hooks:
      - id: provisioner-fmt
        name: provisioner fmt
        entry: provisioner fmt
        language: system
        files: ^(provisioner|office|(profiles|clients|integrations)/.+)\.yaml$
      - id: provisioner-validate
        name: provisioner validate
        entry: provisioner validate
        language: system
        pass_filenames: false
        files: \.(yaml|csv|xlsx)$
      - id: provisioner-schema
        name: provisioner schema
        entry: provisioner schema manifest --out @SCHEMAS@
        language: system
        pass_filenames: false
        files: \.yaml$
""".replace("@SCHEMAS@", SCHEMAS)

_PIPELINE: Final = """\
# @pipeline-1@
# @pipeline-2@
# @pipeline-3@
name: provisioner

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install "tripletex-provisioner==@VERSION@"
      - run: provisioner validate --format github
      - run: provisioner fmt --check --diff

  plan:
    needs: validate
    # @fork@
    if: vars.PROVISIONER_PLAN == 'true' && (github.event_name == 'push' || !github.event.pull_request.head.repo.fork)
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write
    env:
      # @credentials@
      TRIPLETEX_CONSUMER_TOKEN: ${{ secrets.TRIPLETEX_CONSUMER_TOKEN }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install "tripletex-provisioner==@VERSION@"
      - run: provisioner plan --out plan.bin --format markdown > plan.md
      - run: cat plan.md >> "$GITHUB_STEP_SUMMARY"
        if: always()
      - run: gh pr comment "$NUMBER" --body-file plan.md --edit-last --create-if-none
        if: always() && github.event_name == 'pull_request'
        env:
          GH_TOKEN: ${{ github.token }}
          NUMBER: ${{ github.event.pull_request.number }}
      - uses: actions/upload-artifact@v4
        if: github.event_name == 'push'
        with:
          name: plan
          path: plan.bin
          retention-days: 7

  apply:
    needs: plan
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    environment: tripletex
    # @one-at-a-time@
    concurrency:
      group: provisioner-apply
      cancel-in-progress: false
    env:
      TRIPLETEX_CONSUMER_TOKEN: ${{ secrets.TRIPLETEX_CONSUMER_TOKEN }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install "tripletex-provisioner==@VERSION@"
      - uses: actions/download-artifact@v4
        with:
          name: plan
      - run: provisioner apply plan.bin
"""


COMMENTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "one-machine": (
            "one machine; see docs for teams and pipelines",
            "én maskin; se dokumentasjonen for flere maskiner og pipelines",
        ),
        "doctor-says": (
            "`provisioner doctor` says which can be added",
            "`provisioner doctor` sier hvilke som kan legges til",
        ),
        "write-yours": ("write yours", "skriv deres eget"),
        "one-file-a-client": (
            "One file a client. Take the `#` away, and write your own:",
            "Én fil per klient. Ta bort `#`, og skriv deres egen:",
        ),
        "never-committed": (
            "State, identities and caches of this machine; never to be committed.",
            "Tilstand, identiteter og mellomlager på denne maskinen; skal aldri i git.",
        ),
        "pre-commit": (
            "`pre-commit install` runs these before every commit; see pre-commit.com.",
            "`pre-commit install` kjører disse før hver commit; se pre-commit.com.",
        ),
        "pipeline-1": (
            (
                "Every change is checked. Where machines share the state, every pull request also gets its plan as a "
                "comment, and what"
            ),
            (
                "Hver endring blir sjekket. Der maskiner deler tilstanden, får hver pull request også planen sin som "
                "en kommentar, og"
            ),
        ),
        "pipeline-2": (
            "comes to main is applied as it was planned, once somebody approves it in the environment `tripletex`.",
            "det som kommer til main, blir gjort slik det var planlagt, når noen godkjenner det i miljøet `tripletex`.",
        ),
        "pipeline-3": (
            (
                "Plan and apply begin when the repository variable PROVISIONER_PLAN is `true`; `state: sqlite:` is one "
                "machine's own."
            ),
            (
                "Plan og apply begynner når variabelen PROVISIONER_PLAN i repoet er `true`; `state: sqlite:` er for én "
                "maskin alene."
            ),
        ),
        "fork": (
            "A pull request from a fork has no credentials to plan with.",
            "En pull request fra en fork har ingen tilganger å planlegge med.",
        ),
        "credentials": (
            "What the project names as `env:NAME`, from the repository's secrets.",
            "Det prosjektet kaller `env:NAVN`, fra hemmelighetene i repoet.",
        ),
        "one-at-a-time": (
            "One apply at a time, and none is cut off.",
            "Én apply om gangen, og ingen blir avbrutt.",
        ),
    }
)
"""What the files say to people, in English and in bokmål."""


def spoken(text: str, language: str) -> str:
    """`text` with its comments in the firm's language."""
    for name, said in COMMENTS.items():
        text = text.replace(f"@{name}@", said[language == BOKMAL])
    return text


def modeline(depth: int) -> str:
    """What tells an editor which schema a file has, `depth` directories below the project's root."""
    return f"# yaml-language-server: $schema={'../' * depth}{SCHEMA}\n"


def modeline_in(root: Path, depth: int = 0) -> str:
    """The same in a project at `root`; empty where the schema is not there, for an editor would look for it in vain."""
    return modeline(depth) if (root / SCHEMA).is_file() else ""


def pipeline() -> str:
    """The pipeline, with this version of the program."""
    return _PIPELINE.replace("@VERSION@", __version__)


def editor_settings() -> str:
    """For Visual Studio Code."""
    settings = {
        "yaml.schemas": {SCHEMA: [PROJECT_FILE, *MANIFESTS]},
        # Nothing is fetched, and `provisioner fmt` is the one that formats.
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True, "editor.detectIndentation": False},
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "files.readonlyInclude": {f"{SCHEMAS}/**": True},
    }
    return json.dumps(settings, indent=2) + "\n"


def editor_extensions() -> str:
    """What Visual Studio Code asks to install."""
    return json.dumps({"recommendations": ["redhat.vscode-yaml"]}, indent=2) + "\n"
