"""What options hold: addresses, labels, times.

Promises: what is wrong is told with the option's name. Does not: look anything up.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from provisioner.cli.refusals import REFUSALS
from provisioner.model.address import AccountRef, Address, AddressError
from provisioner.model.errors import UsageError
from provisioner.model.values import FrozenMap, SecretRef, Unknown, Value
from provisioner.reports.plain import clean, quoted

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class AddressType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """An address, such as `client/nordlys-bakeri/user_key/huma`."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        """The address."""
        if isinstance(value, Address):
            return value
        try:
            return Address.parse(str(value))
        except AddressError:
            raise UsageError.of(REFUSALS("no-addresses", text=value)) from None

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Addresses of the project that begin so."""
        from provisioner.cli.completing import addresses

        return addresses(ctx, incomplete)


class AccountType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """An account: `office`, `client/NAME`, or the bare name of a client."""

    name = "account"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> AccountRef:
        """The account."""
        if isinstance(value, AccountRef):
            return value
        text = str(value)
        try:
            return AccountRef.parse(text) if "/" in text or text == "office" else AccountRef.client(text)
        except AddressError:
            raise UsageError.of(REFUSALS("no-account", text=value)) from None

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Accounts of the project that begin so."""
        from provisioner.cli.completing import accounts

        return accounts(ctx, incomplete)


class ClientType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """The name of a client: bare, or as reports print it, `client/NAME`."""

    name = "client"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The bare name; whether there is such a client is seen later."""
        return str(value).removeprefix("client/")

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Clients of the project that begin so."""
        from provisioner.cli.completing import clients

        return clients(ctx, incomplete)


class MomentType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A time as ISO 8601 writes it; in UTC where it names no zone."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time, in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise UsageError.of(REFUSALS("no-time", text=value)) from None
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)


class DayType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A day, as manifests write it."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Its beginning."""
        if isinstance(value, datetime):
            return value
        text = str(value)
        try:
            return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007  # a day has no zone
        except ValueError:
            raise UsageError.of(REFUSALS("no-day", text=text, meant=_meant(text) or "2027-01-31")) from None


def _meant(text: str) -> str:
    """The day that was most likely meant, as it is written here; empty where there is no telling."""
    for form in ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"):
        try:
            return f"{datetime.strptime(text, form):%Y-%m-%d}"  # noqa: DTZ007  # as above
        except ValueError:
            continue
    return ""


class DaysType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A length of time in days or weeks, as manifests write it: `90d`, `12w`."""

    name = "days"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The days."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d{1,5})([dw])", str(value))
        if found is None:
            raise UsageError.of(REFUSALS("no-length", text=value))
        return int(found[1]) * (7 if found[2] == "w" else 1)


CLIENT: Final = ClientType()


def complete_address(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What a shell offers where an address, or a part of one, may stand."""
    from provisioner.cli.completing import addresses

    return addresses(context, incomplete)


def labels(pairs: tuple[str, ...], parameter: str) -> FrozenMap[str]:
    """`KEY=VALUE` pairs as labels; commas may separate several in one word."""
    found: dict[str, str] = {}
    for pair in (part for word in pairs for part in word.split(",")):
        key, equals, value = pair.partition("=")
        if not key.strip() or not equals:
            raise click.BadParameter(f"{pair!r} is no label: write KEY=VALUE.", param_hint=f"'{parameter}'")
        if found.setdefault(key.strip(), value.strip()) != value.strip():
            raise click.BadParameter(f"{key.strip()!r} cannot have two values.", param_hint=f"'{parameter}'")
    return FrozenMap(found)


def written(value: Value) -> str:
    """A value of a resource on one line, for people."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case tuple():
            return f"[{', '.join(written(item) for item in value)}]"
        case FrozenMap():
            return f"{{{', '.join(f'{clean(key)} = {written(value[key])}' for key in sorted(value))}}}"
        case Unknown():
            return "(not known)"
        case SecretRef():
            return "(sensitive value)"
        case _:
            return clean(str(value))
