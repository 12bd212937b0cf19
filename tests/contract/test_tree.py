"""What the tree holds: the agreed names at the top, nothing of the machine it was written on, no identity of anyone."""

from __future__ import annotations

import re
import stat

import pytest
import yaml

from tests.contract import tree

TOP_LEVEL = {
    *("provisioner", "plugins", "schemas", "examples", "tests", "docs", "benchmarks"),
    *("pyproject.toml", "uv.lock", "Makefile", ".ci", ".gitignore", ".gitattributes", ".pre-commit-hooks.yaml"),
    *("README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md"),
}
NEEDED = TOP_LEVEL - {"examples"}
BINARY = (".png", ".xlsx", ".age", ".db", ".ico")
ALLOWED_HOSTS = {"https://pypi.org", "https://files.pythonhosted.org"}

# Written so that they do not match themselves.
OF_A_MACHINE = re.compile(
    r"(?<![\w.>-])/(work|root|workspace|home/\w+|Users/\w+|opt/\w+)/|\.\./shared\b|[A-Z]:\\Users\\\w"
)
INDEX_SETTING = re.compile(r"(extra-)?index-url\s*=|find-links\s*=|trusted-host|--(extra-)?index-url|--find-links")
IDENTITY = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{20,}")
# The example's keys are those of a simulated firm, and everybody is meant to open them.
WORTHLESS = "examples/fjord-regnskap/demo-identity.txt"


def texts() -> list[str]:
    return [name for name in tree.files() if not name.endswith(BINARY)]


def lines_with(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name in names
        for number, line in enumerate(tree.text(name).splitlines(), start=1)
        if pattern.search(line)
    ]


def test_the_top_level_is_the_agreed_one() -> None:
    found = {name.split("/")[0] for name in tree.files()}
    assert found - TOP_LEVEL == set()
    assert NEEDED - found == set()


def test_nothing_of_this_machine_is_named() -> None:
    assert lines_with(OF_A_MACHINE, [name for name in texts() if name != "uv.lock"]) == []


def test_no_index_but_the_users_own_is_named() -> None:
    assert set(re.findall(r"https?://[^/\"]+", tree.text("uv.lock"))) == ALLOWED_HOSTS
    assert lines_with(re.compile("file:" + "//|find-links"), ["uv.lock"]) == []
    assert (
        lines_with(INDEX_SETTING, [name for name in texts() if not name.endswith(("/test_tree.py", "uv.lock"))]) == []
    )


def test_no_identity_is_kept_in_the_tree() -> None:
    """A sealed key is only as closed as the identity that opens it; those that tests make up are made at run time."""
    assert lines_with(IDENTITY, [name for name in texts() if name != WORTHLESS]) == []


def test_the_one_identity_that_is_kept_opens_nothing_of_value() -> None:
    """It says so, and the project it belongs to reaches no Tripletex but a simulated one."""
    project = yaml.safe_load(tree.text("examples/fjord-regnskap/provisioner.yaml"))
    assert tree.text(WORTHLESS).startswith("# NOT A SECRET.")
    assert project["provider"]["tripletex"]["endpoint"] == "simulator"
    assert "credentials" not in project["provider"]["tripletex"]


def test_texts_are_text() -> None:
    """UTF-8, LF, no byte order mark, a newline at the end."""
    strange = []
    for name in texts():
        data = (tree.ROOT / name).read_bytes()
        if b"\r" in data or data.startswith(b"\xef\xbb\xbf") or (data and not data.endswith(b"\n")):
            strange.append(name)
        data.decode("utf-8")
    # Cases that are about strange bytes are exactly that.
    assert [name for name in strange if not name.startswith("tests/cases/")] == []


def test_names_exist_on_windows_too() -> None:
    reserved = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)|[<>:\"|?*\\]|[. ](/|$)", re.IGNORECASE)
    assert [name for name in tree.files() if reserved.search(name)] == []
    lowered = [name.lower() for name in tree.files()]
    assert [name for name in tree.files() if lowered.count(name.lower()) > 1] == []


def test_the_pipeline_can_be_run() -> None:
    assert (tree.ROOT / ".ci/run").stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize(
    "line", ["see " + "/wo" + "rk/main", "cat /ro" + "ot/.ssh", "in ../sha" + "red/x", "C:\\Use" + "rs\\kari"]
)
def test_the_machine_rule_sees(line: str) -> None:
    assert OF_A_MACHINE.search(line)


@pytest.mark.parametrize("line", ["provisioner work list", "`commands/work.py`", "https://x.example/root/", "a/opt/b/"])
def test_the_machine_rule_leaves_alone(line: str) -> None:
    assert not OF_A_MACHINE.search(line)
