"""Real processes that are killed, cut off and refused by the disk in the middle of `apply`, and what is left of it."""
