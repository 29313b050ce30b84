"""Verbs of mails: the outbox, messages to a group, the series, words, news and bounces."""
