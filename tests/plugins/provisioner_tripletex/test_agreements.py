"""Which texts a new activation is held to: what was accepted in any account, or what the manifest names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provisioner.model.values import Attributes, attributes
from provisioner_tripletex.agreements import Agreements, agreement_digest, holds_to
from tests.plugins.provisioner_tripletex.bench import NOW


def test_what_was_accepted_anywhere_is_known_by_its_integration() -> None:
    asked: list[str] = []

    def recorded(kind: str) -> Iterator[Attributes]:
        asked.append(kind)
        yield attributes(title="Shopify", agreementDigest="sha256:1")
        yield attributes(title="Shopify", agreementDigest="sha256:2")
        yield attributes(title="Zettle", agreementDigest="sha256:3")
        yield attributes(title="Rackbeat", agreement="sha256:4")  # asked for, and compared by nobody

    known = Agreements(recorded)
    assert asked == [], "nothing is read before it is asked for"
    assert known.of("Shopify") == {"sha256:1", "sha256:2"}
    assert known.of("Rackbeat") == known.of("Nobody's") == frozenset()
    assert asked == ["menu_activation"]
    known.note("Rackbeat", "sha256:5")
    assert known.of("Rackbeat") == {"sha256:5"}


def test_what_is_accepted_before_anything_is_asked_does_not_hide_what_was_before() -> None:
    known = Agreements(lambda _: [attributes(title="Shopify", agreementDigest="sha256:1")])
    known.note("Shopify", "sha256:2")
    assert known.of("Shopify") == {"sha256:1", "sha256:2"}


def test_the_manifest_is_stronger_than_what_was_accepted() -> None:
    accepted = frozenset({"sha256:1"})
    assert holds_to("sha256:2", accepted) == {"sha256:2"}
    assert holds_to(None, accepted) == holds_to("", accepted) == accepted
    assert holds_to(None, frozenset()) == frozenset()
    assert Agreements().of("Shopify") == frozenset()


def test_somebody_elses_acceptance_is_seen_when_it_is_looked_anew_and_our_own_is_not_lost() -> None:
    committed = [attributes(title="Shopify", agreementDigest="sha256:1")]
    known = Agreements(lambda _: committed)
    assert known.of("Shopify") == {"sha256:1"}
    known.note("Shopify", "sha256:2", attributes(acceptedBy="kari", authority="avtale"))
    committed.append(attributes(title="Shopify", agreementDigest="sha256:3", acceptedBy="ola"))
    assert known.of("Shopify") == {"sha256:1", "sha256:2"}
    assert known.look_again("Shopify", NOW)
    assert known.of("Shopify") == {"sha256:1", "sha256:2", "sha256:3"}
    said = [known.accepted_by("Shopify", f"sha256:{number}") for number in range(1, 5)]
    assert said == ["", "kari (avtale)", "ola", ""]


def test_one_text_has_one_digest_whatever_its_blanks() -> None:
    text = "Avtale.\n\nKunden gir tilgang."
    assert agreement_digest(text) == agreement_digest("  Avtale. Kunden\u00a0gir\r\ntilgang.\n")
    assert agreement_digest(text) != agreement_digest("avtale. Kunden gir tilgang.")


@pytest.mark.parametrize(
    "copied",
    [
        "Avtale. Kunden går først.",
        "Avtale. Kunden ga\u030ar først.",  # a Mac writes the ring by itself
        "\ufeffAvtale. Kunden går først.\r\n",
        "Av\u00adtale. Kun\u200bden går\u200d først.\u2060",
        "\u200eAvtale.\u200f\u00a0Kunden\u2003går først.",
    ],
)
def test_one_text_has_one_digest_wherever_it_was_copied(copied: str) -> None:
    assert agreement_digest(copied) == agreement_digest("Avtale. Kunden går først.")


@pytest.mark.parametrize("other", ["Avtale. Kunden gar først.", "Avtale. Kunden gårførst."])
def test_what_can_be_read_is_what_counts(other: str) -> None:
    assert agreement_digest(other) != agreement_digest("Avtale. Kunden går først.")
