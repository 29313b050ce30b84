"""The programme in the office: the draft and its sessions, who is in them, publishing."""

from assembly.agenda.documents import manage as documents
from assembly.agenda.imports import manage as imports
from assembly.agenda.manage import draft, people, publishing, sessions
from assembly.agenda.manage.blueprint import office
