"""From files to what is wanted: manifests, lists of clients, what they amount to, and changing what is written."""
