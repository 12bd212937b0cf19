"""Deterministic simulation: a firm's manifests, the real engine, journal and work code, a state, a secret store and a
world in memory, one clock, and one seed that decides who goes on when and what goes wrong.

Promises: importing it has no effect, and one seed gives one run. Does not: touch a network, a state, a secret or a
world that anybody has.
"""
