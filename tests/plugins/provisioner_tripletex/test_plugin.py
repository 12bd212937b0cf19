"""How the provider introduces itself, and what that costs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import provisioner_tripletex
from provisioner.model.errors import ProviderFailed
from provisioner.spi.endpoint import EndpointRequest
from provisioner.spi.provider import ProviderContext
from provisioner_tripletex.catalogue import bundled_digest
from provisioner_tripletex.provider import TripletexProvider
from tests.plugins.asked import asked
from tests.plugins.provisioner_tripletex.bench import NOW, Bench, Lines

HEAVY = "urllib3, provisioner_tripletex.provider, provisioner_tripletex.catalogue, provisioner_tripletex.words, click"


def test_it_brings_a_provider_an_endpoint_and_its_verbs() -> None:
    (provider,) = provisioner_tripletex.provisioner_providers()
    (endpoint,) = provisioner_tripletex.provisioner_endpoints()
    commands = provisioner_tripletex.provisioner_commands()
    assert (provider.name, endpoint.scheme) == ("tripletex", "https")
    assert [command.name for command in commands] == ["catalog", "browser"]
    assert not endpoint.ephemeral, "a missing state beside a real Tripletex is a loss"
    bench = Bench()
    context = ProviderContext(Lines("p.yaml").node({}), lambda: bench.endpoint, None, lambda _: None, lambda: NOW)
    assert isinstance(provider.open(context), TripletexProvider)
    assert provider.language() == bench.provider.manifest_language()
    with pytest.raises(ProviderFailed):
        endpoint.open(EndpointRequest("https://example.no", Path("unused"), lambda: NOW))


def test_the_verb_prints_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    command = next(one for one in provisioner_tripletex.provisioner_commands() if one.name == "catalog")
    assert command.answer is not None
    assert command.answer(asked("show", "huma")) == 0
    assert "Huma" in capsys.readouterr().out


def test_introducing_itself_imports_nothing_heavy() -> None:
    script = f"""
import sys, provisioner_tripletex
for hook in ("providers", "endpoints", "commands", "checks"):
    entries = list(getattr(provisioner_tripletex, f"provisioner_{{hook}}")())
plan = type("Plan", (), {{"changes": lambda self: ()}})()
assert list(entries[0].check(plan)) == []
print(sorted(set({HEAVY!r}.split(", ")) & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    assert run.stdout.strip() == "[]"


def test_the_language_is_the_schema_that_editors_use() -> None:
    language = Bench().provider.manifest_language()
    assert "keyName" in language.moment_fields
    assert bundled_digest() in language.version, "another catalogue gives the same manifests another meaning"
    definitions = language.schema["$defs"]
    assert isinstance(definitions, dict)
    assert {"settings", "integration", "officeKey", "catalogueEntry"} <= definitions.keys()
    settings = definitions["settings"]
    assert isinstance(settings, Mapping)
    known = set(settings["properties"])
    assert known == {"endpoint", "drivers", "keysByApi", "credentials"}, "each is read by `Settings`"
