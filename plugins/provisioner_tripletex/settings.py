"""What stands under `provider: tripletex:`, as a value.

Promises: `Settings.of` reads a tree that the schema has accepted; what it cannot represent is a UsageError with a hint.
Does not: resolve a credential or open an endpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import SourceRange
from provisioner.model.errors import UsageError
from provisioner.model.values import Node, SecretRef
from provisioner_tripletex.kinds import DRIVERS, GUIDED
from provisioner_tripletex.words import WORDS

CONSUMER: Final = "consumerToken"
OFFICE_EMPLOYEE: Final = "officeEmployeeToken"
OFFICE_KEY_TOKEN: Final = "officeKey"  # noqa: S105  # the name of a setting
CREDENTIALS: Final = (CONSUMER, OFFICE_EMPLOYEE, OFFICE_KEY_TOKEN)

PRODUCTION: Final = "https://tripletex.no"
TEST: Final = "https://api-test.tripletex.tech"


@dataclass(frozen=True, slots=True)
class Settings:
    """The provider's settings."""

    endpoint: str = PRODUCTION
    """Which Tripletex."""
    drivers: tuple[str, ...] = (GUIDED,)
    """In order of preference."""
    credentials: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(dict[str, str]()))
    """References to secrets by setting name; never the secrets."""
    keys_by_api: bool = True
    """Whether keys may be tried by API; a firm whose application is not approved says no."""
    places: Mapping[str, SourceRange] = field(default_factory=lambda: MappingProxyType(dict[str, SourceRange]()))
    """Where the references were written, by setting name."""

    @classmethod
    def of(cls, node: Node) -> Settings:
        """The settings that `node` holds."""
        listed = node.get("drivers")
        drivers = tuple(str(item.value) for item in listed.items()) if listed is not None else ()
        for driver in drivers:
            if driver not in DRIVERS:
                near = get_close_matches(driver, DRIVERS, 1)
                code = "no-driver-but" if near else "no-driver"
                told = WORDS(code, driver=driver, near=near[0] if near else "", known=", ".join(DRIVERS))
                raise UsageError.of(told)
        held: dict[str, str] = {}
        places: dict[str, SourceRange] = {}
        given = node.get("credentials")
        for name, child in given.entries().items() if given is not None else ():
            if isinstance(child.value, SecretRef):
                held[name] = child.value.reference
            elif isinstance(child.value, str) and child.value:
                held[name] = child.value
            if child.origin is not None:
                places[name] = child.origin
        by_api = node.get("keysByApi")
        return cls(
            node.text("endpoint", PRODUCTION),
            drivers or (GUIDED,),
            MappingProxyType(held),
            by_api is None or by_api.value is not False,
            MappingProxyType(places),
        )

    @property
    def real(self) -> bool:
        """Whether the endpoint is Tripletex itself rather than a simulator that brings credentials of its own."""
        return self.endpoint.startswith("https:")

    def has(self, credential: str) -> bool:
        """Whether the credential can be there: it is configured, or the world may bring it."""
        return bool(self.credentials.get(credential)) or (not self.real and not self.credentials.get(CONSUMER))
