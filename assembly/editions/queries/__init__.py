"""Reads of editions, one family a file."""

from assembly.editions.queries.editions import all_editions as all_editions
from assembly.editions.queries.editions import current_edition as current_edition
from assembly.editions.queries.editions import current_of as current_of
from assembly.editions.queries.editions import doors as doors
from assembly.editions.queries.editions import edition_by_slug as edition_by_slug
from assembly.editions.queries.editions import place_counts as place_counts
from assembly.editions.queries.editions import pool_of as pool_of
from assembly.editions.queries.editions import practical as practical
from assembly.editions.queries.editions import public_editions as public_editions
from assembly.editions.queries.editions import rooms as rooms
from assembly.editions.queries.editions import was_invited_to as was_invited_to
from assembly.editions.queries.editions import was_registered_at as was_registered_at
from assembly.editions.queries.pictures import family_picture as family_picture
from assembly.editions.queries.pictures import names_of as names_of
from assembly.editions.queries.pictures import persons_called as persons_called
from assembly.editions.queries.pictures import picture_by_code as picture_by_code
from assembly.editions.queries.pictures import picture_here as picture_here
from assembly.editions.queries.pictures import pictures as pictures
from assembly.editions.queries.pictures import pictures_to_clear as pictures_to_clear
from assembly.editions.queries.pictures import unagreed as unagreed
from assembly.editions.queries.pictures import unagreed_of as unagreed_of
from assembly.editions.queries.setting_up import facts_of as facts_of
from assembly.editions.queries.setting_up import untouched_copies as untouched_copies
