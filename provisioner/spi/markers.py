"""The two pluggy markers. A plugin author needs `hookimpl` only."""

from __future__ import annotations

import pluggy

PROJECT = "provisioner"
"""The name that markers, managers and the entry-point group share."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
