"""Invitations: made, sent, answered, called about."""
