"""Seats in sessions."""
