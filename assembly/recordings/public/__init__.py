"""Recordings as viewers find them: the list, one recording with its player, search, files."""

from assembly.recordings.public import alerts as alerts
from assembly.recordings.public import counting as counting
from assembly.recordings.public import data as data
from assembly.recordings.public import finding as finding
from assembly.recordings.public import watching as watching
from assembly.recordings.public.blueprint import pages as pages
