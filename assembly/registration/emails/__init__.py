"""Mails about registrations, one family a file. Importing it declares their kinds and texts."""

from assembly.registration.emails import invitations as invitations
from assembly.registration.emails import own as own
from assembly.registration.emails import sign_ups as sign_ups
from assembly.registration.emails.consents import consents_asked as consents_asked
from assembly.registration.emails.states import code_address as code_address
from assembly.registration.emails.states import values_of as values_of
from assembly.registration.emails.states import values_of_edition as values_of_edition
