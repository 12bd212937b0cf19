"""The simulated Tripletex."""
