"""A table of sessions, and the button below its preview."""

from __future__ import annotations

from wtforms import HiddenField

from assembly.forms import Form, Tick, Upload
from assembly.i18n import _l


class ProgrammeTableForm(Form):
    """A table to look at."""

    table = Upload(_l("File to import"), required=_l("Choose a file."))


class ApplyTableForm(Form):
    """Take the lines into the draft; those with faults are left out if somebody says so."""

    seen = HiddenField()
    leave_out = Tick(_l("Leave out the lines marked “To fix” and import the others"))
