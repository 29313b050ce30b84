"""Reads of registrations, one family a file."""
