"""Loading guests: the built-in ones from one tuple, strangers by their entry point.

Promises: a guest that raises, brings the wrong thing or misspells a hook is named. There is no global manager.
Does not: open what guests bring.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import pluggy

from provisioner.engine.suggest import closest
from provisioner.model.errors import PluginBroken
from provisioner.runtime.guests.refusals import BROKEN
from provisioner.runtime.guests.registry import Registry, by_name
from provisioner.runtime.guests.strangers import find_strangers
from provisioner.spi import hookspecs
from provisioner.spi.entries import (
    BackendEntry,
    CheckEntry,
    CommandEntry,
    EndpointEntry,
    OperatorEntry,
    ProviderEntry,
    ReportEntry,
    SecretStoreEntry,
)
from provisioner.spi.events import Event
from provisioner.spi.markers import PROJECT

BUILT_IN = (
    "provisioner.reports.guest",
    "provisioner.runtime.guests.checks",
    "provisioner_tripletex",
    "provisioner_tripletex_simulator",
    "provisioner_state_sqlite",
    "provisioner_state_postgres",
    "provisioner_state_object_store",
    "provisioner_secrets_age",
    "provisioner_secrets_azure",
    "provisioner_secrets_exec",
    "provisioner_secrets_vault",
)
"""The guests that come with the house. The only place that knows them, and it knows them by name alone."""

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Observer:
    """A guest that wants to be told of events."""

    guest: str
    """Its name."""
    tell: Callable[[Event], None]
    """Tells it."""


@dataclass(frozen=True, slots=True)
class Guests:
    """Everybody who was let in."""

    registry: Registry
    """What they brought."""
    observers: tuple[Observer, ...]
    """Who wants to be told of events."""


def load_guests(extra: Sequence[object] = (), *, strangers: bool = True) -> Guests:
    """Every guest: built-in, by entry point unless `strangers` is off, and `extra` objects. PluginBroken."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    for name in BUILT_IN:
        manager.register(importlib.import_module(name), name)
    if strangers:
        _register_strangers(manager)
    for guest in extra:
        manager.register(guest)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise _misspelt(manager) from error
    return Guests(registry=_collect(manager), observers=tuple(_observers(manager)))


def _misspelt(manager: pluggy.PluginManager) -> PluginBroken:
    """Who answers to a hook that there is not, to which, and what may have been meant."""
    callers: list[pluggy.HookCaller] = list(vars(manager.hook).values())
    hooks = [caller.name for caller in callers if caller.has_spec()]
    unknown = [impl for caller in callers if not caller.has_spec() for impl in caller.get_hookimpls()]
    told, told_nb = (
        ", ".join(f"`{impl.function.__name__}` {of} `{impl.plugin_name}`" for impl in unknown)
        for of in ("of the plugin", "i tillegget")
    )
    close = closest(unknown[0].function.__name__, hooks) if unknown else ""
    code = "no-hook-but" if close else "no-hook"
    return PluginBroken.of(BROKEN(code, told=told, told_nb=told_nb, near=close, known=", ".join(sorted(hooks))))


def _register_strangers(manager: pluggy.PluginManager) -> None:
    for entry_point in find_strangers(PROJECT):
        try:
            manager.register(entry_point.load(), entry_point.name)
        except Exception as error:
            raise PluginBroken.of(
                BROKEN("guest-not-loaded", name=entry_point.name, value=entry_point.value, error=error)
            ) from error


def _collect(manager: pluggy.PluginManager) -> Registry:
    def entries(hook: str, kind: str, entry_type: type[E], name: Callable[[E], str]) -> dict[str, E]:
        found = _call_each(manager, hook, entry_type)
        return by_name(kind, ((guest, name(entry), entry) for guest, entry in found))

    return Registry(
        providers=entries("provisioner_providers", "provider", ProviderEntry, lambda entry: entry.name),
        endpoints=entries("provisioner_endpoints", "endpoint", EndpointEntry, lambda entry: entry.scheme),
        operators=entries("provisioner_operators", "operator", OperatorEntry, lambda entry: entry.name),
        backends=entries("provisioner_backends", "backend", BackendEntry, lambda entry: entry.scheme),
        secret_stores=entries(
            "provisioner_secret_stores", "secret store", SecretStoreEntry, lambda entry: entry.scheme
        ),
        reports=entries("provisioner_reports", "format", ReportEntry, lambda entry: entry.format),
        checks=entries("provisioner_checks", "check", CheckEntry, lambda entry: entry.code),
        commands=entries("provisioner_commands", "command", CommandEntry, lambda entry: entry.name),
    )


def _call_each(manager: pluggy.PluginManager, hook: str, entry_type: type[E]) -> Iterator[tuple[str, E]]:
    """Walks the implementations one by one, so that the guest that raises can be named."""
    caller: pluggy.HookCaller = getattr(manager.hook, hook)
    for implementation in caller.get_hookimpls():
        guest = implementation.plugin_name
        try:
            found = list(cast("Callable[[], Sequence[object]]", implementation.function)())
        except Exception as error:
            raise PluginBroken.of(
                BROKEN("guest-fails", guest=guest, hook=hook, kind=type(error).__name__, error=error)
            ) from error
        for entry in found:
            if not isinstance(entry, entry_type):
                raise PluginBroken.of(
                    BROKEN(
                        "guest-returns", guest=guest, found=type(entry).__name__, hook=hook, wanted=entry_type.__name__
                    )
                )
            yield guest, entry


def _observers(manager: pluggy.PluginManager) -> Iterator[Observer]:
    for implementation in manager.hook.provisioner_event.get_hookimpls():
        yield Observer(implementation.plugin_name, _teller(implementation.function))


def _teller(function: Callable[..., object]) -> Callable[[Event], None]:
    def tell(event: Event) -> None:
        function(event=event)

    return tell
