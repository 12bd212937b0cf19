"""For authors of plugins: conformance suites for each port, and fakes to test against.

Promises: stable, and shipped. The `…_suite` modules need pytest; the rest does not.
Does not: run anywhere but in tests.
"""
