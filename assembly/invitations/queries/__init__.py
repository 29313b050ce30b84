"""Reads of invitations."""
