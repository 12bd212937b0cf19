"""Addresses: the only keys in the house.

Promises: an address is printed, parsed and ordered the same way everywhere. Office sorts before clients.
Does not: say whether the thing it names exists.
"""

from __future__ import annotations

import re
from typing import Final, final

_NAME: Final = re.compile(r"[^\s/]+\Z")
OFFICE: Final = "office"
CLIENT: Final = "client"


class AddressError(ValueError):
    """A text that is no address; its message says what an address looks like."""


class _Immutable:
    """Shared refusal to be changed after construction."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")


@final
class AccountRef(_Immutable):
    """One account: the office, printed `office`, or a client, printed `client/NAME`.

    A plain class rather than a dataclass, so that the codecs write it as its text.
    """

    __slots__ = ("_hash", "name")

    name: str
    """The client's name; empty for the office."""

    def __init__(self, name: str = "") -> None:
        if name and not _NAME.match(name):
            raise AddressError(f"{name!r} is not a name: it may hold neither blanks nor slashes")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "_hash", hash(name))

    @classmethod
    def office(cls) -> AccountRef:
        """The office's own account; a project has one."""
        return cls("")

    @classmethod
    def client(cls, name: str) -> AccountRef:
        """The client called `name`."""
        if not name:
            raise AddressError("a client has a name")
        return cls(name)

    @classmethod
    def parse(cls, text: str) -> AccountRef:
        """The account that `text` names: `office` or `client/NAME`."""
        if text == OFFICE:
            return cls.office()
        head, _, name = text.partition("/")
        if head != CLIENT or not name:
            raise AddressError(f"{text!r} is not an account: write `office` or `client/NAME`")
        return cls.client(name)

    @property
    def is_office(self) -> bool:
        """Whether this is the office's own account."""
        return not self.name

    def __str__(self) -> str:
        return f"{CLIENT}/{self.name}" if self.name else OFFICE

    def __repr__(self) -> str:
        return f"AccountRef({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, AccountRef) and self.name == other.name)

    def __lt__(self, other: AccountRef) -> bool:
        return self.name < other.name

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]  # set through object.__setattr__

    def __reduce__(self) -> tuple[type[AccountRef], tuple[str]]:
        return AccountRef, (self.name,)


@final
class Address(_Immutable):
    """One resource: `ACCOUNT/KIND/NAME`, such as `client/nordlys-bakeri/user_key/huma`."""

    __slots__ = ("_hash", "account", "kind", "name")

    account: AccountRef
    """Whose resource it is."""
    kind: str
    """The resource type's kind, such as `user_key`."""
    name: str
    """The name the firm gave it; unique among the account's resources of that kind."""

    def __init__(self, account: AccountRef, kind: str, name: str) -> None:
        if not _NAME.match(kind) or not _NAME.match(name):
            raise AddressError(f"{kind!r}, {name!r}: a kind and a name may hold neither blanks nor slashes")
        object.__setattr__(self, "account", account)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "_hash", hash((account.name, kind, name)))

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that `text` spells."""
        parts = text.split("/")
        try:
            if parts[0] == OFFICE and len(parts) == 3:
                return cls(AccountRef.office(), parts[1], parts[2])
            if parts[0] == CLIENT and len(parts) == 4:
                return cls(AccountRef.client(parts[1]), parts[2], parts[3])
        except AddressError:
            pass  # the sentence below says more
        raise AddressError(f"{text!r} is not an address: write `office/KIND/NAME` or `client/CLIENT/KIND/NAME`")

    def of(self, account: AccountRef) -> Address:
        """The thing of that kind and name in another account."""
        made = object.__new__(Address)
        put = object.__setattr__
        put(made, "account", account)
        put(made, "kind", self.kind)
        put(made, "name", self.name)
        put(made, "_hash", hash((account.name, self.kind, self.name)))
        return made

    def __str__(self) -> str:
        return f"{self.account}/{self.kind}/{self.name}"

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"

    def _key(self) -> tuple[str, str, str]:
        return self.account.name, self.kind, self.name

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Address)
            and self.name == other.name
            and self.kind == other.kind
            and self.account.name == other.account.name
        )

    def __lt__(self, other: Address) -> bool:
        if self.kind == other.kind and self.account.name == other.account.name:  # as most that are compared
            return self.name < other.name
        return self._key() < other._key()

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]  # set through object.__setattr__

    def __reduce__(self) -> tuple[type[Address], tuple[AccountRef, str, str]]:
        return Address, (self.account, self.kind, self.name)
