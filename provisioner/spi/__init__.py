"""The service provider interface: what the house asks of its guests. This is the stable public surface.

Promises: one file a port, each with its dataclasses, its protocol and its errors. Does not: implement anything
a guest could not have written itself.
"""
