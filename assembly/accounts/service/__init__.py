"""Verbs on accounts and people, one family a file."""
