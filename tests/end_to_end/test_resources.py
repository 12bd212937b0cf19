"""Input that would exhaust a program: each ends soon, in little memory, with a diagnostic and exit code 1.

Every case runs `validate` in a process of its own, whose address space, time and memory are bounded from outside.
"""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases.gallery import BASE

SECONDS = 10
MEGABYTES = 200
MEASURED = """
import resource, sys
from provisioner.cli.entry import main
code = 1
try:
    code = main()
except SystemExit as error:
    code = error.code
sys.stdout.flush()
try:  # what getrusage tells begins with the memory of whoever started us
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 2**10
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10)
print(f"peak {peak}", file=sys.stderr)
sys.exit(code)
"""
CLIENT = "kind: Client\nname: nordlys\norganizationNumber: 312 345 676\n"
KEY = CLIENT + "integrations:\n  huma:\n    owner: {employee: per@nordlys.example}\n"
FILE = "clients/nordlys.yaml"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory of a process is read with resource")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small firm that is right."""
    firm = tmp_path / "firm"
    for source in sorted(path for path in BASE.rglob("*") if path.is_file()):
        path = firm / source.relative_to(BASE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
    return firm


def write(root: Path, text: str) -> None:
    (root / FILE).write_text(text, encoding="utf-8")


def laughs(root: Path) -> None:
    lines = [CLIENT + "vars:", "  a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    write(root, "\n".join(lines) + "\n")


def mappings_of_aliases(root: Path) -> None:
    lines = [CLIENT + "vars:", "  a0: &a0 {a: ha, b: ha}"]
    lines += [f"  a{n}: &a{n} {{a: *a{n - 1}, b: *a{n - 1}}}" for n in range(1, 60)]
    write(root, "\n".join(lines) + "\n")


def too_large(root: Path) -> None:
    write(root, CLIENT + "displayName: " + "a" * (5 * 2**20) + "\n")


def ten_million_lines(root: Path) -> None:
    with (root / FILE).open("w", encoding="utf-8") as file:
        file.write(CLIENT)
        for _ in range(100):
            file.write("# her er en linje\n" * 100_000)


def deep(root: Path) -> None:
    write(root, CLIENT + "vars: {a: " + "[" * 100_000 + "]" * 100_000 + "}\n")


def deep_blocks(root: Path) -> None:
    write(root, CLIENT + "vars:\n" + "".join(" " * n + "a:\n" for n in range(1, 1500)))


def many_faults(root: Path) -> None:
    write(root, "---\n".join(["a: b: c\n"] * 100_000))


def many_unknown_fields(root: Path) -> None:
    write(root, CLIENT + "".join(f"felt{n}: 1\n" for n in range(5_000)))


def linked_directory(root: Path) -> None:
    (root / "clients" / "igjen").symlink_to(root, target_is_directory=True)


def link_to_itself(root: Path) -> None:
    (root / "clients" / "seg-selv.yaml").symlink_to(root / "clients" / "seg-selv.yaml")


def link_to_nothing(root: Path) -> None:
    (root / "clients" / "borte.yaml").symlink_to(root / "finnes-ikke.yaml")


def loops(root: Path) -> None:
    write(root, KEY + '    keyName: "{% for a in range(10**12) %}x{% endfor %}"\n')


def allocates(root: Path) -> None:
    write(root, KEY + "    keyName: \"{{ 'x' * 1000000000000 }}\"\n")


def powers(root: Path) -> None:
    write(root, KEY + '    keyName: "{{ 9 ** 9 ** 9 }}"\n')


def pads(root: Path) -> None:
    write(root, KEY + "    keyName: \"{{ 'x' | center(10**12) }}\"\n")


def doubles(root: Path) -> None:
    """Each `replace` makes a text ten times as long."""
    write(root, KEY + "    keyName: \"{{ 'x'" + "|replace('x','xxxx')" * 14 + ' }}"\n')


def nested_expression(root: Path) -> None:
    write(root, KEY + '    note: "{{ ' + "(" * 900 + "1" + ")" * 900 + ' }}"\n')


def long_digits(root: Path) -> None:
    write(root, CLIENT + "vars: {a: " + "9" * 1_000_000 + "}\n")


CASES: list[tuple[Callable[[Path], None], str]] = [
    (laughs, "too-many-nodes"),
    (mappings_of_aliases, "too-many-nodes"),
    (too_large, "file-too-large"),
    (ten_million_lines, "file-too-large"),
    (deep, "too-deep"),
    (deep_blocks, "too-deep"),
    (many_faults, "yaml-colon"),
    (many_unknown_fields, "unknown-field"),
    (linked_directory, "link-passed-by"),
    (link_to_itself, "file-unreadable"),
    (link_to_nothing, "file-unreadable"),
    (loops, "template-not-allowed"),
    (allocates, "template-failed"),
    (powers, "template-not-allowed"),
    (pads, "template-unknown-filter"),
    (doubles, "template-failed"),
    (nested_expression, "template-syntax"),
    (long_digits, "number-too-large"),
]


@pytest.mark.parametrize(("prepare", "code"), CASES, ids=lambda value: getattr(value, "__name__", None))
def test_it_ends_soon_and_small(root: Path, prepare: Callable[[Path], None], code: str) -> None:
    prepare(root)
    command = [sys.executable, "-c", MEASURED, "validate", "-C", str(root)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    began = time.monotonic()
    run = subprocess.run(
        command, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=SECONDS * 3
    )
    took = time.monotonic() - began
    *said, peak = run.stderr.splitlines()
    assert run.returncode == 1, run.stderr[-2_000:]
    assert f"[{code}]" in " ".join(said), run.stderr[:2_000]
    assert "Traceback" not in run.stderr
    assert int(peak.removeprefix("peak ")) < MEGABYTES
    assert took < SECONDS


def test_a_file_that_changes_while_it_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of one text and half of another is no manifest."""
    from provisioner.runtime.files import read_files

    path, sizes = root / FILE, itertools.count(10)

    class Stat:
        st_mtime_ns = 0

        @property
        def st_size(self) -> int:
            return next(sizes)

    monkeypatch.setattr(os, "fstat", lambda number: Stat())
    (problem,) = read_files(root, (path,)).diagnostics
    assert (problem.code, problem.source and problem.source.file) == ("file-being-written", FILE)
    assert problem.hint


def test_a_file_that_may_not_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be allowed to read everything, so the system's answer is made up."""
    from provisioner.runtime.files import read_files

    def refuse(path: Path, *words: object, **named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = read_files(root, (root / FILE,)).diagnostics
    assert (problem.code, problem.source and problem.source.file) == ("file-unreadable", FILE)
    assert "you may not read it" in problem.summary
    assert "du har ikke lov" in problem.told_in("nb").summary
