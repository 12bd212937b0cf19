"""Writes the catalogue's page of documentation: `python -m provisioner_tripletex.catalogue docs/catalogue.md`.

Promises: the file is UTF-8 with LF line ends on every platform. Does not: change the data.
"""

from __future__ import annotations

import sys
from pathlib import Path

from provisioner_tripletex.catalogue import bundled_catalogue
from provisioner_tripletex.catalogue.page import markdown_page


def main(arguments: list[str]) -> int:
    """Write the page to the one path given; 1 where there is not exactly one."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m provisioner_tripletex.catalogue PATH\n")
        return 1
    Path(arguments[0]).write_text(markdown_page(bundled_catalogue()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
