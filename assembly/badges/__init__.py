"""Badges and entry codes."""
