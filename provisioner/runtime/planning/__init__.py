"""Making one plan: which accounts it is about, what is there, what would change, and who does it."""
