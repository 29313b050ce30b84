"""The buttons of the door."""

import re
from typing import Any

from wtforms.validators import ValidationError

from assembly import clock
from assembly.checkin.queries import doors
from assembly.fold import clean, reference
from assembly.forms import (
    EmailLine,
    FamilyName,
    Form,
    GivenName,
    OneOf,
    Paragraphs,
    SubmissionKey,
    TextLine,
    Tick,
    WallTime,
    no_link,
)
from assembly.i18n import _, _l
from assembly.models import AdmitReason, Door, Edition


class DoorForm(Form):
    """At which door this phone stands."""

    door = TextLine(_l("Which entrance?"), longest=16)
    waiting = TextLine("", longest=64)
    "The code of the guest who stands there while the door is chosen."


class AdmitForm(Form):
    """One button. The scan's name is made with the page, so that a second press is the same scan."""

    scan_id = SubmissionKey()
    reason = TextLine(_l("Reason"), longest=24)

    @property
    def why(self) -> AdmitReason | None:
        """Why somebody is let in against the verdict, if that is what the button says."""
        return next((one for one in AdmitReason if one.value == self.reason.data), None)


class ExternalForm(AdmitForm):
    """The code of another event, as the camera read it."""

    code = TextLine("", longest=200)


class CallForm(Form):
    """Call the supervisor; the code a guest showed or the one of their registration says which page stays open."""

    token = TextLine("", longest=64)
    guest = TextLine("", longest=16)
    full = Tick("")
    "Whether a walk-in found no place; then the form comes with what was typed about them."
    walk_in = Tick("")
    "Whether the page of a walk-in was open: with what was typed so far, or where the rules let nobody in, the name."
    q = TextLine("", longest=300)
    "The name that was searched for."
    there = TextLine("", longest=16)
    "The code of the registered person whom the page of the walk-in offered to admit instead."
    there_for = TextLine("", longest=500)
    "The name and the city for which it offered them: for another name it is asked again."
    certain = Tick("")
    "Whether nobody else can be meant."
    offers_unlisted = Tick("")
    "Whether the page offered to use a name that is not in the directory, ticked or not."


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
    another = TextLine("", longest=500)
    "The name and the city of which the volunteer said that this is a different person."
    unlisted = Tick(_l("Not in the directory: use the name as written"))
    allowed = Tick("")
    "Whether the supervisor said yes."


class PairForm(Form):
    """At which door the next phone will scan."""

    door = TextLine(_l("Entrance"), longest=16)


class DecisionForm(Form):
    """Whether a guest is counted after all: `yes`, or anything else for no."""

    count = TextLine("", longest=3)


class PaperForm(Form):
    """References ticked on paper, one after the other, and where and when these people came in."""

    MOST = 200
    door = TextLine(_l("Entrance"), longest=16)
    arrived = WallTime(_l("Time of arrival"), required=_l("Enter the date and time."))
    references = Paragraphs(_l("References"), longest=4_000, required=_l("Enter at least one reference."))

    def __init__(self, edition: Edition, **options: Any) -> None:
        self.edition, self.zone = edition, edition.zone
        super().__init__(**options)

    @property
    def at_door(self) -> Door:
        """The door that was chosen, once the form is valid."""
        return next(one for one in doors(self.edition) if one.code == self.door.data)

    @property
    def read(self) -> list[tuple[str, str]]:
        """Each reference as it was written, with the form in which it is looked up; "" for what is none."""
        written = (one.strip() for one in re.split(r"[\n,;]+", self.references.data or ""))
        return [(one, reference(one)) for one in dict.fromkeys(written) if one]

    def validate_door(self, field: Any) -> None:
        """Refuse what is no entrance of this assembly."""
        if field.data not in {one.code for one in doors(self.edition)}:
            raise ValidationError(_("Choose the entrance."))

    def validate_arrived(self, field: Any) -> None:
        """Refuse a time that is still to come, or at which the entrance was closed: nobody would be counted."""
        if field.instant is None:
            return
        if field.instant > clock.now():
            raise ValidationError(_("This time is in the future. Enter a time that has passed."))
        chosen = [one for one in doors(self.edition) if one.code == self.door.data]
        if chosen and not chosen[0].is_open(field.instant):
            raise ValidationError(_("The entrance was closed at that time. Choose another entrance or another time."))

    def validate_references(self, field: Any) -> None:
        """Take no more at once than a page can answer for."""
        if len(self.read) > self.MOST:
            raise ValidationError(_("Enter no more than %(count)s references at a time.", count=self.MOST))


class ForManyForm(Form):
    """Notes for the entrance, or badge codes of another event, for many people: a line says for whom, and what."""

    MOST = 200
    what = OneOf(_l("What are you entering?"), among=("note", "code"), sentence=_l("Choose what you are entering."))
    lines = Paragraphs(_l("Lines"), longest=20_000, required=_l("Enter at least one line."))

    @property
    def read(self) -> list[tuple[str, list[str], str]]:
        """Each line as it was written, the references ("" for what is none) and what follows them after a semicolon, or
        after the first space, which a tab of a table becomes; no reference where what follows begins with another."""
        found = []
        for one in filter(None, map(str.strip, (self.lines.data or "").splitlines())):
            whom, _mark, value = one.partition(";") if ";" in one else one.partition(" ")
            is_whole = ";" in one or (bool(value) and not whom.endswith(",") and not reference(value.split()[0]))
            references = [reference(part) for part in whom.split(",") if part.strip()]
            found.append((one, references if is_whole else [], clean(value)))
        return found

    def validate_lines(self, field: Any) -> None:
        """Take no more at once than a page can answer for."""
        if sum(len(references) for _written, references, _value in self.read) > self.MOST:
            raise ValidationError(_("Enter no more than %(count)s people at a time.", count=self.MOST))
