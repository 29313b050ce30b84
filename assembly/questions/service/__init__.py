"""Verbs of details, needs and further questions."""
