"""A table of people, and the button below its preview."""

from __future__ import annotations

from wtforms import HiddenField

from assembly.forms import Form, Tick, Upload
from assembly.i18n import _l


class PeopleTableForm(Form):
    """A table to look at."""

    table = Upload(_l("File to import"), required=_l("Choose a file."))


class StoreForm(Form):
    """Store all of it; decisions on doubtful rows travel beside it."""

    seen = HiddenField()
    tell = Tick(_l("Send each person a confirmation now"))
