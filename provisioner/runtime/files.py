"""Finding a project and reading its files.

Promises: every file is read once, as bytes, in the same order on every platform. Does not: parse.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from provisioner.formats.canonical import digest_of_bytes
from provisioner.formats.manifest_project import DEFAULT_MANIFESTS, patterns
from provisioner.formats.yaml_source import Document, decode_text, read_documents
from provisioner.formats.yaml_text import MAX_BYTES
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.errors import UsageError
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.words import WORDS

_WHY: Final = {
    errno.ENOENT: ("there is no such file", "filen finnes ikke"),
    errno.EACCES: ("you may not read it", "du har ikke lov til å lese den"),
    errno.EPERM: ("you may not read it", "du har ikke lov til å lese den"),
    errno.EISDIR: ("it is a directory", "det er en mappe"),
    errno.ELOOP: ("it is a link that leads to itself", "det er en lenke som fører til seg selv"),
}
_SIMPLE: Final = re.compile(r"((?:[A-Za-z0-9_][A-Za-z0-9_-]*/)*)(\*\*/)?\*(\.[a-z]+)")
"""A pattern such as `clients/**/*.yaml`: where to start, whether to go deeper, and how names end."""
PROJECT_FILE = "provisioner.yaml"
PRIVATE_DIRECTORY = ".provisioner"


_YAML: Final = frozenset({".yaml", ".yml"})
_NOT_OURS: Final = frozenset({"node_modules", "venv", "__pycache__"})
_MOST_PASSED_OVER: Final = 2000
_KIND: Final = re.compile(rb"^kind:[ \t]*(?:Office|Client|ClientSet|Profile|Integration|Project)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read."""

    documents: tuple[Document, ...]
    """In the order of files, then of documents."""
    diagnostics: tuple[Diagnostic, ...]
    """What was wrong with the files as YAML."""
    stamps: Mapping[str, str]
    """The digest of each file's bytes."""


def find_project(start: Path) -> Path:
    """The nearest directory at or above `start` that holds a project. UsageError where there is none."""
    start = start.resolve()
    for directory in (start, *start.parents):
        if (directory / PROJECT_FILE).is_file():
            return directory
    raise UsageError.of(REFUSALS("no-project", file=PROJECT_FILE, directory=start))


def manifest_files(root: Path, patterns: tuple[str, ...]) -> tuple[Path, ...]:
    """The files that match, each once, sorted by their path below `root`. What begins with a dot is left out."""
    return tuple(root / name for name in manifest_names(root, patterns))


def manifest_names(root: Path, patterns: tuple[str, ...]) -> list[str]:
    """The same as their paths below `root`, with forward slashes."""
    found: set[str] = set()
    for pattern in patterns:
        known = _SIMPLE.fullmatch(pattern)
        found.update(_matching(root, pattern) if known is None else _below(root, known[1], known[2], known[3]))
    found.discard(PROJECT_FILE)
    return sorted(found)


def _matching(root: Path, pattern: str) -> Iterator[str]:
    """What matches, whatever the pattern."""
    for path in root.glob(pattern):
        relative = path.relative_to(root)
        if any(part.startswith(".") for part in relative.parts):
            continue
        if path.is_file() or (path.is_symlink() and not path.exists()):  # a link to nothing is told when it is read
            yield relative.as_posix()


def _below(root: Path, start: str, deep: str | None, ending: str) -> Iterator[str]:
    """The same for `start/*ending` and `start/**/*ending`, with one look at each directory."""
    waiting = [start]
    while waiting:
        directory = waiting.pop()
        try:
            entries = list(os.scandir(root / directory))
        except OSError:  # nothing of that name, or nobody may look into it
            continue
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if deep is not None and entry.is_dir(follow_symlinks=False):
                waiting.append(f"{directory}{name}/")
            elif name.endswith(ending) and (entry.is_file() if not entry.is_symlink() else _leads(Path(entry.path))):
                yield f"{directory}{name}"


def _leads(link: Path) -> bool:
    """Whether a link leads to a file, or to nothing, which is told when it is read."""
    return link.is_file() or not link.exists()


def links_passed_by(root: Path, patterns: tuple[str, ...]) -> Iterator[Diagnostic]:
    """The linked directories that `**` does not go into, for a link may lead back to where it stands."""
    found: set[str] = set()
    for start in {pattern.partition("**")[0] for pattern in patterns if "**" in pattern}:
        for directory, names, _ in os.walk(root / start):
            names[:] = sorted(name for name in names if not name.startswith("."))
            links = (path for name in names if (path := Path(directory) / name).is_symlink())
            found.update(path.relative_to(root).as_posix() for path in links)
    for name in sorted(found):
        yield WORDS("link-passed-by", Place(SourceRange(name, 1, 1)), link=name)


def passed_over(root: Path, patterns: tuple[str, ...]) -> Iterator[Diagnostic]:
    """YAML files below `root` that look like manifests, and that no pattern takes in."""
    taken = {*manifest_names(root, patterns), PROJECT_FILE}
    looked_at = 0
    for directory, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _NOT_OURS)
        for path in (Path(directory) / name for name in sorted(files)):
            name = path.relative_to(root).as_posix()
            if path.suffix.lower() not in _YAML or name in taken or path.name.startswith("."):
                continue
            looked_at += 1
            if looked_at > _MOST_PASSED_OVER:
                return
            if _looks_like_a_manifest(path):
                yield WORDS("file-passed-over", Place(SourceRange(name, 1, 1)), file=name)


def _looks_like_a_manifest(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _KIND.search(file.read(4096)) is not None
    except OSError:
        return False


def project_files(root: Path) -> tuple[Path, ...]:
    """The project file and the manifests that it names, however much else may be wrong with it."""
    path = root / PROJECT_FILE
    named: tuple[str, ...] = DEFAULT_MANIFESTS
    try:
        text, _ = decode_text(path.read_bytes(), PROJECT_FILE)
    except OSError:
        text = None  # told when the file itself has its turn
    for document in read_documents(text or "", PROJECT_FILE)[0]:
        if document.root.text("kind") == "Project":
            named = patterns(document.root)
    return (path, *manifest_files(root, named))


def read_files(root: Path, paths: Iterable[Path]) -> Sources:
    """Every document of every file."""
    documents: list[Document] = []
    diagnostics: list[Diagnostic] = []
    above: dict[Path, Path | None] = {}
    stamps: dict[str, str] = {}
    for path in paths:
        for item in _read_file(path, _name(root, path, above), stamps):
            if isinstance(item, Diagnostic):
                diagnostics.append(item)
            else:
                documents.append(item)
    return Sources(tuple(documents), tuple(diagnostics), stamps)


def read_once(file: FileIO) -> tuple[bytes, bool]:
    """The file's first bytes, one more than are allowed, and whether it stayed the same meanwhile."""
    before = os.fstat(file.fileno())
    size = before.st_size
    limit = min(size, MAX_BYTES) + 1
    data = file.read(limit)
    while len(data) != size and len(data) < limit and (more := file.read(limit - len(data))):
        data += more
    after = os.fstat(file.fileno())
    return data, (size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def why_unreadable(error: OSError) -> tuple[str, str]:
    """Why a file cannot be read, in English and in Norwegian; what is not foreseen, as the system says it."""
    said = error.strerror or type(error).__name__
    return _WHY.get(error.errno or 0, (said, said))


def _name(root: Path, path: Path, above: dict[Path, Path | None]) -> str:
    """The file's path below `root`; `above` keeps which directories lead through no link: each is asked once."""
    directory = path.parent
    if directory not in above:
        try:
            above[directory] = directory if directory.resolve() == directory else None
        except (OSError, RuntimeError):
            above[directory] = None
    if above[directory] is not None and path.is_relative_to(root) and not path.is_symlink():
        return path.relative_to(root).as_posix()
    try:
        return path.resolve().relative_to(root).as_posix()
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself, or out of the project
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _read_file(path: Path, name: str, stamps: dict[str, str]) -> Iterator[Document | Diagnostic]:
    place = Place(SourceRange(name, 1, 1))
    try:
        with path.open("rb", buffering=0) as file:
            data, is_steady = read_once(file)
    except OSError as error:
        said, said_nb = why_unreadable(error)
        yield WORDS("file-unreadable", place, file=name, error=said, error_nb=said_nb)
        return
    if not is_steady:
        yield WORDS("file-being-written", place, file=name)
        return
    stamps[name] = digest_of_bytes(data)
    text, problems = decode_text(data, name)
    yield from problems
    if text is not None:
        documents, problems = read_documents(text, name)
        yield from documents
        yield from problems
