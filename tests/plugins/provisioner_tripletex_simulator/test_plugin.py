"""How the simulator introduces itself, and that its openers open."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pluggy
import pytest

import provisioner_tripletex_simulator
from provisioner.model.errors import ProviderFailed
from provisioner.spi import hookspecs
from provisioner.spi.endpoint import EndpointRequest
from provisioner.spi.markers import PROJECT
from provisioner.spi.operator import OperatorRequest
from tests.plugins.asked import asked
from tests.plugins.provisioner_tripletex_simulator.desk import NOW


def clock() -> datetime:
    return NOW


@pytest.fixture
def manager() -> pluggy.PluginManager:
    made = pluggy.PluginManager(PROJECT)
    made.add_hookspecs(hookspecs)
    made.register(provisioner_tripletex_simulator)
    made.check_pending()
    return made


def test_provisioner_endpoints(manager: pluggy.PluginManager, tmp_path: Path) -> None:
    ((embedded, served),) = manager.hook.provisioner_endpoints()
    assert [(entry.scheme, entry.ephemeral) for entry in (embedded, served)] == [
        ("simulator", True),
        ("simulator+http", True),
    ]
    assert embedded.open(EndpointRequest("simulator", tmp_path, clock)).environment == "simulator"
    with pytest.raises(ProviderFailed):
        served.open(EndpointRequest("simulator+http://example.com", tmp_path, clock))


def test_provisioner_operators(manager: pluggy.PluginManager, tmp_path: Path) -> None:
    ((entry,),) = manager.hook.provisioner_operators()
    endpoint = manager.hook.provisioner_endpoints()[0][0].open(EndpointRequest("simulator", tmp_path, clock))
    assert entry.name == "scripted"
    assert entry.open(OperatorRequest(endpoint, "nb")).name == "kari@fjord.example"


def test_provisioner_commands(manager: pluggy.PluginManager, capsys: pytest.CaptureFixture[str]) -> None:
    ((entry,),) = manager.hook.provisioner_commands()
    assert entry.name == "simulator"
    assert entry.answer is not None
    assert entry.answer(asked("serve", "--help")) == 0
    assert "--world FILE" in capsys.readouterr().out


def test_introducing_it_imports_nothing_heavy() -> None:
    script = (
        "import sys, provisioner_tripletex_simulator;"
        "print([n for n in ('jinja2', 'msgspec', 'urllib3', 'starlette', 'uvicorn') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
