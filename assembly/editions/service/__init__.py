"""Verbs on editions, one family a file."""
