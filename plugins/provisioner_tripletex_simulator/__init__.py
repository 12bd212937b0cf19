"""A Tripletex that is not Tripletex: a pure world, its REST part and its pages, embedded or served on loopback."""

from provisioner_tripletex_simulator.plugin import (
    provisioner_commands,
    provisioner_endpoints,
    provisioner_operators,
)

__all__ = ["provisioner_commands", "provisioner_endpoints", "provisioner_operators"]
