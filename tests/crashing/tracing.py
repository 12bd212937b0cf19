"""A program under strace: what it asked of the machine, and a machine that refuses or kills it at a chosen call.

Promises: `Call` by `Call`, in the order in which they ended, with every byte that was written, sent or received; a call
that never ended is the program's last in that thread. Does not: see writes to mapped memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DISK = (
    *("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink", "mkdir"),
    *("open", "creat", "writev", "pwritev", "pwritev2", "fallocate", "copy_file_range", "sendfile", "truncate"),
    *("renameat", "renameat2", "unlinkat", "link", "linkat", "symlink", "symlinkat", "mkdirat", "rmdir"),
)
"""What could change what is on the disk, but for mapped memory."""
WIRE = ("connect", "sendto", "recvfrom", "sendmsg", "recvmsg")

_LINE = re.compile(r"^(\d+) +(.*)$")
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>")
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+|\?)(?:<(.*?)>)?(.*)$")
_CUT = re.compile(r"^(\w+)\((.*)$")
_UNFINISHED = " <unfinished ...>"
_BYTES = re.compile(r"\"((?:\\x[0-9a-f]{2})*)\"")
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_OF = re.compile(r"^(-?\d+|AT_FDCWD)<([^>]*(?:->[^>]*)?)>(?=,|$|\))")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one thread."""

    thread: int
    """Whose."""
    name: str
    """Which."""
    arguments: str
    """As they stand in the recording."""
    begun: int
    """When, in lines of the recording."""
    ended: int
    """When; of one that never ended, when the recording does."""
    result: int | None
    """What it returned; None where it never did."""
    made: str = ""
    """The path that a returned descriptor stands for."""
    is_injected: bool = False
    """Whether strace refused it instead of the machine."""

    @property
    def is_done(self) -> bool:
        """Whether it came back and was not refused."""
        return self.result is not None and self.result >= 0

    @property
    def descriptor(self) -> int:
        """Of the file that it is about."""
        return int(self.arguments.split("<", 1)[0].split(",", 1)[0])

    @property
    def path(self) -> str:
        """Of the file or the socket whose descriptor comes first."""
        found = _OF.match(self.arguments)
        return plain(found[2]) if found is not None else ""

    @property
    def texts(self) -> tuple[bytes, ...]:
        """What stands in quotes among the arguments: paths, or what is written."""
        return tuple(unescaped(text) for text in _BYTES.findall(self.arguments))

    @property
    def data(self) -> bytes:
        """What was written, sent or received."""
        return b"".join(self.texts)

    @property
    def last(self) -> int:
        """The last argument, a number."""
        return int(self.arguments.rsplit(",", 1)[1])


def unescaped(text: str) -> bytes:
    """The bytes of `\\x41\\x42`."""
    return bytes.fromhex(text.replace("\\x", ""))


def plain(text: str) -> str:
    """A path as anybody would write it."""
    return _HEX.sub(lambda found: unescaped(found[0]).decode(errors="surrogateescape"), text)


def command(recording: Path, inject: Sequence[str], program: Sequence[str]) -> list[str]:
    """`program` under strace, recorded, with what is to be injected."""
    words = ["strace", "--follow-forks", "-yy", "-xx", "--string-limit=4000000", "-qq"]
    if not any("signal=" in fault for fault in inject):  # with it a signal is never delivered; without it all is slower
        words.append("--seccomp-bpf")
    words += [f"--output={recording}", f"--trace={','.join(f'?{name}' for name in (*DISK, *WIRE))}"]
    return [*words, *(f"--inject={fault}" for fault in inject), "--", *program]


def read(recording: Path) -> list[Call]:
    """The calls of a recording, in the order in which they ended; those that never did come last."""
    text = recording.read_text(encoding="ascii", errors="replace") if recording.exists() else ""
    lines = text.splitlines()
    waiting: dict[int, tuple[int, str]] = {}
    calls: list[Call] = []
    for number, line in enumerate(lines):
        found = _LINE.match(line)
        if found is None:
            continue
        thread, said = int(found[1]), found[2]
        if said.endswith(_UNFINISHED):
            waiting[thread] = (number, said.removesuffix(_UNFINISHED))
            continue
        begun = number
        if resumed := _RESUMED.match(said):
            begun, head = waiting.pop(thread)
            said = head + said[resumed.end() :]
        calls.extend(_call(thread, said, begun, number))
    for thread, (begun, head) in waiting.items():
        calls.extend(_call(thread, head, begun, len(lines)))
    return calls


def _call(thread: int, said: str, begun: int, ended: int) -> Iterator[Call]:
    whole = _CALL.match(said)
    if whole is not None:
        result = None if whole[3] == "?" else int(whole[3])
        made, injected = plain(whole[4] or ""), "(INJECTED)" in whole[5]
        yield Call(thread, whole[1], whole[2], begun, ended, result, made, injected)
    elif cut := _CUT.match(said):
        yield Call(thread, cut[1], cut[2], begun, ended, None)


def on_the_wire(calls: Sequence[Call]) -> Iterator[bytes]:
    """What passed between the program and the vendor, in one piece for each connection and direction."""
    pieces: dict[tuple[str, str], list[bytes]] = {}
    for call in calls:
        if call.name in WIRE and "TCP" in call.path:
            pieces.setdefault((call.path, call.name), []).append(call.data)
    for each in pieces.values():
        yield b"".join(each)


def written_elsewhere(calls: Sequence[Call]) -> Iterator[tuple[str, bytes]]:
    """Everything else that was written or sent, and where to."""
    pieces: dict[str, list[bytes]] = {}
    for call in calls:
        if call.name in ("write", "pwrite64", "sendto", "sendmsg") and "TCP" not in call.path:
            pieces.setdefault(f"{call.name} to {call.path}", []).append(call.data)
    for where, each in pieces.items():
        yield where, b"".join(each)
