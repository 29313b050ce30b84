"""The programme as visitors read it: timetable, sessions, their own selection, what has changed, files and data."""

from assembly.agenda.public import changes as changes
from assembly.agenda.public import files as files
from assembly.agenda.public import selection as selection
from assembly.agenda.public import session as session
from assembly.agenda.public import timetable as timetable
from assembly.agenda.public.blueprint import pages as pages
