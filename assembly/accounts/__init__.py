"""Accounts of those who work here, and people."""
