"""Reads about consents, and about contact data that is still there."""
