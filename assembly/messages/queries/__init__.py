"""Reads of the outbox, of messages to a group and of the series."""
