"""Verbs on the programme: the draft changes freely, a release publishes what changed."""
