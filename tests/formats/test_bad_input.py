"""Wrong documents: each is told by code, line and column, in two languages, with something to do about it."""

from __future__ import annotations

import re

import pytest

from tests.formats.reading import PROJECT, read

GAP = re.compile(r"(?<!\{)\{\w+\}")
"""A place in the words that was not filled."""
CLIENT = "kind: Client\nname: nordlys\norganizationNumber: 312 345 676\n"
OFFICE = "kind: Office\nname: fjord\norganizationNumber: 314 286 014\n"
ENTRY = "kind: Integration\nname: a\n"
WITH = CLIENT + "integrations:\n"

YAML = [
    ("a tab for indentation", CLIENT + "labels:\n\ta: b\n", ("yaml-tab", 5, 1)),
    ("a quote that is never closed", CLIENT + "displayName: 'Nordlys\n", ("yaml-unclosed", 4, 14)),
    ("a bracket that is never closed", CLIENT + "profiles: [butikk\nvars: {}\n", ("yaml-unclosed", 4, 11)),
    ("a bracket that ends with the file", CLIENT + "labels: {a: b, c: [\n", ("yaml-unclosed", 4, 19)),
    (
        "a bracket that ends with the document",
        CLIENT + "profiles: [\n---\nkind: Profile\nname: a\n",
        ("yaml-unclosed", 4, 11),
    ),
    ("a colon inside a text", CLIENT + "displayName: Nordlys: AS\n", ("yaml-colon", 4, 21)),
    ("a text that begins with @", CLIENT + "displayName: @nordlys\n", ("yaml-character", 4, 14)),
    ("a Windows path in double quotes", CLIENT + 'vars: {path: "C:\\mappe"}\n', ("yaml-escape", 4, 17)),
    ("a line that fits nowhere", CLIENT + "labels:\n    a: b\n  c: d\n", ("yaml-indentation", 6, 3)),
    ("a line without a colon", CLIENT + "profiles\nvars: {}\n", ("yaml-no-colon", 4, 1)),
    ("no blank after a colon", CLIENT + "labels:\n  bransje:handel\n  ring: en\n", ("yaml-space", 5, 3)),
    ("a hard space as indentation", CLIENT + "labels:\n\u00a0\u00a0a: b\n", ("yaml-nbsp", 5, 1)),
    ("an unquoted template", WITH + "  huma: {keyName: {{ client.name }}}\n", ("yaml-template", 5, 19)),
    ("an unquoted template before a text", WITH + "  huma:\n    keyName: {{ a }} b\n", ("yaml-template", 6, 14)),
    ("a mapping as key", CLIENT + "labels: {{a: b}: c, {d: e}: f}\n", ("yaml-template", 4, 9)),
    ("a list as key", CLIENT + "labels: {[a]: c}\n", ("key-not-plain", 4, 10)),
    ("an anchor with nothing to refer to", CLIENT + "labels: *felles\n", ("unknown-alias", 4, 9)),
    ("a key that stands twice", CLIENT + "name: annen\n", ("duplicate-key", 4, 1)),
    ("a merge key", CLIENT + "labels:\n  <<: {a: b}\n", ("merge-key", 5, 3)),
    ("a number as key", CLIENT + "labels: {2024: a}\n", ("non-string-key", 4, 10)),
    ("true as key", CLIENT + "labels: {true: a}\n", ("non-string-key", 4, 10)),
    ("a tag that builds objects", CLIENT + "vars: {a: !!python/name:os.system x}\n", ("unknown-tag", 4, 11)),
    ("a list for a document", "- kind: Client\n", ("document-not-a-mapping", 1, 1)),
    ("a text for a document", "Client\n", ("document-not-a-mapping", 1, 1)),
    ("a number that fits nowhere", CLIENT + "vars: {a: 99999999999999999999}\n", ("number-too-large", 4, 11)),
    ("a number that is none", CLIENT + "vars: {a: .nan}\n", ("number-too-large", 4, 11)),
    ("an invisible character", CLIENT + "displayName: Nord\u2028lys\n", ("control-character", 4, 18)),
]

KINDS = [
    ("no kind", "name: nordlys\n", ("missing-kind", 1, 1)),
    ("a list of nothing", "kind: ClientSet\nname: fra-listen\n", ("missing-field", 1, 1)),
    ("a misspelt kind", "kind: client\nname: nordlys\n", ("unknown-kind", 1, 7)),
    ("a kind that is no text", "kind: [Client]\n", ("missing-kind", 1, 1)),
    ("no name", "kind: Profile\n", ("missing-field", 1, 1)),
    ("an identity is missing", "kind: Client\nname: nordlys\n", ("missing-one-of", 1, 1)),
    ("the version in the wrong file", "apiVersion: provisioner/v1\n" + CLIENT, ("api-version-misplaced", 1, 1)),
]

SHAPES = [
    ("a misspelt field", CLIENT + "profils: []\n", ("unknown-field", 4, 1)),
    ("a name with capitals", "kind: Profile\nname: Butikk\n", ("wrong-form", 2, 7)),
    ("an integration with a capital", WITH + "  Huma: {}\n", ("wrong-key-form", 5, 3)),
    ("an integration with nothing after it", WITH + "  zettle:\n", ("empty-integration", 5, 3)),
    ("a list with nothing after it", CLIENT + "profiles:\n", ("empty-value", 4, 1)),
    ("a text for a list", CLIENT + "profiles: butikk\n", ("wrong-type", 4, 11)),
    ("a number for a text", CLIENT + "labels: {ring: 12}\n", ("wrong-type", 4, 16)),
    ("a text for yes or no", WITH + "  huma: {adopt: ja}\n", ("wrong-type", 5, 17)),
    ("the same profile twice", CLIENT + "profiles: [a, b, a]\n", ("doubled-item", 4, 18)),
    ("an unknown method", WITH + "  huma: {method: user_key}\n", ("unknown-value", 5, 18)),
    ("an owner that is a text", WITH + "  huma: {owner: per@nordlys.example}\n", ("wrong-type", 5, 17)),
    ("an owner that is empty", WITH + "  huma: {owner: {}}\n", ("too-short", 5, 10)),
    ("a field of another method", WITH + "  zettle: {method: menu, keyName: x}\n", ("field-not-for-method", 5, 26)),
    ("a date with words", WITH + "  huma: {expires: nyttår}\n", ("wrong-form", 5, 19)),
    ("a day that does not exist", WITH + "  huma: {expires: 2027-02-29}\n", ("no-such-day", 5, 19)),
    ("a month that does not exist", WITH + "  huma: {expires: 2027-13-01}\n", ("no-such-day", 5, 19)),
    ("a date of eight digits", WITH + "  huma: {expires: 20271231}\n", ("wrong-form", 5, 19)),
    ("a length of time in years", WITH + "  huma: {validFor: 1y}\n", ("wrong-form", 5, 20)),
    ("a key name of two kinds", WITH + "  huma: {keyName: {exakt: Huma}}\n", ("unknown-field", 5, 20)),
    ("permissions that are no choice", WITH + "  huma: {permissions: alt}\n", ("unknown-value", 5, 23)),
    ("permissions that are a number", WITH + "  huma: {permissions: 61}\n", ("wrong-type", 5, 23)),
    ("an empty list of rights", WITH + "  huma: {permissions: []}\n", ("too-short", 5, 10)),
    ("a right that is no right", WITH + "  huma: {permissions: [0]}\n", ("out-of-range", 5, 24)),
    ("an access template in lower case", WITH + "  a: {access: all_privileges}\n", ("unknown-value", 5, 15)),
    ("a company id that is a text", "kind: Client\nname: a\ncompanyId: '12'\n", ("wrong-type", 3, 12)),
    ("a company id of nought", "kind: Client\nname: a\ncompanyId: 0\n", ("out-of-range", 3, 12)),
    ("a name that is too long", f"kind: Profile\nname: {'a' * 64}\n", ("too-long", 2, 1)),
    ("an office key with a method", OFFICE + "officeKeys: {a: {method: menu}}\n", ("unknown-field", 4, 18)),
    (
        "a catalogue entry that contradicts itself",
        ENTRY + "methods: [menu]\nreachedBy: key\n",
        ("field-not-here", 4, 1),
    ),
]

CONTENTS = [
    ("a digit wrong", CLIENT.replace("676", "677"), ("organization-number", 3, 21)),
    ("eight digits", CLIENT.replace("676", "67"), ("organization-number", 3, 21)),
    ("a number for an organisation number", CLIENT.replace("312 345 676", "312345677"), ("organization-number", 3, 21)),
    ("letters in it", CLIENT.replace("676", "67X"), ("wrong-form", 3, 21)),
    ("a name that Windows keeps", CLIENT.replace("nordlys", "con"), ("reserved-name", 2, 7)),
    ("another one", CLIENT.replace("nordlys", "lpt1"), ("reserved-name", 2, 7)),
    (
        "two clients of one name",
        CLIENT + "---\n" + CLIENT.replace("312 345 676", "314 286 014"),
        ("duplicate-name", 6, 7),
    ),
    ("two offices", OFFICE + "---\nkind: Office\nname: annet\n", ("second-office", 5, 1)),
    ("two profiles of one name", "kind: Profile\nname: a\n---\nkind: Profile\nname: a\n", ("duplicate-name", 5, 7)),
    ("a second project", PROJECT, ("second-project", 1, 1)),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=name) for name, text, expected in [*YAML, *KINDS, *SHAPES, *CONTENTS]],
)
def test_a_wrong_document_is_told(text: str, expected: tuple[str, int, int]) -> None:
    reading = read(text)
    assert expected in reading.found()
    assert len(reading.found()) <= 2, "one mistake is told about once, or with its one consequence"
    for diagnostic in reading.diagnostics:
        assert diagnostic.source is not None
        assert diagnostic.source.file == "1.yaml"
        assert diagnostic.hint
        norwegian = diagnostic.told_in("nb")
        assert norwegian.hint
        assert norwegian.summary != diagnostic.summary
        for words in (diagnostic.text, norwegian):
            assert not GAP.search(words.hint)
            assert words.hint == words.hint.strip()


AGE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
IDENTITY = "AGE-SECRET-KEY-" + "1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"  # the tree holds none
TOKEN = "eyJ0b2tlbklkIjoxMiwidG9rZW4iOiJoZW1tZWxpZyJ9"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("provisioner/v1", "provisioner/v2", ("unsupported-api-version", 1, 13)),
        ("apiVersion: provisioner/v1\n", "", ("missing-field", 1, 1)),
        ("state: sqlite:.provisioner/state.db\n", "", ("missing-field", 1, 1)),
        ("sqlite:.provisioner/state.db", ".provisioner/state.db", ("wrong-form", 4, 8)),
        ("provider: {tripletex: {endpoint: simulator}}\n", "", ("missing-field", 1, 1)),
        ("{tripletex: {endpoint: simulator}}", "{}", ("too-short", 5, 1)),
        ("{tripletex: {endpoint: simulator}}", "{a: {}, b: {}}", ("too-long", 5, 1)),
        ("{endpoint: simulator}", "", ("empty-value", 5, 12)),
        ("simulator", "http://tripletex.no", ("wrong-form", 5, 34)),
        ("endpoint: simulator", "drivers: [guidet]", ("unknown-value", 5, 34)),
        ("endpoint: simulator", "drivers: []", ("too-short", 5, 24)),
        ("endpoint: simulator", f"credentials: {{officeKey: {TOKEN}}}", ("credential-not-a-reference", 5, 49)),
        ("endpoint: simulator", "credentials: {officeKey: 12}", ("wrong-type", 5, 49)),
        ("endpoint: simulator", f"officeKey: {TOKEN}", ("unknown-field", 5, 24)),
        ("kind: Project", "kind: Project\nlanguage: no", ("unknown-value", 3, 11)),
        (
            "kind: Project",
            f"secrets: {{recipients: {{kari: {IDENTITY}}}}}\nkind: Project",
            ("recipient-not-public", 2, 30),
        ),
        ("kind: Project", "secrets: {recipients: {kari: ssh-rsa AAA}}\nkind: Project", ("recipient-form", 2, 30)),
        ("kind: Project", "guardrails: {maxDeletes: {percent: 101}}\nkind: Project", ("out-of-range", 2, 36)),
    ],
)
def test_a_wrong_project_is_told(before: str, after: str, expected: tuple[str, int, int]) -> None:
    assert before in PROJECT
    reading = read(project=PROJECT.replace(before, after))
    assert expected in reading.found()
    told = repr(reading.diagnostics)
    if "unknown-field" not in told:  # a document that breaks the schema is not made a project by anybody else
        told += repr(reading.project)
    assert TOKEN not in told
    assert IDENTITY not in told


@pytest.mark.parametrize("day", ["2027-13-01", "2027-02-29", "2027-00-10", "2027-01-00", "2027-12-99"])
def test_a_day_that_does_not_exist_is_told_once(day: str) -> None:
    assert [code for code, _, _ in read(WITH + f"  huma: {{expires: {day}}}\n").found()] == ["no-such-day"]


def hint(text: str, language: str = "en") -> str:
    (diagnostic,) = read(text).diagnostics
    return diagnostic.told_in(language).hint


def test_hints_name_what_was_meant() -> None:
    assert "Did you mean `Client`?" in hint("kind: client\nname: nordlys\n")
    assert "Mente du `organizationNumber`?" in hint(CLIENT + "organisationNumber: 1\n", "nb")
    assert "Did you mean `user-key`?" in hint(WITH + "  huma: {method: User_Key}\n")
    assert hint(WITH + "  zettle:\n", "nb") == "`zettle: {}` (legg til) eller `without: [zettle]` (ta bort)?"
    assert "Did you mean `aeroe-as`?" in hint(WITH + "  Ærøe_AS: {}\n")
    assert "`[butikk]`" in hint(CLIENT + "profiles: butikk\n")
    assert 'Put it in quotes: `"12"`.' in hint(CLIENT + "labels: {ring: 12}\n")
    assert "Did you mean `ClientSet`?" in hint("kind: ClientList\nname: x\n")


def test_everything_is_told_in_one_run() -> None:
    reading = read(
        CLIENT.replace("676", "677"),
        "kind: Clint\n",
        "a: b: c\n---\n" + WITH + "  zettle:\n  huma: {method: x}\n",
        b"\xff\xfe",
    )
    assert [code for code, _, _ in reading.found()] == [
        "organization-number",
        "unknown-kind",
        "yaml-colon",
        "empty-integration",
        "unknown-value",
        "wrong-encoding",
    ]
