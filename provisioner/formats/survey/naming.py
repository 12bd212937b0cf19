"""What clients are called in addresses, from what their companies are called.

Promises: the name that a person would write, the same whatever the order of the rows; no two are the same. Does not:
change a name that is there already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from provisioner.formats.forms import is_reserved
from provisioner.formats.survey.nouns import Company
from provisioner.formats.template_filters import slug

_FORMS: Final = frozenset({"as", "asa", "ans", "da", "enk", "nuf", "sa", "ba", "ks"})
"""Kinds of companies: the last word of a name that nobody says."""

_LONGEST: Final = 63
"""Characters a name of a client may have, as the manifests' schema holds; a company's own name may be far longer."""


def client_names(companies: Iterable[Company]) -> list[Company]:
    """The companies, each with a name: its own, else one made of the company's."""
    found = list(companies)
    taken = {company.name for company in found if company.name}
    short = Counter(_short(company) for company in found if not company.name)
    whole = Counter(_whole(company) for company in found if not company.name)
    return [
        company if company.name else replace(company, name=_free(company, taken, short, whole)) for company in found
    ]


def _free(company: Company, taken: set[str], short: Counter[str], whole: Counter[str]) -> str:
    """The shortest name that no other company could be meant by."""
    for name, count in ((_short(company), short), (_whole(company), whole)):
        if name and count[name] == 1 and name not in taken and not is_reserved(name):
            return name
    mark = company.organization_number or str(company.company_id)
    return "-".join(part for part in (_cut(slug(company.display_name), _LONGEST - len(mark) - 1), mark) if part)


def _short(company: Company) -> str:
    """The name without the kind of company."""
    words = slug(company.display_name).split("-")
    return _cut("-".join(words[:-1] if len(words) > 1 and words[-1] in _FORMS else words))


def _whole(company: Company) -> str:
    """The name with the kind of company."""
    return _cut(slug(company.display_name))


def _cut(name: str, room: int = _LONGEST) -> str:
    """The name's beginning that fits: whole words, or part of the first where that alone is too long."""
    if len(name) <= room:
        return name
    words, _, rest = name[: room + 1].rpartition("-")
    return words or rest[:room]
