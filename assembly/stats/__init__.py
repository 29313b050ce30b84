"""Figures: counted in SQL, worded in pure functions."""
