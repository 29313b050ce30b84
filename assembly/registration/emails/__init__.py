"""Mails about registrations, one family a file. Importing it declares their kinds and texts."""

from assembly.registration.emails import own, states
