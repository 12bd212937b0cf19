"""The first day: a new project, what clients have already, and how things stand."""
