"""Formats: text to values and back.

Promises: what is read was checked, and every fault found in what people wrote is a Diagnostic with its place. Does
not: open files, call anything over a network, or look at a clock.
"""
