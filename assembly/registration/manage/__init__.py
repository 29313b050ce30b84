"""The office's pages of registration: people, and the places they may have. Each module adds some."""

from assembly.registration.manage import adding as adding
from assembly.registration.manage import duplicates as duplicates
from assembly.registration.manage import importing as importing
from assembly.registration.manage import person as person
from assembly.registration.manage.people import office as people
from assembly.registration.manage.places import office as places

__all__ = ["people", "places"]
