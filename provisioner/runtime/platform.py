"""What differs by platform, and only here.

Promises: `write_durably` leaves either the old file or the new one, whole and on disk. Does not: decide where
anything is kept.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

IS_WINDOWS = sys.platform == "win32"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the process stands in."""

    variables: Mapping[str, str]
    """The environment."""
    holder: str
    """Who we are, to others who see our lease."""
    user: str
    """The person's or service's name."""

    @property
    def in_pipeline(self) -> bool:
        """Whether this is a pipeline: `CI` is set to something other than a plain no."""
        return self.variables.get("CI", "").strip().lower() not in ("", "0", "false", "no")

    @property
    def actor(self) -> str:
        """Who does what is done, for the audit: the pipeline's run where there is one, else the person."""
        for run in ("GITHUB_RUN_ID", "CI_PIPELINE_ID", "BUILD_BUILDID"):
            if self.variables.get(run):
                commit = next((self.variables[name] for name in _COMMITS if self.variables.get(name)), "")
                return f"pipeline {self.variables[run]}" + (f" at {commit[:12]}" if commit else "")
        return self.user


_COMMITS = ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILD_SOURCEVERSION")


def surroundings() -> Surroundings:
    """Where this process stands."""
    variables = dict(os.environ)
    user = _user(variables)
    return Surroundings(variables, f"{user}@{_machine(variables)} (process {os.getpid()})", user)


def _user(variables: Mapping[str, str]) -> str:
    """The name that the platform's own tools go by; what it would cost to ask a directory service is not paid."""
    named = (variables.get(name) for name in ("LOGNAME", "USER", "LNAME", "USERNAME"))
    return next((name for name in named if name), "unknown" if IS_WINDOWS else f"user-{os.getuid()}")


def _machine(variables: Mapping[str, str]) -> str:
    return variables.get("COMPUTERNAME", "unknown") if IS_WINDOWS else os.uname().nodename


def make_private_directory(path: Path) -> None:
    """Makes `path` and its parents, readable by nobody else where the platform knows of such a thing."""
    path.mkdir(parents=True, exist_ok=True)
    if not IS_WINDOWS:
        path.chmod(0o700)


def write_durably(path: Path, data: bytes, *, private: bool = False, like: Path | None = None) -> None:
    """Puts `data` at `path` through a file beside it, synced before and after it takes its place. OSError.

    `private`: readable by its owner alone. `like`: with that file's permissions. A link stays one, and what it leads to
    is replaced; a device or a pipe is written into, for what stands there is no file that could be replaced.
    """
    path = path.resolve() if path.is_symlink() else path
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            stream.write(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o600 if private else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            temporary.chmod(like.stat().st_mode & 0o7777)  # shutil.copymode, without what it costs to import
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            temporary.unlink()
        raise
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    if IS_WINDOWS:
        return  # directories cannot be opened there; the rename is journalled by the file system
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def interruptible(on_interrupt: Callable[[int], None]) -> Iterator[None]:
    """While inside, Ctrl-C and a polite kill call `on_interrupt` with how many times that has happened.

    Only the main thread can do this; in another nothing is changed.
    """
    count = 0

    def handle(signal_number: int, frame: FrameType | None) -> None:
        nonlocal count
        count += 1
        on_interrupt(count)

    previous = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            previous[number] = signal.signal(number, handle)
        except ValueError:  # not the main thread
            break
    try:
        yield
    finally:
        for number, before in previous.items():
            signal.signal(number, before)


@contextlib.contextmanager
def whole_lines() -> Iterator[None]:
    """While inside, a line at the terminal may be of any length.

    A terminal that edits lines keeps a part only (4095 bytes on Linux, 1023 on macOS) and drops the rest in silence,
    which makes another text of a long paragraph. So it does not edit them here: what a backspace and an end-of-file
    leave in a line is for `typed_line` to heed. Windows has no such limit.
    """
    if IS_WINDOWS or not sys.stdin.isatty():
        yield
        return
    import termios  # noqa: PLC0415  # not there on Windows

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    unedited = [*before[:3], before[3] & ~termios.ICANON, *before[4:6], [*before[6]]]
    unedited[6][termios.VMIN], unedited[6][termios.VTIME] = 1, 0
    termios.tcsetattr(descriptor, termios.TCSANOW, unedited)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


def typed_line(line: str) -> str:
    """A line that the terminal did not edit: what a backspace takes away is gone, and what is no letter is a mark for
    one. EOFError where its end was typed."""
    if "\x04" in line:
        raise EOFError
    kept: list[str] = []
    for letter in line:
        if letter not in "\b\x7f":
            kept.append(letter)
        elif kept:
            kept.pop()
    return "".join(kept).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def holder_is_gone(holder: str) -> bool:
    """Whether `holder`, as `Surroundings.holder` spells it, was a process of this machine that no longer runs."""
    place, _, rest = holder.partition(" (process ")
    if not rest.endswith(")") or place.partition("@")[2] != _machine(os.environ):
        return False
    number = rest[:-1]
    if not number.isdigit() or int(number) == os.getpid() or IS_WINDOWS:
        return False  # on Windows asking could end the process; the lease ends by itself
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
