"""Verbs on recordings: the recording, its languages, the parts of people, captions."""

from assembly.recordings.service.alerts import ask_for_alert as ask_for_alert
from assembly.recordings.service.alerts import confirm_alert as confirm_alert
from assembly.recordings.service.alerts import forget_alerts as forget_alerts
from assembly.recordings.service.alerts import remove_alert as remove_alert
from assembly.recordings.service.alerts import send_alert as send_alert
from assembly.recordings.service.captions import change_captions as change_captions
from assembly.recordings.service.captions import put_captions as put_captions
from assembly.recordings.service.captions import remove_captions as remove_captions
from assembly.recordings.service.links import ask_for_check as ask_for_check
from assembly.recordings.service.links import claim as claim
from assembly.recordings.service.links import note_finding as note_finding
from assembly.recordings.service.links import tell_editors as tell_editors
from assembly.recordings.service.parts import PartOutside as PartOutside
from assembly.recordings.service.parts import add_part as add_part
from assembly.recordings.service.parts import change_part as change_part
from assembly.recordings.service.parts import remove_part as remove_part
from assembly.recordings.service.recordings import RecordedAlready as RecordedAlready
from assembly.recordings.service.recordings import add_recording as add_recording
from assembly.recordings.service.recordings import change_recording as change_recording
from assembly.recordings.service.recordings import remove_poster as remove_poster
from assembly.recordings.service.recordings import remove_recording as remove_recording
from assembly.recordings.service.recordings import set_poster as set_poster
from assembly.recordings.service.tracks import LanguageTwice as LanguageTwice
from assembly.recordings.service.tracks import add_track as add_track
from assembly.recordings.service.tracks import change_track as change_track
from assembly.recordings.service.tracks import remove_track as remove_track
