"""Sales modules and packages: what is known, what follows, what stays unknown."""

from __future__ import annotations

import pytest

from provisioner_tripletex.catalogue import Answer, bundled_catalogue
from provisioner_tripletex.modules import (
    INTEGRATIONS,
    PACKAGE_RANKS,
    SALES_MODULES,
    can_have_integrations,
    package_of,
    satisfies_package,
)


def test_the_63_names_of_the_api() -> None:
    assert len(SALES_MODULES) == len(set(SALES_MODULES)) == 63
    assert SALES_MODULES[0] == "MAMUT"
    assert SALES_MODULES[-1] == "ZTL"
    assert INTEGRATIONS in SALES_MODULES
    assert set(PACKAGE_RANKS) <= set(SALES_MODULES)


@pytest.mark.parametrize(
    ("modules", "answer"),
    [
        (["SMART"], Answer.YES),
        (["WAGE", "KOMPLETT"], Answer.YES),
        (["PRO"], Answer.YES),
        (["BASIS"], Answer.NO),
        (["MIKRO", "WAGE"], Answer.NO),
        (["BASIS", "API_V2"], Answer.YES),
        (["VVS"], Answer.UNKNOWN),
        ([], Answer.UNKNOWN),
    ],
)
def test_who_can_have_integrations(modules: list[str], answer: Answer) -> None:
    assert can_have_integrations(modules) is answer


@pytest.mark.parametrize(
    ("modules", "needed", "answer"),
    [
        (["SMART"], "KOMPLETT", Answer.NO),
        (["KOMPLETT"], "KOMPLETT", Answer.YES),
        (["PRO"], "KOMPLETT", Answer.YES),
        (["KOMPLETT"], "SMART", Answer.YES),
        (["SMART", "KOMPLETT"], "KOMPLETT", Answer.YES),
        (["ELECTRO"], "KOMPLETT", Answer.UNKNOWN),
        (["SMART"], "ELECTRO", Answer.UNKNOWN),
        (["SMART"], None, Answer.YES),
        ([], None, Answer.YES),
    ],
)
def test_whether_a_package_is_enough(modules: list[str], needed: str | None, answer: Answer) -> None:
    assert satisfies_package(modules, needed) is answer


def test_the_largest_package_is_the_package() -> None:
    assert package_of(["BASIS", "SMART", "WAGE"]) == "SMART"
    assert package_of(["KOMPLETT", "PRO"]) == "PRO"
    assert package_of(["WAGE"]) is None


def test_every_package_the_catalogue_asks_for_is_ranked() -> None:
    asked = {entry.package for entry in bundled_catalogue().entries.values() if entry.package}
    assert asked == {"SMART", "KOMPLETT"}
    assert asked <= set(PACKAGE_RANKS)
