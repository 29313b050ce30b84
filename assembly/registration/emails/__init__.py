"""Mails about registrations, one family a file. Importing it declares their kinds and texts."""

from assembly.registration.emails import own as own
from assembly.registration.emails import states as states
