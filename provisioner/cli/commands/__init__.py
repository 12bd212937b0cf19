"""The verbs, one file each, imported when they are used. A verb is a click command called `command`."""
