"""Templates: what they may do, what they may not, and where a fault is pointed out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.formats.template_filters import MAX_TEXT
from provisioner.formats.templating import Renderer, Scope, place_in
from provisioner.formats.yaml_source import read_documents
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.manifest import EMPTY_NODE
from provisioner.model.values import FrozenMap, Node, plain, thaw
from tests.formats.test_manifest_format import project

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NAMES: dict[str, object] = {
    "client": {
        "name": "nordlys",
        "displayName": "Nordlys Bakeri Ås",
        "organizationNumber": "312345676",
        "labels": {"ring": "én"},
    },
    "vars": {
        "list": [1, "to"],
        "day": "2027-12-31",
        "nested": "{{ x }}",
        "items": "ikke en metode",
        "no": None,
        "n": 3,
    },
}
SCOPE = Scope(NAMES, NOW)
MOMENT = frozenset({"keyName"})
NUMBER = frozenset({"count"})
RENDERER = Renderer()


def rendered(text: str, scope: Scope = SCOPE) -> tuple[object, tuple[Diagnostic, ...]]:
    (document,), problems = read_documents(text, "f.yaml")
    assert problems == ()
    node, found = RENDERER.render(document.root, scope, MOMENT, NUMBER)
    return thaw(plain(node)), found


def one(expression: str) -> object:
    node, found = RENDERER.render(Node(expression), SCOPE)
    assert found == ()
    return node.value


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Huma {{ client.displayName }}", "Huma Nordlys Bakeri Ås"),
        ("{{ client.displayName | slug }}", "nordlys-bakeri-as"),
        ("{{ 'Ærø & Øyvind  Åse, éclair ß' | slug }}", "aero-oyvind-ase-eclair-ss"),
        ("{{ 'æ' | slug }}{{ 'Ø' | slug }}{{ 'å' | slug }}", "aeoa"),
        ("{{ client.organizationNumber | orgnr }}", "312 345 676"),
        ("{{ vars.day | date('%d.%m.%Y') }}", "31.12.2027"),
        ("{{ vars.day | date }}", "2027-12-31"),
        ("{{ vars.day | date('uke %V, dag %j, %y %%') }}", "uke 52, dag 365, 27 %"),
        ("{{ vars.day | add_days(1) }}", "2028-01-01"),
        ("{{ vars.missing | default('reserve') }}", "reserve"),
        ("{{ vars.list | join('-') }}", "1-to"),
        ("{{ vars.list[1] }}{{ vars['day'][:4] }}{{ vars.list | length }}", "to20272"),
        ("{{ vars.list | first }}{{ vars.list | last }}{{ 'abc' | first }}{{ 'abc' | last }}", "1toac"),
        ("{{ vars.items }}", "ikke en metode"),
        ("{% if client.labels.ring == 'én' %}ja{% else %}nei{% endif %}", "ja"),
        ("{{ 'a' if vars.x is defined else 'b' }}", "b"),
        ("{{ vars.n * 4 + 1 - 2 }}/{{ 7 // 2 }}/{{ 7 % 4 }}/{{ 1 / 2 }}", "11/3/3/0.5"),
        ("{{ 'a' ~ 1 ~ 'b' }}{{ 'a' + 'b' }}", "a1bab"),
        ("{{ client.name | upper }}{{ 'AB' | lower }}{{ 'a b' | title }}{{ 'ab' | capitalize }}", "NORDLYSabA BAb"),
        ("{{ '  x ' | trim }}{{ 'aXa' | replace('X', 'y') }}{{ '12' | int }}{{ 5 | string }}", "xaya125"),
        ("{{ true }} {{ 1.5 }} {{ -vars.n }}", "true 1.5 -3"),
        ("{{ 'x' in vars.list }}{{ not false and 2 > 1 }}", "falsetrue"),
        ("{{ '</b>' }}&", "</b>&"),
        ("linje\n{{ client.name }}\n", "linje\nnordlys\n"),
    ],
)
def test_what_templates_can_do(template: str, expected: str) -> None:
    assert one(template) == expected


@given(st.text().filter(lambda text: "{{" not in text and "{%" not in text))
def test_what_is_no_template_is_never_touched(text: str) -> None:
    node = Node((Node(text, SourceRange("f", 1, 1)),))
    assert RENDERER.render(node, SCOPE)[0] is node


@given(st.text("ab{}%#\"'\n|&<: ", max_size=30))
def test_a_value_never_breaks_out_of_its_place(text: str) -> None:
    node, found = RENDERER.render(Node("<{{ vars.x }}>"), Scope({"vars": {"x": text}}))
    if found:
        assert [problem.code for problem in found] == ["template-nested"]
    else:
        assert node.value == f"<{text}>"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('a: "{{ client.displyName }}"', "template-unknown-name", (1, 5)),
        ("a: x {{ clint.name }}", "template-unknown-name", (1, 6)),
        ("a: '{{ client.name }} {{ vars.y }}'", "template-unknown-var", (1, 23)),
        ("a: '{{ client.name }} {{ client.name.z }}'", "template-unknown-name", (1, 23)),
        ("b: 1\na: |\n  første\n  andre {{ vars.y }}\n", "template-unknown-var", (4, 9)),
        ('a: "\\t{{ vars.y }}"', "template-unknown-var", (1, 4)),
        ("a: x\n  {{ vars.y }}", "template-unknown-var", (1, 4)),
        ('a: "{{ client.name"', "template-syntax", (1, 5)),
        ('a: "ok {{ client. }}"', "template-syntax", (1, 8)),
        ('a: "{% if %}"', "template-syntax", (1, 5)),
        ('a: "x {{ y | fooo }}"', "template-unknown-filter", (1, 7)),
        ('a: "{{ now }}"', "template-now", (1, 5)),
        ('keyName: "{{ nw }}"', "template-unknown-name", (1, 11)),
        ('a: "{{ vars.list }}"', "template-failed", (1, 5)),
        ('a: "{{ vars.no }}"', "template-failed", (1, 5)),
        ('a: "{{ vars.nested }}"', "template-nested", (1, 5)),
        ('a: "{{ vars.list[7] }}"', "template-unknown-name", (1, 5)),
        ('a: "{{ vars.n[0] }}"', "template-unknown-name", (1, 5)),
        ('a: "{{ vars[vars.n] }}"', "template-unknown-name", (1, 5)),
        ('a: "{{ vars.x.y.z }}"', "template-unknown-var", (1, 5)),
        ('a: "{{ vars.x[0] }}"', "template-unknown-var", (1, 5)),
        ('a: "{{ vars.x + 1 }}{{ 1 * vars.x }}"', "template-unknown-var", (1, 5)),
        ('a: "{{ 2 * vars.x }}"', "template-unknown-var", (1, 5)),
        ("a: \"{{ 'x' | orgnr }}\"", "template-failed", (1, 5)),
        ("a: \"{{ 'x' | date }}\"", "template-failed", (1, 5)),
        ("a: \"{{ vars.day | date('%s') }}\"", "template-failed", (1, 5)),
        ("a: \"{{ vars.day | add_days('1') }}\"", "template-failed", (1, 5)),
        ('a: "{{ vars.day | add_days(99999999) }}"', "template-failed", (1, 5)),
        ("a: \"{{ 'x' | int }}\"", "template-failed", (1, 5)),
        ("a: \"{{ '' | first }}{{ [] | last }}\"", "template-failed", (1, 5)),
        ('a: "{{ [] | last }}"', "template-failed", (1, 5)),
        ('a: "{{ 1 | length }}"', "template-failed", (1, 5)),
        ('a: "{{ 1 | join }}"', "template-failed", (1, 5)),
        ('a: "{{ vars.list | slug }}"', "template-failed", (1, 5)),
        ('a: "{{ 1 / 0 }}"', "template-failed", (1, 5)),
        ("a: \"{{ 1 + 'x' }}\"", "template-failed", (1, 5)),
        ('a: "{{ vars.list < 1 }}"', "template-failed", (1, 5)),
        ("a: \"{{ 'x' | replace('x') }}\"", "template-failed", (1, 5)),
    ],
)
def test_faults_are_pointed_out_at_the_expression(text: str, code: str, place: tuple[int, int]) -> None:
    _, found = rendered(text)
    assert [problem.code for problem in found] == [code]
    source = found[0].source
    assert source is not None
    assert (source.line, source.column) == place
    assert found[0].hint
    assert found[0].told_in("nb").summary != found[0].summary


@pytest.mark.parametrize(
    "expression",
    [
        *("'a' * 999999999", "2 ** 999999999", "vars.list * 999999999", "'%999999999d' % 1", "[1] + [2]"),
        *("10000000000000000 * 2", "range(999999999)", "lipsum()", "cycler", "namespace", "dict", "self", "caller()"),
        *("client.__class__", "client['__class__']", "().__class__.__bases__", "''.__class__", "client.name.upper()"),
        *("client.name.format(1)", "vars.items()", "vars.list.append(1)", "vars.pop('day')", "now", "{}", "x.y"),
        *("'a' | center(999999999)", "'a' | format(1)", "vars | attr('pop')", "vars.list | map('upper') | list"),
        "'" + "a" * 200 + "' | replace('a', '" + "a" * 200 + "')",
        "'a,a' | replace('a', 'aaaaaaaaaa')" + " | replace('a', 'aaaaaaaaaa')" * 12,
        "9" * 5000,
        "(" * 300 + "1" + ")" * 300,
    ],
)
def test_what_templates_cannot_do(expression: str) -> None:
    node, found = RENDERER.render(Node("{{ " + expression + " }}"), SCOPE)
    assert len(found) == 1
    assert "{{" in str(node.value), "what cannot be rendered stays as it was written"


@pytest.mark.parametrize(
    "template",
    [
        "{% for x in vars.list %}{{ x }}{% endfor %}",
        "{% set x = 1 %}{{ x }}",
        "{% macro m() %}{% endmacro %}{{ m() }}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% filter upper %}a{% endfilter %}",
        "{% block a %}{% endblock %}",
        "{% call m() %}{% endcall %}",
        "{{ 1 is divisibleby(1) }}",
    ],
)
def test_statements_are_not_for_values(template: str) -> None:
    _, (problem,) = RENDERER.render(Node(template), SCOPE)
    assert problem.code == "template-not-allowed"


def test_lengths_are_bounded() -> None:
    codes = []
    for text, names in (
        ("{{ vars.x }}" + "a" * MAX_TEXT, {"x": ""}),
        ("{{ vars.x }}", {"x": "a" * (MAX_TEXT + 1)}),
        ("{{ vars['x'] }}", {"x": "a" * (MAX_TEXT + 1)}),
        ("{{ vars.x[0] }}", {"x": ["a" * (MAX_TEXT + 1)]}),
        ("{{ vars.x }}" * 9, {"x": "a" * (MAX_TEXT // 4)}),
        ("{{ vars.x | join(vars.y) }}", {"x": ["a"] * 200, "y": "b" * 200}),
    ):
        _, found = RENDERER.render(Node(text), Scope({"vars": names}))
        codes += [problem.code for problem in found]
    assert codes == ["template-too-long", *["template-failed"] * 3, "template-too-long", "template-failed"]


def test_now_may_stand_only_in_what_is_used_when_something_is_made() -> None:
    value, found = rendered("keyName: {exact: ['{{ now.year }}-{{ now.minute }}', '{{ now | date }}']}\nb: '{{ now }}'")
    assert value == {"keyName": {"exact": ["2026-30", "2026-11-22"]}, "b": "{{ now }}"}
    (problem,) = found
    assert (problem.code, problem.hint) == (
        "template-now",
        "It may stand only in what is used at the moment of creation: `keyName`.",
    )
    assert rendered("keyName: '{{ now }}'") == ({"keyName": "2026-11-22T09:30:00+00:00"}, ())
    _, (without,) = rendered("keyName: '{{ now }}'", Scope(NAMES, None))
    assert without.code == "template-now"
    _, (of_now,) = rendered("keyName: '{{ now.replace }}'")
    assert of_now.code == "template-unknown-name"


def test_where_there_are_no_names_the_hint_says_so() -> None:
    _, (problem,) = rendered("a: '{{ client.name.z }}'")
    assert problem.hint.startswith("There are no names at all here: give it a value")
    assert problem.told_in("nb").hint.startswith("Her finnes det ingen navn i det hele tatt: gi den en verdi")
    _, (other,) = rendered("a: '{{ clint }}'")
    assert "There are: `client`" in other.hint


def test_text_stays_text_but_where_a_number_is_wanted() -> None:
    value, found = rendered("a: '{{ 12 }}'\ncount: '{{ 6 + 6 }}'\nb: {count: ['{{ 1 }}x', '{{ 2 }}']}\nc: 7")
    assert found == ()
    assert value == {"a": "12", "count": 12, "b": {"count": ["1x", 2]}, "c": 7}
    assert rendered(f"count: '{{{{ {'9' * 15} }}}}{'9' * 15}'")[0] == {"count": "9" * 30}


def test_every_fault_is_told_and_the_rest_is_rendered() -> None:
    value, found = rendered("a: ['{{ x }}', '{{ client.name }}', {b: '{{ y }}'}]")
    assert value == {"a": ["{{ x }}", "nordlys", {"b": "{{ y }}"}]}
    assert [problem.code for problem in found] == ["template-unknown-name"] * 2


def test_what_is_unchanged_is_the_same_object() -> None:
    (document,), _ = read_documents("a: {b: [1, x]}\nc: '{{ client.name }}'", "f")
    node, _ = RENDERER.render(document.root, SCOPE)
    assert node.get("a") is document.root.get("a")
    changed = node.get("c")
    assert changed is not None
    assert (changed.value, changed.origin, changed.key) == ("nordlys", SourceRange("f", 2, 5), SourceRange("f", 2, 1))


def test_suggestions() -> None:
    _, (problem,) = rendered("a: '{{ client.displyName }}'")
    assert problem.hint.startswith("Did you mean `displayName`? There are: `displayName`, `labels`")
    _, (problem,) = rendered("a: '{{ client.name | slugg }}'")
    assert "Mente du `slug`?" in problem.told_in("nb").hint


def test_the_scope_of_an_account() -> None:
    office = Account(AccountRef.office(), "Fjord Regnskap", Identity(organization_number="314286014"))
    client = Account(AccountRef.client("nordlys"), "Nordlys AS", Identity(company_id=7), FrozenMap({"ring": "canary"}))
    variables = Node(FrozenMap({"x": Node("y")}))
    scope = Scope.of(client, office, project(), variables, NOW)
    text = "{{ client.name }} {{ client.companyId }} {{ client.labels.ring }} "
    text += "{{ office.displayName }} {{ project.name }} {{ vars.x }}"
    assert RENDERER.render(Node(text), scope)[0].value == "nordlys 7 canary Fjord Regnskap fjord-regnskap y"
    _, (problem,) = RENDERER.render(Node("{{ client.organizationNumber }}"), scope)
    assert "`organizationNumber` is not known here" in problem.summary
    own = Scope.of(office, office, project(), EMPTY_NODE, NOW)
    assert RENDERER.render(Node("{{ office.organizationNumber | orgnr }}"), own)[0].value == "314 286 014"
    _, (problem,) = RENDERER.render(Node("{{ client.name }}"), own)
    assert "There are: `office`, `project`, `vars`." in problem.hint
    assert "office" not in Scope.of(client, None, project(), EMPTY_NODE, NOW).names


def test_places_within_scalars() -> None:
    assert place_in(None, "{{ x }}", 3) is None
    assert place_in(SourceRange("f", 1, 4, 1, 11), "{{ x }}", 0) == SourceRange("f", 1, 4, 1, 11)
    assert place_in(SourceRange("f", 1, 4, 2, 3), "a {{ x }}", 2) == SourceRange("f", 1, 4, 2, 3)


WORDS = (
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        " ",
        "client",
        ".",
        "name",
        "vars",
        "[",
        "]",
        "0",
        "'",
        "|",
        "slug",
        "date",
        "default",
        "(",
    ),
    *(
        ")",
        "if",
        "else",
        "endif",
        "for",
        "in",
        "+",
        "*",
        "**",
        "%",
        "~",
        "now",
        "x",
        ",",
        "is",
        "defined",
        "not",
        "\n",
        "#",
    ),
)
EXPRESSIONS = st.lists(st.sampled_from(WORDS), max_size=14).map(lambda parts: "{{ " + " ".join(parts))


@settings(max_examples=300)
@given(EXPRESSIONS)
def test_no_template_raises(text: str) -> None:
    _, found = Renderer().render(Node(text, SourceRange("f", 1, 1, 1, 1 + len(text))), SCOPE, frozenset({""}))
    assert len(found) <= 1
