"""The buttons of the door."""

from __future__ import annotations

from wtforms import RadioField

from assembly.forms import Form, SubmissionKey
from assembly.i18n import _l


class DoorForm(Form):
    """At which door this phone stands."""

    door = RadioField(_l("Door"), validate_choice=False)


class AdmitForm(Form):
    """One button. The scan's name is made with the page, so that a second press is the same scan."""

    scan_id = SubmissionKey()
