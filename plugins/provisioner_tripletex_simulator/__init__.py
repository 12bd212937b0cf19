"""A Tripletex that is not Tripletex: a pure world, its REST part and its pages, embedded or served on loopback."""
