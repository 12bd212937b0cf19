"""Reports: a plan or an apply as text, in one format each.

Promises: values in, text out; no files, network or clock, and nothing secret in any text.
Does not: decide what is shown where; that is the command line's.
"""
