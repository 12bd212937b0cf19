"""The nouns of the house: frozen values that every other room speaks in.

Promises: standard library only, and only its pure part; no clock, disk, network or chance.
Does not: decide, read, write or print anything.
"""
