"""Guests: who is loaded, what each brought, and by which name it is chosen."""
