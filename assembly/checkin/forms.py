"""The buttons of the door."""

from __future__ import annotations

from assembly.forms import EmailLine, FamilyName, Form, GivenName, SubmissionKey, TextLine, Tick, no_link
from assembly.i18n import _l


class DoorForm(Form):
    """At which door this phone stands."""

    door = TextLine(_l("Which entrance?"), longest=16)
    waiting = TextLine("", longest=64)
    "The code of the guest who stands there while the door is chosen."


class AdmitForm(Form):
    """One button. The scan's name is made with the page, so that a second press is the same scan."""

    scan_id = SubmissionKey()


class UndoForm(Form):
    """Why an admission is taken back."""

    reason = TextLine(_l("Reason"), longest=500, required=_l("Enter the reason."), validators=[no_link])


class WalkInForm(Form):
    """Somebody stands at the door and is not in the list: who, and from where."""

    key = SubmissionKey()
    given = GivenName()
    family = FamilyName()
    place = TextLine(
        _l("City, region or organisation"),
        longest=200,
        required=_l("Enter the city, region or organisation this person represents."),
        validators=[no_link],
    )
    email = EmailLine(_l("Email address"))
    another = Tick(_l("This is a different person with the same name"))


class PairForm(Form):
    """At which door the next phone will scan."""

    door = TextLine(_l("Entrance"), longest=16)


class DecisionForm(Form):
    """Whether a guest is counted after all: `yes`, or anything else for no."""

    count = TextLine("", longest=3)
