"""Signing or supporting the declaration: the list, the form, the own page, the office that checks."""
