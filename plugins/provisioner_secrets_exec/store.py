"""The secret store port on a program.

Promises: the secret reaches the program on standard input and comes back on standard output; no argument, no variable
and no file ever holds it. No shell is between. Each call has a time limit; one that fails for a moment is made again.
Does not: hand on an identity, or change the program's environment.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from provisioner.model.address import Address
from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner_secrets_exec.protocol import TRY_AGAIN, Call, answer, command_line, question, shown
from provisioner_secrets_exec.words import WORDS

LIMIT_SECONDS = 30.0
"""How long one call may take."""
WAITS = (0.5, 2.0)
"""Seconds before the second and the third try of a call whose trouble passes by itself."""
AT_ONCE = 4
"""Programs running at one time; more accounts than that wait for each other here."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, and for what."""

    limit_seconds: float = LIMIT_SECONDS
    """How long one call may take."""
    waits: tuple[float, ...] = WAITS
    """Seconds before each further try."""


def open_store(context: SecretStoreContext, patience: Patience | None = None) -> ExecStore:
    """The store by the program that `context.url` names. UsageError where it cannot be found."""
    name, *arguments = command_line(context.url)
    return ExecStore([_found(name, context.root), *arguments], context.root, patience or Patience())


def _found(name: str, root: Path) -> str:
    """A name alone is looked for on the path, anything with a directory from the project on."""
    alone = Path(name).name == name
    found = shutil.which(name) if alone else shutil.which(str(root / name))
    if found is None:
        raise UsageError.of(WORDS("program-not-there", name=name))
    return found


class ExecStore:
    """One program, started once for each call. Safe to use from several threads."""

    def __init__(self, command: list[str], root: Path, patience: Patience) -> None:
        self._command = command
        self._root = root
        self._patience = patience
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._waiting = threading.Event()

    def __repr__(self) -> str:
        return f"ExecStore({Path(self._command[0]).name})"

    def probe(self) -> None:
        """Raises where the program says that a `put` now would fail, or cannot be started."""
        self._asked(Call("probe"))

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """Hands the secret over."""
        self._asked(Call("put", address, generation, secret))

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """The secret, or None where the program says that there is none."""
        return answer(self._asked(Call("get", address, generation)))

    def retire(self, address: Address, generation: int) -> None:
        """Has it taken away."""
        self._asked(Call("retire", address, generation))

    def _asked(self, call: Call) -> bytes:
        """What the program answered. Every verb may be done twice, so what fails for a moment is asked again."""
        for seconds in self._patience.waits:
            code, output, errors = self._run(call)
            if code != TRY_AGAIN:
                break
            self._waiting.wait(seconds)  # an event that nobody sets: a wait that can be told from a sleep
        else:
            code, output, errors = self._run(call)
        if code == 0:
            return output
        said = shown(errors, call, output)
        told = "program-failed" if said else "program-failed-silently"
        raise SecretStoreFailed.of(WORDS(told, verb=call.verb, code=code, said=said))

    def _run(self, call: Call) -> tuple[int, bytes, bytes]:
        with self._places:
            try:
                process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    cwd=self._root,
                )
            except OSError as error:
                raise SecretStoreFailed.of(
                    WORDS("program-not-started", error=error.strerror or type(error).__name__)
                ) from None
            return self._heard(process, call)

    def _heard(self, process: subprocess.Popen[bytes], call: Call) -> tuple[int, bytes, bytes]:
        try:
            output, errors = process.communicate(question(call), timeout=self._patience.limit_seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise SecretStoreFailed.of(
                WORDS("program-slow", verb=call.verb, limit_seconds=self._patience.limit_seconds)
            ) from None
        except BaseException:  # somebody wants us to stop now
            _end(process)
            raise
        return process.returncode, output, errors


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends it. What it started may hold its pipes open, so closing them is nothing to wait for."""
    process.kill()
    process.wait()
    threading.Thread(target=_close, args=(process,), name="closing a program's pipes", daemon=True).start()


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        with suppress(OSError):  # what could not be written into it is dropped
            if pipe is not None:
                pipe.close()
