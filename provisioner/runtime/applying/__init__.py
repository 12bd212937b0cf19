"""Doing what a plan says, once, and finding out what became of what was cut off."""
