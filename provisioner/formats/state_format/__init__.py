"""The state's bytes: which version they are, and the values of the newest one.

Every body (an account's state, an intent, a summary, an audit record) stands in an envelope

    {"format": "provisioner-state", "version": 1, "kind": "account", "body": {…}}

Promises: `StateFormat` is the StateCodec that runtime hands to backends. What it writes is of `VERSION`; what it reads
may be older, and is brought up one version at a time. The integrity rules of `model.state.violations` hold for every
state that goes in or comes out. Does not: keep anything.
"""

from __future__ import annotations

from provisioner.formats.state_format.envelope import FORMAT, Kind
from provisioner.formats.state_format.upgrade import UPGRADES, Upgrade
from provisioner.formats.state_format.v1 import VERSION, StateFormat

__all__ = ["FORMAT", "UPGRADES", "VERSION", "Kind", "StateFormat", "Upgrade"]
