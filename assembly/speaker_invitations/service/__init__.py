"""Verbs on speakers' invitations. Each runs inside `writing()`, under the lock of the edition's places."""

from assembly.speaker_invitations.service.answering import Answers as Answers
from assembly.speaker_invitations.service.answering import NotOffered as NotOffered
from assembly.speaker_invitations.service.answering import PartChanged as PartChanged
from assembly.speaker_invitations.service.answering import answer as answer
from assembly.speaker_invitations.service.describing import describe as describe
from assembly.speaker_invitations.service.describing import drop_slides as drop_slides
from assembly.speaker_invitations.service.describing import set_own_portrait as set_own_portrait
from assembly.speaker_invitations.service.describing import set_slides as set_slides
from assembly.speaker_invitations.service.inviting import NotAhead as NotAhead
from assembly.speaker_invitations.service.inviting import is_ahead as is_ahead
from assembly.speaker_invitations.service.inviting import prepare as prepare
from assembly.speaker_invitations.service.inviting import remind as remind
from assembly.speaker_invitations.service.inviting import send as send
from assembly.speaker_invitations.service.inviting import withdraw as withdraw
from assembly.speaker_invitations.service.locking import Withdrawn as Withdrawn
from assembly.speaker_invitations.service.locking import note_opened as note_opened
from assembly.speaker_invitations.service.registering import register_again as register_again
from assembly.speaker_invitations.service.registering import settle as settle
