"""The lists that clients are made of: files of the project, and the office's own list at the provider.

Promises: the office's list is fetched only where that is asked for, at most once a run, and a copy is kept with its
time, from which everything else works offline and says how old it is; a list that is not whole says so. Reads no file
outside the project. Does not: know what a row becomes (formats/generate.py).
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.generate import ListedSet, generate
from provisioner.formats.listing_format import Listing, NoListing, decode_listing, encode_listing, listing_rows
from provisioner.formats.rows import MAX_BYTES, Table, written_rows
from provisioner.formats.rows_csv import read_csv
from provisioner.formats.rows_xlsx import read_workbook
from provisioner.model.diagnostics import Diagnostic, Place, has_errors
from provisioner.model.errors import ProvisionerError
from provisioner.model.manifest import ClientList, ClientSet, ListKind, Manifests
from provisioner.runtime.files import PRIVATE_DIRECTORY, why_unreadable
from provisioner.runtime.platform import write_durably
from provisioner.runtime.reading.list_words import LIST_WORDS
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.provider import AccountListing

LISTINGS: Final = "listings"


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list of a project as it was read."""

    listed: tuple[ListedSet, ...]
    """One for each ClientSet whose rows could be had."""
    diagnostics: tuple[Diagnostic, ...]
    """What was wrong, and how old what was kept is."""
    whole: bool
    """Whether who is in no list is gone from all of them."""


def read_lists(workspace: Workspace, client_sets: Iterable[ClientSet], *, fresh: bool) -> Lists:
    """The rows of all `client_sets`; the office's own list is asked for anew where `fresh`."""
    reader = _Reader(workspace, fresh)
    listed = tuple(found for client_set in client_sets if (found := reader.read(client_set)) is not None)
    return Lists(listed, tuple(reader.diagnostics), all(item.whole for item in listed))


@dataclass(frozen=True, slots=True)
class Filled:
    """Manifests with the clients of their lists."""

    manifests: Manifests
    """The written clients and the generated ones."""
    diagnostics: tuple[Diagnostic, ...]
    """What was wrong with lists and rows."""
    whole: bool
    """Whether who is in no list is gone from all of them."""


def filled(workspace: Workspace, manifests: Manifests, *, fresh: bool) -> Filled:
    """The manifests with a client for each row of their lists."""
    lists = read_lists(workspace, manifests.client_sets, fresh=fresh)
    with_clients, found = generate(manifests, lists.listed, workspace.checking.schemas)
    return Filled(with_clients, (*lists.diagnostics, *found), lists.whole)


class _Reader:
    """Reads lists one after the other and collects what is wrong."""

    def __init__(self, workspace: Workspace, fresh: bool) -> None:
        self.workspace = workspace
        self.fresh = fresh
        self.diagnostics: list[Diagnostic] = []
        self.now = workspace.clock.now()
        self._fetched: Listing | ProvisionerError | None = None

    def read(self, client_set: ClientSet) -> ListedSet | None:
        """One list; None where nothing can be said about it."""
        rows = client_set.rows
        if rows.kind is ListKind.OFFICE:
            return self.office(client_set)
        if rows.kind is ListKind.INLINE:
            return ListedSet(client_set, written_rows(rows).rows)
        table = self.file(rows, read_csv if rows.kind is ListKind.CSV else read_workbook)
        self.diagnostics += table.diagnostics
        return ListedSet(client_set, table.rows, whole=not has_errors(table.diagnostics))

    def file(self, rows: ClientList, read: Callable[[bytes, ClientList], Table]) -> Table:
        """The rows of a file of the project."""
        root = self.workspace.root.resolve()
        place = Place(rows.source)
        try:
            path = (root / rows.file).resolve()
            if not path.is_relative_to(root):
                return Table(diagnostics=(LIST_WORDS("list-outside", place, file=rows.file),))
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a directory")
            if not path.is_file():  # a pipe would be waited for without end
                raise FileNotFoundError(errno.ENOENT, "there is no such file")
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            near, near_nb = did_you_mean(rows.file, _beside(root, rows.file))
            why = why_unreadable(error) if isinstance(error, OSError) else ("no file has such a name",) * 2
            words = {"file": rows.file, "error": why[0], "error_nb": why[1], "near": near, "near_nb": near_nb}
            return Table(diagnostics=(LIST_WORDS("list-file", place, **words),))
        return read(data, rows)

    def office(self, client_set: ClientSet) -> ListedSet | None:
        """The office's own list: fetched, else as it was kept."""
        name, place = client_set.name, Place(client_set.rows.source)
        kept = self.kept(name)
        if not self.fresh:
            if kept is None:
                self.diagnostics.append(LIST_WORDS("listing-none", place, name=name))
                return ListedSet(client_set, (), whole=False)
            self.diagnostics.append(LIST_WORDS("listing-age", place, name=name, **self.told(kept)))
            return self.listed(client_set, kept)
        fetched = self.fetch()
        if isinstance(fetched, Listing):
            self.keep(name, fetched, place)
            if not fetched.complete:
                count = len(fetched.companies)
                self.diagnostics.append(LIST_WORDS("listing-incomplete", place, name=name, count=count))
            return self.listed(client_set, fetched)
        if kept is None:
            self.diagnostics.append(LIST_WORDS("listing-unavailable", place, name=name, error=fetched.summary))
            return None
        words = {"name": name, "error": fetched.summary, **self.told(kept)}
        self.diagnostics.append(LIST_WORDS("listing-failed", place, **words))
        return ListedSet(client_set, self.listed(client_set, kept).rows, whole=False)

    def listed(self, client_set: ClientSet, listing: Listing) -> ListedSet:
        """The list as rows that point into the copy that is kept."""
        return ListedSet(client_set, listing_rows(listing, _file(client_set.name)), listing.complete)

    def fetch(self) -> Listing | ProvisionerError:
        """The list as it is now, or why it cannot be had; asked for once."""
        if self._fetched is None:
            try:
                answer = self.workspace.provider.accounts()
                self._fetched = self.usable(answer)
            except ProvisionerError as error:
                self._fetched = error
        return self._fetched

    def usable(self, answer: AccountListing) -> Listing | ProvisionerError:
        """What the provider answered; nobody at all, and that not for certain, is no answer."""
        if not answer.accounts and not answer.complete:
            return ProvisionerError.of(REFUSALS("nobody-listed"))
        return Listing.of(answer.accounts, self.now, complete=answer.complete)

    def path(self, name: str) -> Path:
        """Where the copy is kept."""
        return self.workspace.root / _file(name)

    def kept(self, name: str) -> Listing | None:
        """The copy, where there is one that can be read."""
        try:
            return decode_listing(self.path(name).read_bytes())
        except (OSError, NoListing):
            return None

    def keep(self, name: str, listing: Listing, place: Place) -> None:
        """Puts the copy in its place."""
        try:
            write_durably(self.path(name), encode_listing(listing), private=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.diagnostics.append(LIST_WORDS("listing-not-kept", place, file=_file(name), error=reason))

    def told(self, listing: Listing) -> dict[str, object]:
        """What is said about a list that was kept."""
        age, age_nb = spoken_age(self.now - listing.at)
        at = listing.at.strftime("%Y-%m-%d %H:%M UTC")
        return {"age": age, "age_nb": age_nb, "at": at, "count": len(listing.companies)}


def spoken_age(age: timedelta) -> tuple[str, str]:
    """A length of time as people say it, in English and in Norwegian."""
    minutes = max(int(age.total_seconds() // 60), 0)
    for size, one, many, one_nb, many_nb in (
        (24 * 60, "day", "days", "dag", "dager"),
        (60, "hour", "hours", "time", "timer"),
        (1, "minute", "minutes", "minutt", "minutter"),
    ):
        count = minutes // size
        if count or size == 1:
            return f"{count} {one if count == 1 else many}", f"{count} {one_nb if count == 1 else many_nb}"
    raise AssertionError("the last size is one minute")


def _file(name: str) -> str:
    return f"{PRIVATE_DIRECTORY}/{LISTINGS}/{name}.json"


def _beside(root: Path, file: str) -> list[str]:
    """The files that stand where `file` was looked for, named from the root."""
    try:
        directory = (root / file).resolve().parent
        if not directory.is_relative_to(root):
            return []
        return [path.relative_to(root).as_posix() for path in directory.iterdir() if path.is_file()]
    except (OSError, ValueError):
        return []
