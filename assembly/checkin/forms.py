"""The buttons of the door."""

from __future__ import annotations

from assembly.forms import Form, SubmissionKey, TextLine
from assembly.i18n import _l


class DoorForm(Form):
    """At which door this phone stands."""

    door = TextLine(_l("Which door?"), longest=16)
    waiting = TextLine("", longest=64)
    "The code of the guest who stands there while the door is chosen."


class AdmitForm(Form):
    """One button. The scan's name is made with the page, so that a second press is the same scan."""

    scan_id = SubmissionKey()
