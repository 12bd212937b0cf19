"""The command port: verbs that a guest adds to the command line. All that a verb brings is its entry, and all that it
is given is its request."""

from __future__ import annotations

from provisioner.spi.entries import CommandEntry as CommandEntry
from provisioner.spi.entries import CommandRequest as CommandRequest
