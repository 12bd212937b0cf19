"""The check port: a firm's own rules about plans. All that a rule brings is its entry."""

from __future__ import annotations

from provisioner.spi.entries import CheckEntry as CheckEntry
