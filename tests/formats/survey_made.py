"""A small survey, and a workbook that people wrote into."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl

from provisioner.formats.survey.nouns import Answer, Company, KeyLine, OfficeKey, Product, Survey
from provisioner.formats.survey.reading import ReadBack, read_survey
from provisioner.formats.survey.writing import write_survey
from provisioner.model.values import FrozenMap
from provisioner.spi.language import AskedField, SetUp

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWNER = AskedField(("owner", "employee"), FrozenMap({"en": "Owner", "nb": "Eier"}), needed=True, each=True)
NAME = AskedField(("keyName",), FrozenMap({"en": "Key name", "nb": "Navn på nøkkelen"}), each=True)
BY = AskedField(("agreement", "acceptedBy"), FrozenMap({"en": "Accepted by", "nb": "Godtatt av"}), needed=True)
ACCESS = AskedField(("access",), FrozenMap({"en": "Access"}), needed=True, choices=("READ", "WRITE"))
WAYS = {
    "huma": (SetUp("user-key", (OWNER, NAME)),),
    "shopify": (SetUp("menu", (BY,)),),
    "finale": (SetUp("user-key", (OWNER, NAME)), SetUp("office-key", (ACCESS,), at_office=(OWNER, NAME))),
}
THERE, NOT_THERE, UNKNOWN = Answer


def ways(name: str) -> tuple[SetUp, ...]:
    """The ways to declare it."""
    return WAYS.get(name, ())


def company(name: str, number: str, answers: dict[str, Answer] | None = None, **labels: str) -> Company:
    """One row."""
    return Company(name, f"{name.title()} AS", number, labels=FrozenMap(labels), answers=FrozenMap(answers or {}))


SURVEY = Survey(
    (
        Product("huma", "Huma", WAYS["huma"], "", "user-key", FrozenMap({"owner.employee": "kari@fjord.example"})),
        Product("nettbutikk", "Nettbutikk", WAYS["shopify"], "shopify", "menu"),
        Product("finale", "Finale", WAYS["finale"], "", "office-key", FrozenMap({"access": "READ"})),
    ),
    (
        company("nordlys", "312345676", {"huma": THERE, "finale": NOT_THERE}, bransje="handel"),
        company("brygga", "310000019", {"huma": UNKNOWN}),
        Company("uten-nummer", "Uten Nummer", "", 4711, answers=FrozenMap({"nettbutikk": THERE})),
        company("=1+1", "310000027"),
    ),
    (
        KeyLine("nordlys", "huma", FrozenMap({"owner.employee": "per@nordlys.example"}), "Per"),
        KeyLine("brygga", "huma", FrozenMap({"keyName": "Huma brygga"})),
    ),
    (
        OfficeKey(
            *("finale", "Finale", (OWNER, NAME), "", NOT_THERE),
            FrozenMap({"owner.employee": "kari@fjord.example"}),
            "Kari, in the safe",
        ),
    ),
)


def bare(survey: Survey) -> Survey:
    """The survey without the places that only a workbook has."""
    from dataclasses import replace

    return Survey(
        tuple(replace(product, cells=FrozenMap()) for product in survey.products),
        tuple(replace(one, cell=None) for one in survey.companies),
        tuple(replace(line, cell=None) for line in survey.keys),
        tuple(replace(key, cells=FrozenMap()) for key in survey.office_keys),
    )


def edited(edit: Callable[[Any], object], language: str = "nb", survey: Survey = SURVEY) -> bytes:
    """The workbook after somebody had it open."""
    workbook = openpyxl.load_workbook(io.BytesIO(write_survey(survey, language, NOW)))
    edit(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> ReadBack:
    """The workbook as it is understood."""
    found = read_survey(data, "status.xlsx", ways)
    assert found is not None
    return found
