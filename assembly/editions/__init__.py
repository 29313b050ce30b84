"""Editions: what they are and their home pages."""
