"""Reads of the door."""

from assembly.checkin.queries.scans import admission_by_scan as admission_by_scan
from assembly.checkin.queries.scans import arrival_today as arrival_today
from assembly.checkin.queries.scans import badges_by_hash as badges_by_hash
from assembly.checkin.queries.scans import door_by_slug as door_by_slug
from assembly.checkin.queries.scans import doors as doors
from assembly.checkin.queries.scans import has_external_codes as has_external_codes
from assembly.checkin.queries.scans import inside_today as inside_today
from assembly.checkin.queries.scans import kept_door as kept_door
from assembly.checkin.queries.scans import places_left as places_left
from assembly.checkin.queries.scans import refusals as refusals
from assembly.checkin.queries.scans import registered_by as registered_by
from assembly.checkin.queries.scans import rehearsals as rehearsals
