"""Reads of the office's list of people."""
