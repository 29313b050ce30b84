"""Reads of registrations, one family a file."""

from assembly.registration.queries.importing import known as known
from assembly.registration.queries.one import active_of as active_of
from assembly.registration.queries.one import by_code as by_code
from assembly.registration.queries.one import by_key as by_key
from assembly.registration.queries.one import link_by_hash as link_by_hash
from assembly.registration.queries.one import link_of as link_of
from assembly.registration.queries.one import names_of_actors as names_of_actors
from assembly.registration.queries.one import namesake as namesake
from assembly.registration.queries.one import newest as newest
from assembly.registration.queries.one import of_edition as of_edition
from assembly.registration.queries.one import valid_badge as valid_badge
from assembly.registration.queries.people import PAGE as PAGE
from assembly.registration.queries.people import Among as Among
from assembly.registration.queries.people import PeoplePage as PeoplePage
from assembly.registration.queries.people import counts as counts
from assembly.registration.queries.people import people as people
from assembly.registration.queries.waiting import editions_where_places_wait as editions_where_places_wait
from assembly.registration.queries.waiting import first_waiting as first_waiting
from assembly.registration.queries.waiting import holders_without_pool as holders_without_pool
from assembly.registration.queries.waiting import offers_over as offers_over
from assembly.registration.queries.waiting import pools_of as pools_of
from assembly.registration.queries.waiting import waited_for as waited_for
from assembly.registration.queries.waiting import waiting_before as waiting_before
from assembly.registration.queries.waiting import waiting_in as waiting_in
from assembly.registration.queries.waiting import waiting_number as waiting_number
