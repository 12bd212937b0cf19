"""Files in one style: which are touched, how they are written, and when they are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.formats import yaml_style
from provisioner.runtime.files import project_files
from provisioner.runtime.reading import formatting
from provisioner.runtime.reading.formatting import Restyled, restyle_files

PROJECT = 'kind: Project\nmanifests: ["office.yaml", "clients/**/*.yaml"]\n'
MESSY, NEAT = b"a:\n    b:   1   \n", b"a:\n  b: 1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A firm with an office, a client, and a file that is none of ours."""
    (tmp_path / "clients").mkdir()
    for name, data in {
        "provisioner.yaml": PROJECT.encode(),
        "office.yaml": NEAT,
        "clients/nordlys.yaml": MESSY,
        "compose.yaml": MESSY,
        "clients/.hidden.yaml": MESSY,
    }.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def run(root: Path, *files: Path, write: bool = True) -> list[Restyled]:
    return list(restyle_files(root, files, write=write))


def test_the_project_and_its_manifests_are_styled_and_nothing_else(root: Path) -> None:
    found = run(root)
    assert [(item.name, item.changes) for item in found] == [
        ("provisioner.yaml", False),
        ("clients/nordlys.yaml", True),
        ("office.yaml", False),
    ]
    assert (root / "clients/nordlys.yaml").read_bytes() == NEAT
    assert (root / "compose.yaml").read_bytes() == MESSY
    assert (root / "clients/.hidden.yaml").read_bytes() == MESSY
    assert sorted(path.name for path in (root / "clients").iterdir()) == [".hidden.yaml", "nordlys.yaml"]
    assert [item.changes for item in run(root)] == [False, False, False]


def test_a_named_file_is_styled_alone(root: Path) -> None:
    assert [item.name for item in run(root, root / "compose.yaml")] == ["compose.yaml"]
    assert (root / "compose.yaml").read_bytes() == NEAT
    assert (root / "clients/nordlys.yaml").read_bytes() == MESSY


def test_looking_writes_nothing(root: Path) -> None:
    found = next(item for item in run(root, write=False) if item.changes)
    assert (found.before, found.after) == (MESSY.decode(), NEAT.decode())
    assert (root / "clients/nordlys.yaml").read_bytes() == MESSY


def test_the_ends_of_lines_and_a_mark_before_the_first_are_changes(root: Path) -> None:
    for data in (NEAT.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + NEAT):
        (root / "office.yaml").write_bytes(data)
        assert [item.name for item in run(root, root / "office.yaml") if item.changes] == ["office.yaml"]
        assert (root / "office.yaml").read_bytes() == NEAT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: 1\na: 2\n", "duplicate-key"),
        (b"a: [1\n", "yaml-unclosed"),
        ("a: å".encode("latin-1"), "wrong-encoding"),
        (b"a: \x01\n", "control-character"),
    ],
)
def test_a_file_with_faults_is_told_of_and_left(root: Path, data: bytes, code: str) -> None:
    (root / "office.yaml").write_bytes(data)
    found = {item.name: item for item in run(root)}
    assert [item.code for item in found["office.yaml"].diagnostics] == [code]
    assert not found["office.yaml"].changes
    assert (root / "office.yaml").read_bytes() == data
    assert found["clients/nordlys.yaml"].changes, "the others have their turn"


def test_a_file_that_changes_meanwhile_is_left(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "clients/nordlys.yaml"
    real = yaml_style.restyle

    def somebody_writes(text: str, file: str) -> object:
        path.write_bytes(b"c: 3\n")
        return real(text, file)

    monkeypatch.setattr(formatting, "restyle", somebody_writes)
    (found,) = run(root, path)
    assert [item.code for item in found.diagnostics] == ["file-changed-meanwhile"]
    assert not found.changes
    assert path.read_bytes() == b"c: 3\n"


def test_what_cannot_be_written_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(formatting, "write_durably", full)
    (found,) = run(root, root / "clients/nordlys.yaml")
    assert [(item.code, item.summary) for item in found.diagnostics] == [
        ("file-not-styled", "clients/nordlys.yaml was left as it is: No space left on device.")
    ]
    assert (root / "clients/nordlys.yaml").read_bytes() == MESSY


def test_what_cannot_be_read_is_told(root: Path) -> None:
    (found,) = run(root, root / "gone.yaml")
    assert [item.code for item in found.diagnostics] == ["file-not-styled"]


def test_permissions_and_links_stay(root: Path) -> None:
    target, link = root / "clients/nordlys.yaml", root / "clients/link.yaml"
    target.chmod(0o640)
    link.symlink_to(target.name)
    assert run(root, link)[0].changes
    assert link.is_symlink()
    assert target.read_bytes() == NEAT
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_to_somewhere_else_is_left(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("other") / "shared.yaml"
    elsewhere.write_bytes(MESSY)
    (root / "clients" / "shared.yaml").symlink_to(elsewhere)
    assert "clients/shared.yaml" not in {item.name for item in run(root)}
    assert elsewhere.read_bytes() == MESSY


@pytest.mark.parametrize("project", [b"kind: Project\nmanifests: [", b"a: 1\n", None])
def test_a_project_that_cannot_be_read_has_the_usual_manifests(root: Path, project: bytes | None) -> None:
    if project is None:
        (root / "provisioner.yaml").unlink()
    else:
        (root / "provisioner.yaml").write_bytes(project)
    names = [path.relative_to(root).as_posix() for path in project_files(root)]
    assert names == ["provisioner.yaml", "clients/nordlys.yaml", "office.yaml"]
