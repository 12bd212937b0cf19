"""What can be checked of the documentation is: links lead somewhere, pages are reachable, records have their parts."""

from __future__ import annotations

import re

import pytest

from tests.contract import tree

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")


def pages() -> list[str]:
    return tree.under("", suffix=".md")


def links(name: str) -> list[str]:
    """The targets of a page's links; code is not prose."""
    prose = re.sub(r"`[^`\n]+`", "", FENCE.sub("", tree.text(name)))
    return LINK.findall(prose)


def anchors(name: str) -> set[str]:
    headings = re.findall(r"^#+\s+(.+?)\s*$", FENCE.sub("", tree.text(name)), re.MULTILINE)
    return {tree.slug(heading) for heading in headings}


def is_outside(target: str) -> bool:
    return bool(re.match(r"[a-z]+:", target))


@pytest.mark.parametrize("name", pages())
def test_links_lead_somewhere(name: str) -> None:
    broken = []
    for target in links(name):
        if is_outside(target):
            continue
        path, _, anchor = target.partition("#")
        found = tree.resolve(name, path) if path else tree.ROOT / name
        inside = found.is_relative_to(tree.ROOT) and found.exists()
        if not inside or (anchor and anchor not in anchors(found.relative_to(tree.ROOT).as_posix())):
            broken.append(target)
    assert broken == []


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, waiting = set(), ["docs/index.md"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        found = [tree.resolve(name, link.partition("#")[0]) for link in links(name) if not is_outside(link)]
        for path in found:
            if path.suffix == ".md" and path.is_file() and path.is_relative_to(tree.ROOT):
                page = path.relative_to(tree.ROOT).as_posix()
                waiting += [page] if page not in reached else []
    assert [name for name in tree.under("docs/", suffix=".md") if name not in reached] == []


@pytest.mark.parametrize("name", tree.under("docs/adr/0", suffix=".md"))
def test_a_decision_record_has_its_parts(name: str) -> None:
    text = tree.text(name)
    assert re.match(rf"# {int(name.removeprefix('docs/adr/')[:4])}\. \S", text)
    assert re.search(r"^Status: (accepted|superseded by \[.+\]\(.+\))$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Why", "What we decided", "What follows"]
    assert len(text.splitlines()) <= 40, "a decision record is short"


def test_every_guest_has_a_page_of_its_own() -> None:
    assert [guest for guest in tree.GUESTS if not (tree.ROOT / "plugins" / guest / "README.md").is_file()] == []
