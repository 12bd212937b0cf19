"""The fake plugin is let in like any guest, and brings what it says."""

from __future__ import annotations

from pathlib import Path

import pluggy
import pytest

from provisioner.model.errors import StateMissing
from provisioner.model.secrets import Sensitive
from provisioner.spi import hookspecs
from provisioner.spi.backend import BackendContext
from provisioner.spi.markers import PROJECT
from provisioner.spi.provider import ProviderContext
from provisioner.spi.secrets import SecretStoreContext
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import acquire
from provisioner.testing.declaring import declared, node
from provisioner.testing.fakes import Disk, FakePlugin, FakeProvider, FakeWorld
from provisioner.testing.provider_suite import change_of
from provisioner.testing.samples import BAKERY, NOW


def provider_context(settings: dict[str, object]) -> ProviderContext:
    def no_endpoint() -> None:
        raise AssertionError("there is no endpoint")

    return ProviderContext(
        settings=node(settings),
        endpoint=no_endpoint,  # type: ignore[arg-type]  # never called
        operator=None,
        resolve=Sensitive,
        now=lambda: NOW,
    )


def test_it_passes_for_a_guest() -> None:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(FakePlugin(FakeWorld()))
    manager.check_pending()


def test_it_brings_the_provider_with_the_projects_settings() -> None:
    plugin = FakePlugin(FakeWorld())
    (entry,) = plugin.provisioner_providers()
    request = declared(BAKERY, {"huma": {"kind": "key"}, "visma": {"kind": "link", "to": "visma"}})
    plain = FakeProvider(plugin.world)
    huma, visma = (change_of(plain, desired) for desired in plain.expand(request).desired)
    provider = entry.open(provider_context({"guided": ["key"], "unroutable": ["link"]}))
    assert (entry.name, provider.route(huma).driver, provider.route(visma).driver) == ("fake", "guided", "")
    assert entry.open(provider_context({})).route(huma).driver == "api"
    assert provider.doctor().level == "full"


def test_its_state_must_be_made_once_and_outlives_the_plugin(tmp_path: Path) -> None:
    disk = Disk()
    (entry,) = FakePlugin(FakeWorld(), disk).provisioner_backends()
    context = BackendContext("memory:", tmp_path, samples.codec(), create=False)
    with pytest.raises(StateMissing):
        entry.open(context)
    made = entry.open(BackendContext("memory:", tmp_path, samples.codec(), create=True))
    acquire(made).commit(samples.state())
    made.close()
    (again,) = FakePlugin(FakeWorld(), disk).provisioner_backends()
    assert again.open(context).load(BAKERY) == samples.state()


def test_it_brings_its_secret_store(tmp_path: Path) -> None:
    plugin = FakePlugin(FakeWorld())
    (entry,) = plugin.provisioner_secret_stores()
    assert entry.open(SecretStoreContext("memory:", tmp_path, ())) is plugin.store
