"""What a check of the manifests found, as the reports for pipelines take it.

Promises: files are named as the pipeline finds them, below the directory it was checked out to. Does not: render.
"""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.model.diagnostics import ENGLISH, Diagnostic, SourceRange
from provisioner.reports.plain import clean
from provisioner.reports.words import words


@dataclass(frozen=True, slots=True)
class Checked:
    """One run of `validate`."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file and line."""
    files: tuple[str, ...] = ()
    """Every file that was looked at, from the project's root."""
    language: str = ENGLISH
    """Of what people read."""
    version: str = ""
    """Of the program."""
    prefix: str = ""
    """The way from where the pipeline counts to the project's root; empty where that is the same."""

    def path(self, file: str) -> str:
        """`file` as the pipeline finds it."""
        return f"{self.prefix}/{file}" if self.prefix else file

    def paragraphs(self, diagnostic: Diagnostic) -> tuple[str, ...]:
        """What is wrong, why, and what to do about it; nothing in it can harm a terminal."""
        spoken = words(self.language)
        text = diagnostic.told_in(self.language)
        about = diagnostic.address or diagnostic.account
        parts = [text.summary, *text.detail.splitlines()]
        if about is not None:
            parts.append(spoken("diagnostic-for", address=about))
        parts += [spoken("diagnostic-related", source=self.place(related)) for related in diagnostic.related]
        if text.hint:
            parts.append(f"{spoken('hint')}: {text.hint}")
        return tuple(clean(part) for part in parts if part)

    def place(self, source: SourceRange) -> str:
        """`file:line:column`."""
        return f"{self.path(source.file)}:{source.line}:{source.column}"
