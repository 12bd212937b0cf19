"""Trees to nouns: tolerant of what the schema refuses, strict about what only nouns can tell."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.formats.manifest_format import KINDS, check_kind, provider_name, to_manifests, to_project
from provisioner.formats.yaml_source import Document, read_documents
from provisioner.model.account import organization_number_is_valid
from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import KeepSealed, Project
from provisioner.model.values import FrozenMap, Node
from tests.formats.reading import PROJECT, read


def document(text: str) -> Document:
    return read_documents(text, "p.yaml")[0][0]


def project() -> Project:
    found = to_project(document(PROJECT))[0]
    assert found is not None
    return found


def test_the_provider_s_name_is_known_before_anything_is_checked() -> None:
    assert provider_name(document(PROJECT)) == "tripletex"
    assert provider_name(document("provider: {}")) is None
    assert provider_name(document("provider: tripletex")) is None
    assert provider_name(document("kind: Project")) is None


def test_what_is_no_project_is_none_and_says_so() -> None:
    for text in ("kind: Client\nname: a\n", "kind: Project\n", PROJECT.replace("state", "stat")):
        found, problems = to_project(document(text))
        assert found is None
        assert [problem.code for problem in problems] == ["not-a-project"]


def test_fields_of_another_shape_fall_back_to_what_is_safe() -> None:
    text = PROJECT + "secrets: {keepSealed: never, recipients: {a: 1}}\nguardrails: {maxDeletes: 3}\nmanifests: x\n"
    found, problems = to_project(document(text))
    assert problems == ()
    assert found is not None
    assert (found.secrets.keep_sealed, found.secrets.recipients) == (KeepSealed.UNTIL_CONFIRMED, ())
    assert (found.guardrails.max_deletes_count, found.manifests) == (5, ())


def test_credentials_become_references_and_nothing_else() -> None:
    held = "{consumerToken: 'env:A', officeKey: planted, more: {x: planted, y: 'vault://a#b'}, z: [planted], n: }"
    text = PROJECT.replace("endpoint: simulator", f"credentials: {held}")
    found, problems = to_project(document(text))
    assert found is not None
    assert [problem.code for problem in problems] == ["credential-not-a-reference"] * 3
    assert "planted" not in repr(found)
    assert "planted" not in repr(problems)
    assert "SecretRef(reference='env:A')" in repr(found.provider)
    assert "SecretRef(reference='vault://a#b')" in repr(found.provider)


def test_names_are_sorted_and_mentions_keep_their_order() -> None:
    reading = read(
        "kind: Client\nname: b\ncompanyId: 1\nprofiles: [z, a]\nwithout: [q]\nintegrations: {n: {}, m: {}}\n",
        "kind: Client\nname: a\ncompanyId: 2\n---\nkind: Profile\nname: z\nselector: {}\n---\nkind: Profile\nname: a\n",
    )
    assert reading.diagnostics == ()
    manifests = reading.manifests
    assert manifests is not None
    assert [client.account.ref.name for client in manifests.clients] == ["a", "b"]
    assert [profile.name for profile in manifests.profiles] == ["a", "z"]
    assert [profile.selector for profile in manifests.profiles] == [None, FrozenMap()]
    client = manifests.clients[1]
    assert [mention.name for mention in client.profiles] == ["z", "a"]
    assert [(one.name, one.source.column) for one in client.integrations] == [("m", 23), ("n", 16)]


def test_a_body_that_is_nothing_is_not_declared() -> None:
    broken = document("kind: Client\nname: a\nintegrations: {zettle: , huma: {}, ' x': {}}\n")
    manifests, _ = to_manifests(project(), [broken])
    assert [one.name for one in manifests.clients[0].integrations] == ["huma"]


def test_every_kind_is_known_and_no_other() -> None:
    for kind in KINDS:
        assert check_kind(document(f"kind: {kind}\n")) == ()
    assert [problem.code for problem in check_kind(document("kind: Klient\n"))] == ["unknown-kind"]
    _, problems = to_manifests(project(), [document("kind: Clientt\nname: a\n")])
    assert [problem.code for problem in problems] == ["unknown-kind"]


PLACE = SourceRange("x.yaml", 1, 1)
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "", "a b", "con", "a/b", "env:A"])
)
FIELDS = ["name", "displayName", "organizationNumber", "companyId", "labels", "profiles", "integrations", "officeKeys"]
FIELDS += ["vars", "without", "selector", "provider", "secrets", "recipients", "guardrails", "manifests", "credentials"]
trees = st.recursive(
    st.builds(Node, leaves, st.just(PLACE), st.none() | st.just(PLACE)),
    lambda inner: st.builds(
        Node,
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5).map(FrozenMap),
        st.just(PLACE) | st.none(),
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from([*KINDS, "", "X"]), st.dictionaries(st.sampled_from(FIELDS), trees)), max_size=3)
)
def test_no_tree_raises(drawn: list[tuple[str, dict[str, Node]]]) -> None:
    documents = []
    for number, (kind, entries) in enumerate(drawn):
        root = Node(FrozenMap({"kind": Node(kind, PLACE), **entries}), PLACE)
        documents.append(Document(root, SourceRange("x.yaml", number + 1, 1), "sha256:"))
    manifests, problems = to_manifests(project(), documents)
    assert manifests.project == project()
    for found in documents:
        noun, said = to_project(found)
        assert noun is not None or said
    assert all(problem.summary for problem in problems)


@given(st.integers(0, 10**9 - 1))
def test_blanks_and_numbers_are_one_organisation_number(number: int) -> None:
    digits = f"{number:09}"
    spaced = f"{digits[:3]} {digits[3:6]}\u00a0{digits[6:]}"
    manifests, problems = to_manifests(
        project(), [document(f"kind: Client\nname: a\norganizationNumber: '{spaced}'\n")]
    )
    identity = manifests.clients[0].account.identity
    assert identity.organization_number == (digits if organization_number_is_valid(digits) else None)
    assert [problem.code for problem in problems] == (
        [] if organization_number_is_valid(digits) else ["organization-number"]
    )
