"""Verbs of invitations. Each runs under the lock of the edition's places."""
