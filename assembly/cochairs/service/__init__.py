"""Verbs of the desk: links to the card of a day, proposed speakers, the ceremony."""
