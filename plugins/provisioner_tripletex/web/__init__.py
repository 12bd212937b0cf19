"""The driver `web`: a real browser walks the screens a person would, for what Tripletex's API cannot do.

Promises: importing this imports no browser. Does not: guess. A screen that is not what it expects is left before the
button is pressed.
"""
