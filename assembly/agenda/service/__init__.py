"""Verbs on the programme: the draft changes freely, a release publishes what changed."""

from assembly.agenda.service.releases import NothingToUndo as NothingToUndo
from assembly.agenda.service.releases import Override as Override
from assembly.agenda.service.releases import move_draft as move_draft
from assembly.agenda.service.releases import move_published as move_published
from assembly.agenda.service.releases import release as release
from assembly.agenda.service.releases import release_on_the_day as release_on_the_day
from assembly.agenda.service.releases import undo as undo
from assembly.agenda.service.selection import add_to_selection as add_to_selection
from assembly.agenda.service.selection import remove_from_selection as remove_from_selection
from assembly.agenda.service.sessions import SessionFacts as SessionFacts
from assembly.agenda.service.sessions import SessionRecorded as SessionRecorded
from assembly.agenda.service.sessions import add_room as add_room
from assembly.agenda.service.sessions import add_session as add_session
from assembly.agenda.service.sessions import bring_back as bring_back
from assembly.agenda.service.sessions import change_session as change_session
from assembly.agenda.service.sessions import duplicate as duplicate
from assembly.agenda.service.sessions import facts_of as facts_of
from assembly.agenda.service.sessions import new_session as new_session
from assembly.agenda.service.sessions import plan_session as plan_session
from assembly.agenda.service.sessions import remove_session as remove_session
from assembly.agenda.service.sessions import rewrite as rewrite
from assembly.agenda.service.sessions import set_hidden as set_hidden
from assembly.agenda.service.sessions import still_right as still_right
