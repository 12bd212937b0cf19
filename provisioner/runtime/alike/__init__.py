"""Clients that are written alike, so that a large firm is judged and foretold by examples and not one by one."""
