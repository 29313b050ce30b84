"""Verbs on speakers' invitations. Each runs inside `writing()`, under the lock of the edition's places."""
