"""Words: every key in both languages, with the same placeholders, and every one of them used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import provisioner.cli
import provisioner_schemas
import provisioner_tripletex
from provisioner.cli.words import TABLE, Words
from provisioner.engine.comparing import EntryChangeKind
from provisioner.formats.survey.status import Standing as HowItStands
from provisioner.model.secrets import SecretStatus
from provisioner.model.work import AnswerKind, HandoffStatus
from provisioner.runtime.first_day import examining
from provisioner.runtime.life.expiring import Renewal
from provisioner.runtime.life.people import Standing
from provisioner.runtime.secrets.listing import Place
from provisioner.spi.doctor import Health
from provisioner.testing.simulation.campaign import INVARIANTS

PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("key", TABLE)
def test_both_languages_say_the_same(key: str) -> None:
    english, norwegian = TABLE[key]
    assert english
    assert norwegian
    assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(norwegian))


@pytest.mark.parametrize(("count", "told"), [(1, "1 klient, 1 integrasjon"), (2, "2 klienter, 2 integrasjoner")])
def test_words_agree_with_their_numbers(count: int, told: str) -> None:
    assert Words("nb")("survey-written", file="s.xlsx", clients=count, integrations=count) == f"Skrev s.xlsx: {told}."


def test_languages() -> None:
    assert Words("en")("no-work") != Words("nb")("no-work")
    assert Words("fi")("no-work") == Words("en")("no-work")
    assert Words("nb")("ask-one-of", choices="a") == "Svar ett av: a."


def test_every_word_is_used() -> None:
    folder = Path(provisioner.cli.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if "words" not in path.name)
    made_up = {f"{verb}-{part}" for verb in ("apply", "destroy") for part in ("question", "explained")}
    made_up |= {f"answer-{kind.value}" for kind in AnswerKind}
    made_up |= {f"handoff-status-{status.value}" for status in HandoffStatus}
    made_up |= {f"expiring-{renewal.value}" for renewal in Renewal}
    made_up |= {f"people-{standing.value}" for standing in Standing}
    made_up |= {f"{family}-{kind.value}" for family in ("entry", "change") for kind in EntryChangeKind}
    made_up |= {f"secrets-in-{place.value}" for place in Place}
    made_up |= {f"secrets-status-{status.value}" for status in SecretStatus} | {"secrets-status-elsewhere"}
    made_up |= {f"invariant-{name}" for name in INVARIANTS}
    made_up |= {f"status-{standing.value}" for standing in HowItStands}
    made_up |= {f"health-{health.value}" for health in Health}
    made_up |= {f"about-{topic}" for topic in topics_of_doctors()}
    made_up |= {f"handoff-{family}-{name}" for family, names in asked_of_vendors().items() for name in names}
    assert [key for key in TABLE if not re.search(f"[\"']{key}[\"']", code) and key not in made_up] == []
    assert 'f"expiring-{' in code
    assert 'f"people-{' in code
    assert 'f"health-{' in code
    assert 'f"about-{' in code
    assert "invariant-{name}" in code
    assert all(f"{family}-{{change.kind.value}}" in code for family in ("entry", "change"))
    assert 'f"secrets-in-{' in code
    assert 'f"secrets-status-{' in code
    assert all(f"{{verb}}-{part}" in code for part in ("question", "explained"))
    assert "answer-{kind.value}" in code
    assert "handoff-status-{" in code
    assert all(f'"handoff-{family}"' in code for family in asked_of_vendors())


def topics_of_doctors() -> set[str]:
    """What a doctor of ours has lines about."""
    files = [Path(examining.__file__), *Path(provisioner_tripletex.__file__).parent.rglob("doctor*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    return set(re.findall(r"(?:DoctorLine|_line)\(\s*\"([a-z]+)\"", code))


def asked_of_vendors() -> dict[str, list[str]]:
    """What the manifest language lets a vendor ask for; each has words."""
    schemas = Path(provisioner_schemas.__file__).parent
    schema = json.loads((schemas / "integration.v1.json").read_text(encoding="utf-8"))
    asked = schema["properties"]["handoff"]["properties"]
    return {
        "by": [channel for channel in asked["channel"]["enum"] if channel],
        "needs": asked["alsoNeeds"]["items"]["enum"],
        "never": asked["never"]["items"]["enum"],
    }


def test_whatever_a_vendor_may_ask_for_has_words() -> None:
    keys = {f"handoff-{family}-{name}" for family, names in asked_of_vendors().items() for name in names}
    assert keys - set(TABLE) == set()
