"""Verbs of registration, one family a file. Each runs inside `writing()`, under the lock of the edition's places."""
