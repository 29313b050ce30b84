"""Verbs on those who speak: people, their mandates, their parts in sessions, their words, what was announced."""
