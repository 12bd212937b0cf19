"""The first thing that runs.

Promises: `--version` costs little more than a bare interpreter, for nothing is imported before it is answered.
Does not: parse anything else.
"""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from collections.abc import Sequence

from provisioner import __version__


def main(words: Sequence[str] | None = None) -> int:
    """The exit code of `provisioner WORDS`."""
    given = sys.argv[1:] if words is None else list(words)
    if given == ["--version"]:
        print(f"provisioner {__version__}")
        return 0
    # Hundreds of classes are made at start-up and none is garbage: looking for some costs a tenth of a short command.
    gc.set_threshold(100_000, 20, 20)
    # The interpreter looks for garbage once more before it ends; what ends with it anyway need not be looked through.
    atexit.register(gc.freeze)
    from provisioner.cli.main import run

    code = run(given)
    if words is None:  # the process ends now, and Ctrl-C can no longer change how
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code
