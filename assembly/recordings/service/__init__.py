"""Verbs on recordings: the recording, its languages, the parts of people, captions."""

from assembly.recordings.service.alerts import ask_for_alert as ask_for_alert
from assembly.recordings.service.alerts import confirm_alert as confirm_alert
from assembly.recordings.service.alerts import forget_alerts as forget_alerts
from assembly.recordings.service.alerts import remove_alert as remove_alert
from assembly.recordings.service.alerts import send_alert as send_alert
from assembly.recordings.service.captions import put_captions as put_captions
from assembly.recordings.service.links import ask_for_check as ask_for_check
from assembly.recordings.service.links import claim as claim
from assembly.recordings.service.links import note_finding as note_finding
from assembly.recordings.service.links import tell_editors as tell_editors
from assembly.recordings.service.parts import add_part as add_part
from assembly.recordings.service.parts import change_part as change_part
from assembly.recordings.service.passages import not_searched_yet as not_searched_yet
from assembly.recordings.service.passages import write_missing as write_missing
from assembly.recordings.service.recordings import add_recording as add_recording
from assembly.recordings.service.recordings import change_recording as change_recording
from assembly.recordings.service.recordings import count_view as count_view
from assembly.recordings.service.recordings import remove_inside as remove_inside
from assembly.recordings.service.recordings import remove_recording as remove_recording
from assembly.recordings.service.recordings import set_poster as set_poster
from assembly.recordings.service.tracks import add_track as add_track
from assembly.recordings.service.tracks import change_track as change_track
