"""The command port: verbs that a guest adds to the command line. All that a verb brings is its entry."""

from __future__ import annotations

from provisioner.spi.entries import CommandEntry as CommandEntry
