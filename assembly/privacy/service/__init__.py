"""Verbs of privacy: notices kept, consents, deletion of contact data."""
