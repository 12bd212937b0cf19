"""`python -m provisioner`: the same as the command `provisioner`."""

from __future__ import annotations

import sys

from provisioner.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
