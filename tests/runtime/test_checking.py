"""A text is checked once under one set of rules; never is one taken for checked that was not."""

from __future__ import annotations

from pathlib import Path

import pytest

import provisioner_schemas
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.yaml_source import Document, read_documents
from provisioner.model.errors import ManifestInvalid
from provisioner.runtime import checking
from provisioner.runtime.checking import MEMORY, Checking
from provisioner.spi.language import any_mapping
from tests.runtime.firm import CLIENT, Firm

ANY = any_mapping().schema
OFFICE = "kind: Office\nname: fjord\norganizationNumber: 314 286 014\n"
WRONG = OFFICE + "nonsense: 1\n"


def documents(*texts: str) -> tuple[Document, ...]:
    return tuple(document for text in texts for document in read_documents(text, "a.yaml")[0])


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names in every document that the gate was asked about."""
    asked: list[str] = []
    whole = SchemaSet.check_document

    def check(schemas: SchemaSet, document: Document) -> object:
        asked.append(document.root.text("name"))
        return whole(schemas, document)

    monkeypatch.setattr(SchemaSet, "check_document", check)
    return asked


def remembered(directory: Path, *texts: str) -> None:
    before = Checking(ANY, directory)
    before.check_all(documents(*texts))
    before.remember()


def test_what_passed_is_not_looked_at_again(tmp_path: Path, looked_at: list[str]) -> None:
    remembered(tmp_path, OFFICE)
    assert looked_at == ["fjord"]
    assert Checking(ANY, tmp_path).check(*documents(OFFICE)) == ()
    assert looked_at == ["fjord"]


def test_what_did_not_pass_is_told_every_time(tmp_path: Path) -> None:
    remembered(tmp_path, OFFICE, WRONG)
    for _ in range(2):
        found = dict(enumerate(problems for _, problems in Checking(ANY, tmp_path).check_all(documents(OFFICE, WRONG))))
        assert found[0] == ()
        assert [problem.code for problem in found[1]] == ["unknown-field"]


def test_another_text_is_looked_at(tmp_path: Path) -> None:
    remembered(tmp_path, OFFICE)
    assert Checking(ANY, tmp_path).check(*documents(WRONG))


def test_other_rules_know_nothing(tmp_path: Path, looked_at: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(tmp_path, OFFICE)
    Checking({**ANY, "title": "another"}, tmp_path).check(*documents(OFFICE))
    Checking(None, tmp_path).check(*documents(OFFICE))
    assert len(looked_at) == 3
    for name, value in (("__version__", "9.9"), ("fingerprint", lambda: "other")):
        with monkeypatch.context() as patch:
            patch.setattr(checking, name, value)
            Checking(ANY, tmp_path).check(*documents(OFFICE))
    assert len(looked_at) == 5


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"nonsense\n"])
def test_a_damaged_memory_knows_nothing(data: bytes, tmp_path: Path, looked_at: list[str]) -> None:
    (tmp_path / MEMORY).write_bytes(data)
    Checking(ANY, tmp_path).check(*documents(OFFICE))
    assert looked_at == ["fjord"]


def test_a_memory_that_cannot_be_kept_is_no_trouble(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    remembered(in_the_way, OFFICE)
    assert Checking(ANY, in_the_way).check(*documents(WRONG))


def test_the_fingerprint_is_of_every_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provisioner_schemas, "DIRECTORY", tmp_path)
    seen = {provisioner_schemas.fingerprint()}
    for name, text in (("a.v1.json", "{}"), ("b.v1.json", "{}"), ("a.v1.json", "{ }")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        seen.add(provisioner_schemas.fingerprint())
    assert len(seen) == 4


def test_planning_writes_no_memory_and_applying_does(firm: Firm, looked_at: list[str]) -> None:
    firm.attest()
    firm.plan()
    assert not (firm.root / ".provisioner").exists()
    firm.apply()
    assert (firm.root / ".provisioner" / MEMORY).is_file()
    looked_at.clear()
    firm.plan()
    assert looked_at == []


def test_what_is_broken_after_it_passed_is_told(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    firm.write("clients.yaml", CLIENT.replace("name: brygga", "name: brygga\nnonsense: 1"))
    with pytest.raises(ManifestInvalid) as caught:
        firm.plan()
    assert [problem.code for problem in caught.value.diagnostics] == ["unknown-field"]
