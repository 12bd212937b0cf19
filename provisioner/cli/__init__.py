"""The command line: argv in, exit code out.

Promises: results on standard output, everything else on standard error. Does not: hold a rule of the house; every
verb is a thin line from options to one call of runtime and one report.
"""
