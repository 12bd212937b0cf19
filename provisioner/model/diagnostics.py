"""Trouble as a value: what the user wrote or what a plan would do, collected and shown together.

Promises: every diagnostic has a stable code, a severity and words in English and, where its room has them,
Norwegian bokmål. Does not: raise, print or decide an exit code.

Style. Summary: one sentence, no full account of the data. Detail: what, why. Hint: what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from provisioner.model.address import AccountRef, Address

ENGLISH = "en"
BOKMAL = "nb"


class Severity(StrEnum):
    """How bad it is; only an error stops the account it concerns."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return (Severity.ERROR, Severity.WARNING, Severity.INFO).index(self)


@dataclass(frozen=True, slots=True, order=True)
class SourceRange:
    """A place in a file. Lines and columns count from 1; columns count characters."""

    file: str
    """The path as the user would type it from the project's root, with forward slashes."""
    line: int
    """First line."""
    column: int
    """First column."""
    end_line: int = 0
    """Last line; 0 where only the beginning is known."""
    end_column: int = 0
    """Column after the last character; 0 where only the beginning is known."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one diagnostic in one language."""

    summary: str
    """One sentence."""
    detail: str = ""
    """What and why, where the summary does not suffice."""
    hint: str = ""
    """What to do."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong or worth knowing."""

    code: str
    """Stable, lower case with hyphens, such as `unknown-integration`."""
    severity: Severity
    """Whether it stops anything."""
    text: Text
    """The words in English."""
    address: Address | None = None
    """The resource it is about."""
    account: AccountRef | None = None
    """The account it is about, where no resource is."""
    source: SourceRange | None = None
    """Where it was written."""
    related: tuple[SourceRange, ...] = ()
    """Other places that belong to it, such as the first of two duplicates."""
    translations: tuple[tuple[str, Text], ...] = ()
    """The same words in other languages, by language code."""
    drift: bool = False
    """Whether it says that the world is no longer as it was when we worked on it, so that `drift` tells it too."""
    unread: bool = False
    """Whether it says that something of ours cannot be compared with what it was: `drift` tells it, a page need not."""

    @property
    def summary(self) -> str:
        """The sentence, in English."""
        return self.text.summary

    @property
    def hint(self) -> str:
        """What to do, in English."""
        return self.text.hint

    @property
    def concerns(self) -> AccountRef | None:
        """The account that this stops when it is an error; None for the whole project."""
        return self.address.account if self.address is not None else self.account

    def told_in(self, language: str) -> Text:
        """The words in `language`, or in English where there are none."""
        return dict(self.translations).get(language, self.text)

    def at(self, source: SourceRange | None) -> Diagnostic:
        """The same with a place, where it had none."""
        return self if self.source is not None else replace(self, source=source)

    def beside(self, other: SourceRange) -> Diagnostic:
        """The same with one more place that belongs to it."""
        known = self.source == other or other in self.related
        return self if known else replace(self, related=(*self.related, other))

    def order(self) -> tuple[str, int, int, int, str, str]:
        """Sort key: file, line, column, severity, code, address."""
        source = self.source
        place = (source.file, source.line, source.column) if source else ("\uffff", 0, 0)
        return (*place, self.severity.rank, self.code, str(self.address or self.account or ""))


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a code, with `{placeholders}` as `str.format` fills them."""

    severity: Severity
    """The severity of every diagnostic with this code."""
    en: Text
    """English."""
    nb: Text
    """Norwegian bokmål."""
    drift: bool = False
    """Whether it says that the world has moved."""
    unread: bool = False
    """Whether it says that nobody can tell whether it has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a diagnostic belongs; every part may be missing."""

    source: SourceRange | None = None
    """Where it was written."""
    address: Address | None = None
    """The resource."""
    account: AccountRef | None = None
    """The account."""
    related: tuple[SourceRange, ...] = ()
    """Other places."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A room's table of words. Calling it makes a diagnostic: `WORDS("unknown-field", Place(...), field="x")`."""

    phrases: Mapping[str, Phrase]
    """By code."""

    def __call__(self, code: str, place: Place | None = None, /, **values: object) -> Diagnostic:
        """The diagnostic `code` at `place`, with `values` put into its words."""
        phrase = self.phrases[code]
        where = place or Place()
        return Diagnostic(
            code=code,
            severity=phrase.severity,
            text=_fill(phrase.en, values),
            address=where.address,
            account=where.account,
            source=where.source,
            related=where.related,
            translations=((BOKMAL, _fill(phrase.nb, values)),),
            drift=phrase.drift,
            unread=phrase.unread,
        )


class _Number(int):
    """A number that puts a word in agreement with it: `{clients:client|clients}` is `client` for one."""

    def __format__(self, format_spec: str, /) -> str:
        one, parted, many = format_spec.partition("|")
        if not parted:
            return super().__format__(format_spec)
        return one if self == 1 else many


def agreeing(values: Mapping[str, object]) -> dict[str, object]:
    """`values` for `str.format_map`, with numbers that choose between `{name:one|many}`."""
    return {name: _Number(value) if type(value) is int else value for name, value in values.items()}


def _fill(text: Text, values: Mapping[str, object]) -> Text:
    values = agreeing(values)
    return Text(*(part.format_map(values) if "{" in part else part for part in (text.summary, text.detail, text.hint)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def sort_unique(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by file and line."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=Diagnostic.order))
