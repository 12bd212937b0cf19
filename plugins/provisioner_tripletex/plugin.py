"""How the provider introduces itself. Importing this imports nothing heavy: every opener imports what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import CheckEntry, CommandEntry, EndpointEntry, ProviderEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.model.diagnostics import Diagnostic
    from provisioner.model.plan import Plan
    from provisioner.spi.command import CommandRequest
    from provisioner.spi.endpoint import Endpoint, EndpointRequest
    from provisioner.spi.entries import Crowded
    from provisioner.spi.language import ManifestLanguage
    from provisioner.spi.provider import Provider, ProviderContext


def _provider(context: ProviderContext) -> Provider:
    from provisioner_tripletex.provider import TripletexProvider

    return TripletexProvider(context)


def _language() -> ManifestLanguage:
    from provisioner_tripletex.language import manifest_language

    return manifest_language()


def _https(request: EndpointRequest) -> Endpoint:
    from provisioner_tripletex.transport import open_https

    return open_https(request)


def _catalog(request: CommandRequest) -> int:
    from provisioner_tripletex.catalog_command import catalog

    return catalog(request)


def _browser(request: CommandRequest) -> int:
    from provisioner_tripletex.web.command import browser

    return browser(request)


def _office_key_would_do(plan: Plan) -> Iterable[Diagnostic]:
    making = sum(change.address.kind == "user_key" and change.action.value == "create" for change in plan.changes())
    if making < 3:
        return ()
    from provisioner_tripletex.hints import office_key_would_do

    return office_key_would_do(plan)


def _office_key_among(plan: Plan, others: Crowded) -> Iterable[Diagnostic]:
    from provisioner_tripletex.hints import office_key_would_do

    return office_key_would_do(plan, others)


@hookimpl
def provisioner_providers() -> Iterable[ProviderEntry]:
    """`provider: tripletex:`."""
    return [ProviderEntry("tripletex", _provider, _language)]


@hookimpl
def provisioner_endpoints() -> Iterable[EndpointEntry]:
    """`https://tripletex.no` and `https://api-test.tripletex.tech`."""
    return [EndpointEntry("https", _https)]


@hookimpl
def provisioner_checks() -> Iterable[CheckEntry]:
    """Says where one key of the office's would save many of the clients'."""
    return [CheckEntry("office-key-would-do", _office_key_would_do, _office_key_among)]


@hookimpl
def provisioner_commands() -> Iterable[CommandEntry]:
    """`provisioner catalog` and `provisioner browser`."""
    return [
        CommandEntry("catalog", "Look up products that connect to Tripletex.", answer=_catalog),
        CommandEntry("browser", "The log-in that the driver `web` works with.", answer=_browser),
    ]
