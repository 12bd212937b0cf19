"""Keys after they were sealed: where they are, who can open them, and opening one."""
