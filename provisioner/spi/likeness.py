"""What a provider says of an example's change, so that a plan of many clients can be told without making each.

Promises: only holds. Does not: say whether a declaration is right (`Expansion.alike`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from provisioner.model.values import FrozenMap


@dataclass(frozen=True, slots=True)
class Likeness:
    """What becomes of declarations such as this one, in accounts in which everything is new."""

    of: str
    """The kind and the name, `KIND/NAME`, of the resource that it is a declaration of. What else it asks for is alike
    in all accounts that ask for the same resources, and stands at the place of one of them, always the same."""
    texts: FrozenMap[str] = field(default_factory=FrozenMap)
    """By field, its keys with dots, a pattern. Declarations that differ only in texts that match it whole become
    changes that differ only as `becomes` says; there is nothing more to say about one than about the other, and no
    other driver does it. Each is one of those that `Expansion.alike` speaks of."""
    becomes: FrozenMap[str] = field(default_factory=FrozenMap)
    """By field, the attribute that is the very text. What has no attribute leaves no trace in a change."""
    named: FrozenMap[str] = field(default_factory=FrozenMap)
    """By attribute, the text that stands before the account's own name in it."""
    company: str = ""
    """A pattern: of names that match it whole the above holds."""
