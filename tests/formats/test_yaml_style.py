"""The laws of the style: the same tree, every comment in its order, and a second time changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provisioner.formats import yaml_style
from provisioner.formats.yaml_source import read_documents
from provisioner.formats.yaml_style import restyle
from provisioner.model.values import plain
from tests.formats.written_anyhow import documents

EXAMPLES = sorted(Path(__file__).resolve().parents[2].glob("examples/*/**/*.yaml"))
BLOCK = re.compile(r"^( *)(?:- |.*: *)?[|>][+-]?(?: +#.*)?\n(?:\1 +.*\n|\n)*", re.MULTILINE)
KEY = re.compile(r"^( *)(?:\"[^\":]+\"|'[^':]+'|[^\W\d][\w ]*):", re.MULTILINE)
COMMENT = re.compile(r"#§.*")


def values(text: str) -> str:
    read, faults = read_documents(text, "a.yaml")
    assert faults == ()
    return repr([plain(item.root) for item in read])


def comments(text: str) -> list[str]:
    return [found.rstrip() for found in COMMENT.findall(text)]


def styled(text: str) -> str:
    written, faults = restyle(text, "a.yaml")
    assert faults == ()
    return written


@given(documents())
def test_the_laws_of_the_style(text: str) -> None:
    once = styled(text)
    assert values(once) == values(text), "the tree is the same"
    assert comments(once) == comments(text), "every comment is kept, in its order"
    assert styled(once) == once, "a second time changes nothing"
    # The way out for a text that would not read the same is there, and is not needed:
    assert once.endswith("\n")
    assert not once.startswith("\n")
    outside = BLOCK.sub("", once)  # a block's lines are values
    indented = [len(found[1]) for found in KEY.finditer(outside)]
    assert [columns for columns in indented if columns % 2] == []


@given(st.text(alphabet="ab:-?|>[]{},#'\"&*!% \n\t\\1", max_size=60))
@example("a: |\n  x")
@example("? a\n: b\n")
@example("a: &x\n- 1\nb: *x\n")
def test_any_text_is_survived(text: str) -> None:
    once, faults = restyle(text, "a.yaml")
    if faults:
        assert once == text
        return
    assert values(once) == values(text)
    assert restyle(once, "a.yaml") == (once, ())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_written_in_the_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert styled(text) == text


CASES = {
    "two blanks a level, lists one level in": (
        """\
        a:
            b:   1
            c:
            - d
            -   e: 1
                f : 2
        """,
        """\
        a:
          b: 1
          c:
            - d
            - e: 1
              f: 2
        """,
    ),
    "empty lines": ("\n\na: 1\n\n\n\nb: 2\n---\n\nc: 3\n\n\n", "a: 1\n\nb: 2\n---\nc: 3\n"),
    "quotes around plain words": (
        """\
        'name': 'nordlys-bakeri'
        displayName: "Nordlys Bakeri AS"
        a: 'NO'
        b: '12:30'
        c: "010"
        d: 'it''s'
        e: 'say "hi"'
        f: "a\\tb"
        g: "{{ row.navn }}"
        h: !!str 'x'
        i: " x"
        j: 'Bjørn'
        k: "a: b"
        l: "a #b"
        m: ""
        n: "null"
        """,
        """\
        name: nordlys-bakeri
        displayName: Nordlys Bakeri AS
        a: "NO"
        b: "12:30"
        c: "010"
        d: 'it''s'
        e: 'say "hi"'
        f: "a\\tb"
        g: "{{ row.navn }}"
        h: !!str 'x'
        i: " x"
        j: Bjørn
        k: "a: b"
        l: "a #b"
        m: ""
        n: "null"
        """,
    ),
    "brackets are as they were": (
        "a:   {b:  'c',   d: [ 1,2 ]}\ne:\n    f: [ 1,\n         2\n    ]\n",
        "a: {b:  'c',   d: [ 1,2 ]}\ne:\n  f: [ 1,\n       2\n  ]\n",
    ),
    "comments stand with what they are about": (
        """\
        a:   # the first
            # about b
            b: 1
              # about c
            c: 2
            # at the end of a
        # about d
        d:
            # nothing yet
        e: "word"        # aligned
        f: longer words  # aligned
        g: 'x'           # aligned
        """,
        """\
        a:   # the first
          # about b
          b: 1
          # about c
          c: 2
          # at the end of a
        # about d
        d:
          # nothing yet
        e: word          # aligned
        f: longer words  # aligned
        g: x             # aligned
        """,
    ),
    "texts on several lines": (
        'a:\n    b: |  # as is\n       one  \n         two\n\n    c: one\n      two\n\n      three\n    d: "x\n  y"\n',
        'a:\n  b: |  # as is\n    one  \n      two\n\n  c: one\n    two\n\n    three\n  d: "x\n    y"\n',
    ),
    "a block that says its own column": ("a:\n    b: |1\n        x\n", "a:\n  b: |1\n      x\n"),
    "a block that keeps its empty lines": ("a: |+\n    x\n\n\n", "a: |+\n  x\n\n\n"),
    "a block without a line feed": ("a:\n    b: |-\n        x", "a:\n  b: |-\n    x\n"),
    "line feeds": ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
    "only comments": ("  # one\n\n\n  #two  \n", "# one\n\n#two\n"),
    "nothing": ("\n\n", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_the_style(name: str) -> None:
    before, after = (dedent(text) for text in CASES[name])
    assert styled(before) == after
    assert styled(after) == after


def test_a_text_with_faults_is_left_and_told_of() -> None:
    text = "a:   1\na: 2\n"
    written, faults = restyle(text, "clients/a.yaml")
    assert written == text
    assert [(item.code, str(item.source)) for item in faults] == [("duplicate-key", "clients/a.yaml:2:1")]


def test_values_go_before_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the style ever change what is read, the text is left as it is."""
    monkeypatch.setattr(yaml_style._Writer, "write", lambda writer: "a: true\n")
    assert restyle("a:   1\n") == ("a:   1\n", ())
    monkeypatch.setattr(yaml_style._Writer, "write", lambda writer: "a: [\n")
    assert restyle("a:   1\n") == ("a:   1\n", ())
