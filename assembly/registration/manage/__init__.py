"""The office's pages of registration: people, and the places they may have. Each module adds some."""

from assembly.registration.manage import adding as adding
from assembly.registration.manage import duplicates as duplicates
from assembly.registration.manage import editing as editing
from assembly.registration.manage import importing as importing
from assembly.registration.manage import invitation_answers as invitation_answers
from assembly.registration.manage import invitation_editing as invitation_editing
from assembly.registration.manage import invitation_import as invitation_import
from assembly.registration.manage import needs as needs
from assembly.registration.manage import network_lists as network_lists
from assembly.registration.manage import person as person
from assembly.registration.manage import protocol as protocol
from assembly.registration.manage import sign_ups as sign_ups
from assembly.registration.manage import standing as standing
from assembly.registration.manage import table as table
from assembly.registration.manage.invitations import office as invitations
from assembly.registration.manage.people import office as people
from assembly.registration.manage.places import office as places
from assembly.registration.manage.questions import office as questions

__all__ = ["invitations", "people", "places", "questions"]
