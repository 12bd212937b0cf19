"""What people write into a field of the workbook, and what a manifest says for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provisioner.formats.survey.nouns import Survey
from provisioner.model.values import FrozenMap
from provisioner.spi.language import AskedField, SetUp
from tests.formats.survey_made import OWNER, SURVEY, WAYS, edited, read

VALID_FOR = AskedField(("validFor",), FrozenMap({"en": "Valid for", "nb": "Gjelder i"}), each=True, days=True)


@pytest.fixture
def survey(monkeypatch: pytest.MonkeyPatch) -> Survey:
    """Huma's keys are asked how long they are valid."""
    ways = (SetUp("user-key", (OWNER, VALID_FOR)),)
    monkeypatch.setitem(WAYS, "huma", ways)
    return replace(SURVEY, products=(replace(SURVEY.products[0], set_ups=ways),), keys=(), office_keys=())


@pytest.mark.parametrize(("written", "meant"), [(365, "365d"), (" 90 ", "90d"), ("12w", "12w"), ("365d", "365d")])
def test_a_bare_whole_number_of_a_length_of_time_is_days(survey: Survey, written: object, meant: str) -> None:
    def fill(workbook: Any) -> None:
        workbook["Integrasjoner"]["E2"] = written
        workbook["Nøkler"]["E2"] = written

    found = read(edited(fill, survey=survey))
    assert found.diagnostics == ()
    assert found.survey.products[0].said["validFor"] == meant
    assert [line.said["validFor"] for line in found.survey.keys] == [meant]
