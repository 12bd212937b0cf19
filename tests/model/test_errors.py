"""Errors in two languages: what one says can be said by another kind, and inside another's words."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary
from provisioner.model.errors import ProviderFailed, SecretStoreFailed, UsageError

WORDS = Vocabulary(
    {"gone": Phrase(Severity.ERROR, Text("{x} is gone.", "Why.", "Look."), Text("{x} er borte.", "Hvorfor.", "Se."))}
)


def test_another_kind_says_the_same_in_both() -> None:
    error = UsageError.saying(SecretStoreFailed.of(WORDS("gone", x="It")))
    assert (error.code, error.summary, error.detail, error.hint) == ("usage", "It is gone.", "Why.", "Look.")
    assert error.told_in("nb") == Text("It er borte.", "Hvorfor.", "Se.")


def test_its_parts_fill_anothers_words() -> None:
    error = UsageError.of(WORDS("gone", x="It"))
    assert error.both == ("It is gone.", "It er borte.")
    found = error.filled(why="summary", how="hint")
    assert found == {"why": "It is gone.", "why_nb": "It er borte.", "how": "Look.", "how_nb": "Se."}
    assert UsageError("Only so.").filled(why="summary") == {"why": "Only so.", "why_nb": "Only so."}


def test_whether_it_may_go_well_again_is_kept() -> None:
    assert ProviderFailed.of(WORDS("gone", x="It"), retryable=True).retryable
    assert not ProviderFailed.of(WORDS("gone", x="It")).retryable
