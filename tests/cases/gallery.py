"""The gallery of mistakes: small firms in which one thing is wrong. `python -m tests.cases.gallery` writes what
`provisioner validate` says of each anew.

Promises that words which change are seen in review: each case holds the exact output in both languages, and the codes
and places as data. A case is the files by which it differs from `base/`; `case.json`, where there is one, says which
files are removed and which are saved in another encoding than UTF-8. Does not judge the words; read them aloud.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import time_machine

from provisioner.cli.main import run
from tests.cli.driver import a_console

FOLDER: Final = Path(__file__).parent / "diagnostics"
BASE: Final = FOLDER / "base"
SETTINGS: Final = "case.json"
EXPECTED: Final = ("expected.en.txt", "expected.nb.txt", "expected.json")
NOW: Final = "2026-11-22T09:00:00Z"

_SAVED: Final[Mapping[str, Callable[[str], bytes]]] = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "mixed": lambda text: text.replace("\n", "\r\n", 2).encode(),
}
"""What is no encoding of Python's but a way to save a file all the same."""


def cases() -> tuple[Path, ...]:
    """Every case's folder."""
    return tuple(sorted(path for path in FOLDER.iterdir() if path.is_dir() and path != BASE))


def lay_out(case: Path, root: Path) -> None:
    """Puts the case's project in `root`, which is not there yet."""
    shutil.copytree(BASE, root)
    for source in sorted(path for path in case.rglob("*") if path.is_file()):
        name = source.relative_to(case)
        if name.as_posix() not in (*EXPECTED, SETTINGS):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, root / name)
    settings = _settings(case)
    for name in settings.get("remove", ()):
        (root / name).unlink()
    for name, how in settings.get("encode", {}).items():
        text = (root / name).read_text(encoding="utf-8")
        (root / name).write_bytes(_SAVED[how](text) if how in _SAVED else text.encode(how))


def _settings(case: Path) -> dict[str, Any]:
    path = case / SETTINGS
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def told(root: Path) -> dict[str, str]:
    """What is said of the project in `root`, by the name of the file that holds it."""
    with time_machine.travel(NOW, tick=False):
        texts = {f"expected.{language}.txt": _in_words(root, language) for language in ("en", "nb")}
        return {**texts, "expected.json": _as_data(root)}


def _in_words(root: Path, language: str) -> str:
    code, out, err = _validate(root, "--lang", language)
    return f"{err}{out}[exit code {code}]\n"


def _as_data(root: Path) -> str:
    _, out, _ = _validate(root, "--format", "json")
    found = json.loads(out)["diagnostics"] if out else []
    lines = [json.dumps({"code": one["code"], "severity": one["severity"], **(one["source"] or {})}) for one in found]
    return "[" + ",".join(f"\n  {line}" for line in lines) + "\n]\n"


def _validate(root: Path, *words: str) -> tuple[int, str, str]:
    console, out, err = a_console()
    code = run(("validate", "-C", str(root), *words), console)
    return code, out.text, err.text


def main() -> None:
    """Writes what is expected of every case."""
    with tempfile.TemporaryDirectory() as directory:
        for case in cases():
            root = Path(directory) / case.name
            lay_out(case, root)
            for name, text in told(root).items():
                (case / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
