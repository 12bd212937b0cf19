"""What a power cut would leave of a directory: what was synced, and of the rest as much as chance has it.

A write is on the disk once the file was synced after it; a new, renamed or deleted name once its directory was. All
else may be there or not: each write by itself, whole or some of its sectors; names in the order in which they came, as
the journal of a file system keeps them. What was there before the recording counts as synced.

Promises: with everything kept, exactly what the program left (`demand` holds each recording to that); without, nothing
that was synced is missing. Refuses a recording with a call that it does not know. Does not: model a disk that lies
about a sync, nor mapped memory: the `-shm` file of SQLite, made anew when the last process has gone, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random

from tests.crashing.tracing import DISK, Call

SECTOR = 512
MAPPED = "-shm"
KNOWN = frozenset({"openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink", "mkdir"})
NAMING = frozenset({"openat", "rename", "unlink", "mkdir"})

Files = dict[str, bytes]
"""By path."""


@dataclass(frozen=True, slots=True)
class Change:
    """One write to a file, or a new length for it."""

    offset: int
    """Where; or the new length."""
    data: bytes | None
    """What; None where the file is cut to that length."""
    ended: int
    """When it was done."""
    came_back: bool = True
    """Whether the program was told that it was."""


@dataclass(eq=False)
class File:
    """What stands behind a name."""

    content: bytes = b""
    """As it is on the disk for certain."""
    pending: list[Change] = field(default_factory=list)
    """What was written since."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A name that came, or went."""

    path: str
    """Which."""
    file: File | None
    """What it stands for now; None where it went."""
    ended: int
    """When."""
    turn: int
    """Both halves of a renaming have the same."""


@dataclass
class Fate:
    """What becomes of what was not synced."""

    writes: Callable[[Change], Change | None]
    """Of one write."""
    names: Callable[[int], int]
    """How many of so many turns of names."""


def nothing_more() -> Fate:
    """All that was not synced is gone."""
    return Fate(lambda change: None, lambda count: 0)


def everything() -> Fate:
    """All of it is there."""
    return Fate(lambda change: change, lambda count: count)


def by_chance(chance: Random) -> Fate:
    """Each write is there, is not, or is there in part."""

    def one(change: Change) -> Change | None:
        drawn = chance.random()
        if drawn < 0.4 or change.data is None:
            return change if drawn < 0.4 else None
        if drawn < 0.8:
            return None
        sectors = len(change.data) // SECTOR
        return Change(change.offset, change.data[: chance.randint(0, sectors) * SECTOR], change.ended)

    return Fate(one, lambda count: chance.randint(0, count))


class Recorded:
    """A directory, as the calls of a program changed it."""

    def __init__(self, root: Path, before: Files) -> None:
        self._root = f"{root}/"
        self._names = {path: File(content) for path, content in before.items() if not path.endswith(MAPPED)}
        self._safe = dict(self._names)
        self._pending: list[Naming] = []
        self._at: dict[int, int] = {}
        self._doubtful: set[str] = set()

    def play(self, calls: Iterable[Call]) -> Recorded:
        """With all of these done."""
        for call in calls:
            if call.name in NAMING and call.result is None:  # it may have been done all the same
                self._doubtful.update(text.decode(errors="surrogateescape") for text in call.texts)
            elif call.name in DISK:
                self._one(call)
        return self

    def after(self, fate: Fate) -> Files:
        """What is there when the power comes back."""
        names = dict(self._safe)
        turns = sorted({naming.turn for naming in self._pending})
        kept = set(turns[: fate.names(len(turns))])
        for naming in self._pending:
            if naming.turn in kept:
                _name(names, naming)
        return {path: _content(file, fate) for path, file in names.items()}

    def demand(self, there: Files) -> None:
        """AssertionError unless this is what the program left: else the recording cannot be believed."""
        found = self.after(everything())
        if found != there:  # a call that never came back was done, or was not
            found = self.after(Fate(lambda change: change if change.came_back else None, lambda count: count))
        different = [
            path for path in {*found, *there} if found.get(path) != there.get(path) and path not in self._doubtful
        ]
        assert not different, f"the recording does not account for {different}"

    def _one(self, call: Call) -> None:
        about = self._about(call)
        if not about or about[0].endswith(MAPPED):
            return
        if call.name not in KNOWN:
            assert not call.is_done, f"{call.name} of {about[0]} is not modelled"
            return
        if call.name in ("write", "pwrite64", "ftruncate"):
            self._changed(call, about[0])
        elif call.is_done:
            self._named_or_synced(call, about)

    def _about(self, call: Call) -> list[str]:
        """The paths below the root that it is about."""
        if call.name == "openat":
            paths = [call.made]
        elif call.path and not call.name.endswith("at"):
            paths = [call.path]
        else:
            paths = [call.path, *(text.decode(errors="surrogateescape") for text in call.texts)]
        return [path for path in paths if f"{path}/".startswith(self._root)]

    def _changed(self, call: Call, path: str) -> None:
        """A write, also one that never came back: it may have been done all the same."""
        file = self._names.get(path)
        if file is None or (call.result is not None and call.result < 0):
            return
        if call.name == "ftruncate":
            file.pending.append(Change(call.last, None, call.ended, call.result is not None))
            return
        data = call.data if call.result is None else call.data[: call.result]
        offset = call.last if call.name == "pwrite64" else self._at.get(call.descriptor, 0)
        if call.name == "write":
            self._at[call.descriptor] = offset + len(data)
        file.pending.append(Change(offset, data, call.ended, call.result is not None))

    def _named_or_synced(self, call: Call, about: Sequence[str]) -> None:
        if call.name == "openat":
            self._opened(call, about[0])
        elif call.name == "unlink":
            self._rename([Naming(about[0], None, call.ended, call.ended)])
        elif call.name == "rename":
            assert len(about) == 2, f"a name comes from elsewhere, or goes there: {call}"
            old, new = about
            file = self._names[old]
            self._rename([Naming(old, None, call.ended, call.ended), Naming(new, file, call.ended, call.ended)])
        elif call.name in ("fsync", "fdatasync"):
            self._synced(about[0], call.begun)

    def _opened(self, call: Call, path: str) -> None:
        assert call.result is not None
        self._at[call.result] = 0
        assert "O_APPEND" not in call.arguments, f"appending to {path} is not modelled"
        if "O_CREAT" in call.arguments and path not in self._names and "O_DIRECTORY" not in call.arguments:
            self._rename([Naming(path, File(), call.ended, call.ended)])
        elif "O_TRUNC" in call.arguments and path in self._names:
            self._names[path].pending.append(Change(0, None, call.ended))

    def _rename(self, namings: Sequence[Naming]) -> None:
        for naming in namings:
            _name(self._names, naming)
        self._pending.extend(namings)

    def _synced(self, path: str, begun: int) -> None:
        """What ended before the sync began is on the disk; of a directory, the names in it."""
        if file := self._names.get(path):
            done = [change for change in file.pending if change.ended < begun]
            file.content = _applied(file.content, done)
            file.pending = [change for change in file.pending if change.ended >= begun]
            return
        for naming in [naming for naming in self._pending if naming.ended < begun]:
            if str(PurePosixPath(naming.path).parent) == path:
                _name(self._safe, naming)
                self._pending.remove(naming)


def _name(names: dict[str, File], naming: Naming) -> None:
    if naming.file is None:
        names.pop(naming.path, None)
    else:
        names[naming.path] = naming.file


def _content(file: File, fate: Fate) -> bytes:
    kept = (fate.writes(change) for change in file.pending)
    return _applied(file.content, [change for change in kept if change is not None])


def _applied(content: bytes, changes: Iterable[Change]) -> bytes:
    held = bytearray(content)
    for change in changes:
        end = change.offset + len(change.data or b"")
        held.extend(bytes(max(0, end - len(held))))
        if change.data is None:
            del held[change.offset :]
        else:
            held[change.offset : end] = change.data
    return bytes(held)


def contents(root: Path) -> Files:
    """What is below `root` now."""
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def put_back(root: Path, files: Files) -> None:
    """Make it so that this is below `root`, and nothing else."""
    for path in [path for path in root.rglob("*") if path.is_file() and str(path) not in files]:
        path.unlink()
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
