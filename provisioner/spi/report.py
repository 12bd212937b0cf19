"""The report port: a plan as text in some format. All that a format brings is its entry."""

from __future__ import annotations

from provisioner.spi.entries import ReportEntry as ReportEntry
