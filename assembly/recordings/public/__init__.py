"""Recordings as viewers find them: the list, one recording with its player, search, files."""

from assembly.recordings.public import alerts as alerts
from assembly.recordings.public import counting as counting
from assembly.recordings.public import for_other_sites as for_other_sites
from assembly.recordings.public import search_and_feed as search_and_feed
from assembly.recordings.public import watching as watching
from assembly.recordings.public.blueprint import pages as pages
