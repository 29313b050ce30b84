"""The programme in the office: the draft and its sessions, who is in them, publishing."""

from assembly.agenda.documents import manage as documents  # noqa: F401
from assembly.agenda.imports import manage as imports  # noqa: F401
from assembly.agenda.manage import draft as draft
from assembly.agenda.manage import people as people
from assembly.agenda.manage import publishing as publishing
from assembly.agenda.manage import sessions as sessions
from assembly.agenda.manage.blueprint import office as office
