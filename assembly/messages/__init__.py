"""Mails as the office sees them, messages to a group, the series, and the words of mails."""
