"""Verbs on the directory, one family a file."""
