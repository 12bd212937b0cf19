"""The only hands of the house: disk, clock, chance, network through guests, plugin loading, sealing.

Promises: everything that touches the world stands in this room. Does not: decide what to do (engine) or how it looks
(reports, cli).
"""
