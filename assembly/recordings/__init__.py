"""Recordings of sessions, by language."""
