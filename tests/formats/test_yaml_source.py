"""YAML as trees with places: the same from both parsers, and nothing that surprises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.formats import yaml_source
from provisioner.formats.canonical import digest_of_text
from provisioner.formats.yaml_source import Document, Parser, quickest_parser, read_documents
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.values import Node, plain, thaw

Make = Callable[[str], Parser]
PARSERS = [
    pytest.param(cast("Make", yaml.CBaseLoader), id="libyaml"),
    pytest.param(cast("Make", yaml.BaseLoader), id="pure"),
]


def read(text: str, make: Make | None = None) -> tuple[tuple[Document, ...], list[tuple[str, int, int]]]:
    documents, diagnostics = read_documents(text, "f.yaml", make)
    return documents, [where(diagnostic) for diagnostic in diagnostics]


def where(diagnostic: Diagnostic) -> tuple[str, int, int]:
    assert diagnostic.source is not None
    assert diagnostic.source.file == "f.yaml"
    return diagnostic.code, diagnostic.source.line, diagnostic.source.column


def only(text: str, make: Make | None = None) -> Node:
    (document,), found = read(text, make)
    assert found == []
    return document.root


def value(text: str, make: Make | None = None) -> object:
    return thaw(plain(only(text, make)))


@pytest.mark.parametrize("make", PARSERS)
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *((word, word) for word in ("NO", "no", "on", "off", "yes", "Y", "12:30", "12:30:45", "1_000", "2026-01-02")),
        *((word, word) for word in ("0b1", "1e", "+", "-x", ".", "e3", "0x", "0o8", "nUll", "tRue", "1.2.3", "=")),
        ("314 286 014", "314 286 014"),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, word) for word in ("010", "007", "+01", "00", "08")),
        ("0", 0),
        ("-0", 0),
        ("00.5", 0.5),
        ("-17", -17),
        ("+3", 3),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1.5e3", -1500.0),
        ("1e3", 1000.0),
        ("'010'", "010"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int 12", 12),
        ("!!null ~", None),
        ("!!float 1.5", 1.5),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">\n  a\n  b\n", "a b\n"),
    ],
)
def test_scalars_are_those_of_the_core_schema(make: Make, written: str, expected: object) -> None:
    found = value(f"a: {written}", make)
    assert found == {"a": expected}
    assert type(cast("dict[str, object]", found)["a"]) is type(expected)


@pytest.mark.parametrize("make", PARSERS)
def test_every_value_and_key_knows_its_place(make: Make) -> None:
    text = "navn: Bjørn\nområder:\n  - 'æ'\n  - {nøkkel: verdi}\ntekst: |\n\n   én\n   to\nto: \"a\n  b\"\n"
    root = only(text, make)
    assert root.origin == SourceRange("f.yaml", 1, 1)
    name = root.entries()["navn"]
    assert (name.key, name.origin) == (SourceRange("f.yaml", 1, 1), SourceRange("f.yaml", 1, 7, 1, 12))
    first, second = root.entries()["områder"].items()
    assert (first.key, first.origin) == (None, SourceRange("f.yaml", 3, 5, 3, 8))
    inner = second.entries()["nøkkel"]
    assert (inner.key, inner.origin) == (SourceRange("f.yaml", 4, 6), SourceRange("f.yaml", 4, 14, 4, 19))
    assert root.entries()["tekst"].origin == SourceRange("f.yaml", 7, 4)
    assert root.entries()["to"].origin == SourceRange("f.yaml", 9, 5, 10, 5)


def test_columns_count_characters_beyond_the_basic_plane() -> None:
    node = only("{a: '🏔️🏔️', b: 1}").entries()["b"]
    assert node.key == SourceRange("f.yaml", 1, 13)


def test_documents_have_places_and_digests_of_their_own() -> None:
    text = "# først\nkind: A\n---\n# så\nkind: B\nx: 1\n--- {kind: C}\n...\n---\n"
    documents, found = read(text)
    assert found == []
    assert [document.source.line for document in documents] == [2, 5, 7]
    assert [document.digest for document in documents] == [
        digest_of_text("kind: A"),
        digest_of_text("# så\nkind: B\nx: 1"),
        digest_of_text("{kind: C}"),
    ]
    windows, _ = read(text.replace("\n", "\r\n"))
    assert windows == documents


def test_a_document_s_digest_does_not_depend_on_its_neighbours() -> None:
    one, other = "kind: A\nx: å", "kind: B"
    before = {document.digest for document in read(f"{one}\n---\n{other}\n")[0]}
    after = {document.digest for document in read(f"---\n{other}\n\n---\n{one}")[0]}
    assert before == after


def test_aliases_are_what_they_refer_to() -> None:
    root = only("a: &x {b: [1]}\nc: *x\nd: &y !!str 1\ne: *y\nf: &z [2]\ng: *z\n")
    assert thaw(plain(root)) == {"a": {"b": [1]}, "c": {"b": [1]}, "d": "1", "e": "1", "f": [2], "g": [2]}
    alias = root.entries()["c"]
    assert alias.key == SourceRange("f.yaml", 2, 1)
    assert alias.origin == SourceRange("f.yaml", 1, 4), "an alias points at what was written"


def test_anchors_end_with_their_document() -> None:
    _, found = read("a: &x 1\n---\nb: *x\n")
    assert found == [("unused-anchor", 1, 4), ("unknown-alias", 3, 4)]


@pytest.mark.parametrize("make", PARSERS)
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("displayName: &Sønn AS", "yaml-quote"),
        ("displayName: & Co", "yaml-quote"),
        ("displayName: * Co", "yaml-quote"),
        ('displayName: "Bar" Nord AS', "yaml-quote"),
        ("displayName: |Bakeri", "yaml-quote"),
        ("displayName: - Viktig AS", "yaml-list-in-line"),
        ("displayName: *Bakeri", "unknown-alias"),
        ("displayName: *Bakeri AS", "yaml-quote"),
        ("displayName: &Co AS", "unused-anchor"),
        ("labels: {a: *x y}", "unknown-alias"),
        ("{{ x }}: y", "yaml-template"),
    ],
)
def test_a_text_that_yaml_takes_for_something_else_is_told_once_and_quotes_mend_it(
    make: Make, written: str, code: str
) -> None:
    _, found = read_documents(f"kind: Client\n{written}\n", "f.yaml", make)
    assert [(item.code, item.source.line if item.source else 0) for item in found] == [(code, 2)]
    hint = found[0].text.hint
    quoted = re.search(r"`(?:\w+: )?([\"'].*[\"'])`|(\"\{\{.*\}\}\")", hint)
    assert quoted is not None
    documents, again = read_documents(f"kind: Client\nx: {quoted[1] or quoted[2]}\n", "f.yaml", make)
    assert again == ()
    assert isinstance(documents[0].root.text("x"), str)


def test_a_laughing_document_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    documents, found = read("\n".join(lines))
    assert documents == ()
    assert [code for code, _, _ in found] == ["too-many-nodes"]


def test_depth_is_limited_and_the_next_document_is_read() -> None:
    deep = "[" * 70 + "]" * 70
    documents, found = read(f"a: {deep}\n---\nb: 1\n")
    assert found == [("too-deep", 1, 4 + yaml_source.MAX_DEPTH - 1)]
    assert [thaw(plain(document.root)) for document in documents] == [{"b": 1}]
    assert value("a: " + "[" * 60 + "]" * 60) is not None


def test_what_follows_a_broken_document_is_still_read() -> None:
    documents, found = read("a: b: c\n---\nb: 1\n---\nx: @y\n---\nc: 2\na: [1\n")
    assert [thaw(plain(document.root)) for document in documents] == [{"b": 1}]
    assert found == [("yaml-colon", 1, 5), ("yaml-character", 5, 4), ("yaml-unclosed", 8, 4)]


def test_faults_are_counted_up_to_a_limit() -> None:
    _, found = read("---\na: @b\n" * 50)
    assert len(found) == yaml_source.MAX_SYNTAX_ERRORS


def test_of_a_doubled_key_the_first_is_kept_and_both_places_are_told() -> None:
    (document,), (diagnostic,) = read_documents("a:\n  b: 1\n  c: 2\n  b: 3\n", "f.yaml")
    assert thaw(plain(document.root)) == {"a": {"b": 1, "c": 2}}
    assert where(diagnostic) == ("duplicate-key", 4, 3)
    assert diagnostic.related == (SourceRange("f.yaml", 2, 3),)
    assert "line 2" in diagnostic.summary


def test_empty_files_hold_nothing() -> None:
    for text in ("", "\n", "# bare en kommentar\n", "---\n---\n", "---\n# x\n...\n"):
        assert read(text) == ((), [])


def test_a_tab_is_called_one_by_both_parsers() -> None:
    for make in (cast("Make", yaml.CBaseLoader), cast("Make", yaml.BaseLoader)):
        assert read("a:\n\tb: 1\n", make)[1] == [("yaml-tab", 2, 1)]
    assert value("a: 1\t", cast("Make", yaml.CBaseLoader)) == {"a": 1}
    assert read("a: 1\t", cast("Make", yaml.BaseLoader))[1] == [("yaml-tab", 1, 5)]


def test_keys_may_be_tagged_as_the_texts_they_are() -> None:
    assert value("!!str 1: a\n! 2: b\n'3': c") == {"1": "a", "2": "b", "3": "c"}
    _, found = read("!!int 1: a\n!x b: 1\n99999999999999999999: 1\n")
    assert found == [("unknown-tag", 1, 1), ("unknown-tag", 2, 1), ("non-string-key", 3, 1)]
    _, found = read("a: !!int 99999999999999999999\nb: !!int x\nc: !x {a: 1}\nd: !!set {a}\ne: !!map {}\nf: !!seq []")
    assert found == [("unknown-tag", 1, 4), ("unknown-tag", 2, 4), ("unknown-tag", 3, 4), ("unknown-tag", 4, 4)]


def test_an_empty_block_has_the_place_of_its_mark() -> None:
    assert only("a: |\n").entries()["a"].origin == SourceRange("f.yaml", 1, 4)
    assert value("a: .inf2") == {"a": ".inf2"}


def test_without_libyaml_the_pure_parser_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert quickest_parser() is yaml.CBaseLoader
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert quickest_parser() is yaml.BaseLoader
    assert value("a: [1, b]") == {"a": [1, "b"]}


PIECES = st.sampled_from(
    [
        *("a", "b", ": ", ":", "- ", "\n", "\n  ", " ", "[", "]", "{", "}", ", ", "'", '"', "|", ">", "#", "&x ", "*x"),
        *(
            "---\n",
            "...\n",
            "? ",
            "<<",
            "010",
            "true",
            "~",
            "å",
            "\t",
            "\u00a0",
            "%",
            "@",
            "{{ x }}",
            "\\",
            "!!str ",
            "!",
        ),
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_both_parsers_tell_the_same(text: str) -> None:
    quick = read_documents(text, "f.yaml", cast("Make", yaml.CBaseLoader))
    pure = read_documents(text, "f.yaml", cast("Make", yaml.BaseLoader))
    quick_sound, pure_sound = not quick[1], not pure[1]
    if quick_sound and pure_sound:
        assert quick[0] == pure[0]
    assert {code for code, _, _ in map(where, quick[1]) if not code.startswith("yaml-")} <= KNOWN
    assert {code for code, _, _ in map(where, pure[1]) if not code.startswith("yaml-")} <= KNOWN


KNOWN = {"duplicate-key", "non-string-key", "key-not-plain", "merge-key", "unknown-tag", "unknown-alias"}
KNOWN |= {"unused-anchor", "recursive-alias", "document-not-a-mapping", "control-character", "number-too-large"}

HIDDEN = "\ufeff\ufffe\uffff\u2028\u2029"
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=HIDDEN), max_size=8)
plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029"), max_size=8
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("aæ 0{", max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("aå", max_size=3), plain_values, max_size=4))
def test_json_is_yaml(tree: dict[str, object]) -> None:
    text = json.dumps(tree, ensure_ascii=False)
    assert value(text) == tree
