"""What changes at the doors."""

from assembly.checkin.service.group import group_of as group_of
from assembly.checkin.service.group import is_group_expected as is_group_expected
from assembly.checkin.service.merging import Stored as Stored
from assembly.checkin.service.merging import merge_scans as merge_scans
from assembly.checkin.service.phones import call_supervisor as call_supervisor
from assembly.checkin.service.scanning import ScanReused as ScanReused
from assembly.checkin.service.scanning import ScanUndone as ScanUndone
from assembly.checkin.service.scanning import Verdict as Verdict
from assembly.checkin.service.scanning import record_scans as record_scans
from assembly.checkin.service.scanning import refusal as refusal
from assembly.checkin.service.shown import ShownCode as ShownCode
from assembly.checkin.service.undoing import clear_rehearsal as clear_rehearsal
from assembly.checkin.service.undoing import undo_admission as undo_admission
from assembly.checkin.service.undoing import undo_scans as undo_scans
from assembly.checkin.service.walking_in import NotInDirectory as NotInDirectory
from assembly.checkin.service.walking_in import Rehearsed as Rehearsed
from assembly.checkin.service.walking_in import WalkIn as WalkIn
from assembly.checkin.service.walking_in import WalkInNotHere as WalkInNotHere
from assembly.checkin.service.walking_in import admit_walk_in as admit_walk_in
from assembly.checkin.service.walking_in import walk_in_refusal as walk_in_refusal
