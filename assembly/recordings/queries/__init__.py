"""Reads of recordings."""

from assembly.recordings.queries.watching import PublicPart as PublicPart
from assembly.recordings.queries.watching import Watchable as Watchable
from assembly.recordings.queries.watching import agreed as agreed
from assembly.recordings.queries.watching import awaited as awaited
from assembly.recordings.queries.watching import by_code as by_code
from assembly.recordings.queries.watching import of_session as of_session
from assembly.recordings.queries.watching import others_with_recordings as others_with_recordings
from assembly.recordings.queries.watching import parts_of_person as parts_of_person
from assembly.recordings.queries.watching import recordings as recordings
from assembly.recordings.queries.watching import states_by_language as states_by_language
from assembly.recordings.queries.watching import title_of as title_of
from assembly.recordings.queries.watching import watchable as watchable
