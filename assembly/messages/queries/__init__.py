"""Reads of the outbox, of messages to a group and of the series."""

from assembly.messages.queries.coming import ComingMail as ComingMail
from assembly.messages.queries.coming import coming_up as coming_up
from assembly.messages.queries.outbox import bad_addresses as bad_addresses
from assembly.messages.queries.outbox import count_bad_addresses as count_bad_addresses
from assembly.messages.queries.outbox import count_failed as count_failed
from assembly.messages.queries.outbox import count_failed_between as count_failed_between
from assembly.messages.queries.outbox import counts as counts
from assembly.messages.queries.outbox import mail_of as mail_of
from assembly.messages.queries.outbox import mails as mails
from assembly.messages.queries.outbox import names_of as names_of
