"""Recordings in the office: the list, one recording, its languages, parts of people and captions."""

from assembly.recordings.manage import board as board
from assembly.recordings.manage import imports as imports
from assembly.recordings.manage import inside as inside
from assembly.recordings.manage import recordings as recordings
from assembly.recordings.manage.blueprint import office as office
