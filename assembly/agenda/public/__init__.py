"""The programme as visitors read it: timetable, sessions, their own selection, what has changed, files and data."""

from assembly.agenda.public import changes, files, selection, session, timetable
from assembly.agenda.public.blueprint import pages
