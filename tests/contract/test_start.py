"""Start-up: a plan that changes nothing, which is most plans, imports nothing of what it does not use.

Not timed: benchmarks/startup.py measures, on a machine with nothing else to do.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import startup

NOT_FOR_NOTHING = (
    "provisioner.cli.operator",
    "provisioner.engine.planner",
    "provisioner.formats.schema_check",
    "provisioner.formats.templating",
    "provisioner.model.outcome",
    "provisioner.model.plan_view",
    "provisioner.reports.text",
    "provisioner.reports.view",
    "provisioner.runtime.applying.apply",
    "provisioner.runtime.planning.deciding",
    "provisioner.runtime.reading.expanding",
    "provisioner.runtime.planning.refresh",
    "provisioner.spi.endpoint",
    "provisioner.spi.operator",
    "provisioner.spi.provider",
    "provisioner.spi.secrets",
    "provisioner_secrets_age.store",
    "provisioner_secrets_azure.store",
    "provisioner_secrets_exec.store",
    "provisioner_secrets_vault.store",
    "provisioner_state_object_store.backend",
    "provisioner_state_postgres.backend",
    "provisioner_tripletex.catalogue",
    "provisioner_tripletex.provider",
    "provisioner_tripletex_simulator.world",
    "azure",
    "email.utils",
    "http.client",
    "hvac",
    "importlib.metadata",
    "importlib.resources",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "logging",
    "psycopg",
    "pyrage",
    "requests",
    "rich",
    "shutil",
    "ssl",
    "stamina",
    "subprocess",
    "tempfile",
    "urllib3",
)

CODE = """
import sys
from provisioner.cli.entry import main
code = main(sys.argv[1:])
print(*sys.modules, sep="\\n")
sys.exit(code)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with nothing left to do."""
    program = str(Path(sys.executable).with_name("provisioner"))
    return startup.converged(program, tmp_path_factory.mktemp("start"))


def imported(project: Path, *words: str) -> tuple[str, set[str]]:
    """What a command says, and every module that was imported for it."""
    run = subprocess.run(
        [sys.executable, "-c", CODE, "-C", str(project), *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=startup.environment(project),
    )
    assert run.returncode == 0, run.stderr
    return run.stdout, set(run.stdout.splitlines())


def test_a_plan_that_changes_nothing_imports_nothing_that_changes(project: Path) -> None:
    said, modules = imported(project, "plan", "--detailed-exitcode")
    assert "No changes." in said
    assert "provisioner.runtime.session" in modules
    assert sorted(modules & set(NOT_FOR_NOTHING)) == []


def test_each_name_in_the_list_can_be_imported_by_some_plan(project: Path) -> None:
    """A module that was renamed must not stay in the list and be absent for that reason."""
    house = [name for name in NOT_FOR_NOTHING if name.startswith("provisioner")]
    code = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    run = subprocess.run([sys.executable, "-c", code, *house], capture_output=True, check=False, encoding="utf-8")
    assert run.returncode == 0, run.stderr


def test_a_plan_that_looks_does_import_what_decides(project: Path) -> None:
    _, modules = imported(project, "plan", "--refresh", "all")
    assert {"provisioner.engine.planner", "provisioner.spi.provider", "provisioner_tripletex.provider"} <= modules
