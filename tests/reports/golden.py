"""Expected texts as files beside the tests. `python -m tests.reports.golden` writes them anew.

Promises that a report which changes is seen in review. Does not judge whether the new one is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from provisioner.model.plan_view import PlanView
from provisioner.reports import html, json_report, markdown, text
from provisioner.reports.apply_text import render_apply
from provisioner.reports.view import ViewOptions, view
from tests.reports.applies import everything
from tests.reports.fleets import fleet
from tests.reports.plans import TYPES, firm_plan

FOLDER = Path(__file__).parent / "expected"


def firm(language: str) -> PlanView:
    """The firm's plan as it is told in that language."""
    return view(firm_plan(language), TYPES, options=ViewOptions(digest="ab" * 32))


TEXTS: Mapping[str, Callable[[], str]] = {
    "plan.en.txt": lambda: text.render(firm("en")),
    "plan.nb.txt": lambda: text.render(firm("nb")),
    "plan.ascii.txt": lambda: text.render(firm("nb"), ascii_only=True, width=80),
    "fleet.en.txt": lambda: text.render(view(fleet("en"), TYPES, options=ViewOptions(sum_up=True))),
    "fleet.nb.txt": lambda: text.render(view(fleet("nb"), TYPES, options=ViewOptions(sum_up=True))),
    "plan.en.md": lambda: markdown.render(firm("en")),
    "plan.nb.md": lambda: markdown.render(firm("nb")),
    "plan.json": lambda: json_report.render(firm("en")),
    "plan.en.html": lambda: html.render(firm("en")),
    "plan.nb.html": lambda: html.render(firm("nb")),
    "apply.en.txt": lambda: render_apply(everything()),
    "apply.nb.txt": lambda: render_apply(everything(), "nb"),
}


def main() -> None:
    """Write every expected text."""
    FOLDER.mkdir(exist_ok=True)
    for name, made in TEXTS.items():
        (FOLDER / name).write_text(made(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
