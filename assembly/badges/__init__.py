"""Badges: the picture of the code, the page to print, the office's page of badges and doors."""
