"""Verbs of access: moving a registration, its address and its links."""
