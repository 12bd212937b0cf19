"""The state in our hands: books that are kept, leases, what stood in it before, its rules, and taking it elsewhere."""
