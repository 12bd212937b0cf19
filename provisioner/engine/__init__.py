"""The pure verbs of the house: values in, values out.

Promises: no clock, no chance, no disk, no network, no log; the same input gives the same output, in any order it is
handed in. Does not: read manifests, call a provider, store or print anything.
"""
