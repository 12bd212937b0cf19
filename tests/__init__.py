"""The tests of the house, mirrored room by room. Promises nothing to anyone but the tests themselves."""
