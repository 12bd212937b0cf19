"""What the house says of itself: each thing has its line, what is wrong hides nothing, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed, ManifestInvalid, ProviderFailed, SecretStoreFailed
from provisioner.runtime.first_day import examining
from provisioner.runtime.first_day.examining import examine
from provisioner.runtime.reading.editor import EditorSchemas
from provisioner.spi.provider import DoctorReport, Health
from tests.runtime.firm import Firm, make_firm


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return make_firm(tmp_path)


def examined(firm: Firm) -> DoctorReport:
    with firm.process() as workspace:
        return examine(workspace)


def told(report: DoctorReport) -> dict[str, str]:
    return {line.topic: f"{line.health.value} {line.finding.code}" for line in report.lines}


def test_on_the_first_day_nothing_is_wrong(firm: Firm) -> None:
    assert told(examined(firm)) == {
        "program": "ok doctor-program",
        "formats": "ok doctor-formats",
        "plugins": "ok doctor-plugins",
        "state": "ok doctor-state",
        "recipients": "ok doctor-recipients",
        "store": "ok doctor-store",
    }


def test_the_state_that_is_there_is_counted(firm: Firm) -> None:
    firm.attest()
    (line,) = [line for line in examined(firm).lines if line.topic == "state"]
    assert (line.health, "holds 3 accounts" in line.finding.summary) == (Health.OK, True)
    assert firm.disk is not None


def test_whatever_is_wrong_hides_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(method: str, after: bool) -> None:
        raise BackendFailed("The state cannot be reached.", hint="Start it.")

    def refuses() -> None:
        raise SecretStoreFailed("The store is sealed.", hint="Unseal it.")

    firm.attest()
    firm.watch = down
    monkeypatch.setattr(firm.store, "probe", refuses)
    with firm.process() as workspace:

        def blind() -> DoctorReport:
            raise ProviderFailed("Nobody is there.", hint="Look again.")

        monkeypatch.setattr(workspace.provider, "doctor", blind)
        report = examine(workspace)
    wrong = {line.topic: line.finding.hint for line in report.lines if line.health is Health.WRONG}
    assert wrong == {"state": "Start it.", "store": "Unseal it.", "provider": "Look again."}
    assert report.level == ""
    assert told(report)["recipients"] == "ok doctor-recipients"


def test_nobody_to_seal_to_and_no_store(firm: Firm) -> None:
    path = firm.root / "provisioner.yaml"
    text = path.read_text("utf-8")
    before, _, after = text.partition("secrets:\n")
    path.write_text(before + "provider:" + after.partition("provider:")[2], encoding="utf-8")
    report = examined(firm)
    assert (told(report)["recipients"], told(report)["store"]) == (
        "warning doctor-no-recipients",
        "note doctor-no-store",
    )
    assert all(line.finding.hint for line in report.lines if line.health is Health.WARNING)


def test_a_key_that_is_none_is_wrong(firm: Firm) -> None:
    path = firm.root / "provisioner.yaml"
    text = path.read_text("utf-8")
    key = text.partition("{kari: ")[2].partition("}")[0]
    path.write_text(text.replace(key, key[:-4] + "qqqq"), encoding="utf-8")
    assert told(examined(firm))["recipients"] == "wrong doctor-failed"


def test_the_schema_for_editors_is_compared(firm: Firm) -> None:
    with firm.process() as workspace:
        EditorSchemas.of_project(workspace).write(firm.root / ".schemas", ("manifest",))
    assert told(examined(firm))["schema"] == "ok doctor-schema"
    (firm.root / ".schemas" / "manifest.v1.json").write_text("{}", encoding="utf-8")
    assert told(examined(firm))["schema"] == "warning doctor-schema-old"


def test_strangers_are_named_with_their_versions(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dist:
        version = "1.2"

    class Point:
        name, dist = "weather", Dist()

    def found(group: str) -> Iterator[Point]:
        yield Point()

    monkeypatch.setattr(examining, "find_strangers", found)
    with firm.process() as workspace:
        _ = workspace.guests  # loaded before there are any
        (line,) = [line for line in examine(workspace).lines if line.topic == "plugins"]
    assert line.finding.summary.endswith("weather 1.2.")


def test_without_a_project_there_is_nothing_to_look_at(firm: Firm) -> None:
    firm.write("provisioner.yaml", "kind: Project\n")
    with pytest.raises(ManifestInvalid):
        examined(firm)


def test_nothing_is_written(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    with firm.process() as workspace:
        before = [workspace.backend().load(AccountRef.client(name)) for name in ("nordlys", "brygga")]
    files = sorted(path for path in firm.root.rglob("*"))
    examined(firm)
    with firm.process() as workspace:
        assert [workspace.backend().load(AccountRef.client(name)) for name in ("nordlys", "brygga")] == before
    assert sorted(path for path in firm.root.rglob("*")) == files
