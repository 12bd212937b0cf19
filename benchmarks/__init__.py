"""Measurements that are run by hand and in review; the tests only check that they measure."""
