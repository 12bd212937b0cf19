"""The provider `tripletex`: integrations of an accounting firm and its clients in Tripletex."""

from provisioner_tripletex.plugin import (
    provisioner_checks,
    provisioner_commands,
    provisioner_endpoints,
    provisioner_providers,
)

__all__ = ["provisioner_checks", "provisioner_commands", "provisioner_endpoints", "provisioner_providers"]
