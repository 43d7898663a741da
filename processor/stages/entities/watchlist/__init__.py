"""A user's own list of names: read, checked, compiled once to a file that all processes share, and found in text."""
