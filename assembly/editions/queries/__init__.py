"""Reads of editions, one family a file."""
