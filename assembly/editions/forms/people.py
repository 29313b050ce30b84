"""What people look up, what is kept of them, and the pictures that show them."""

from operator import attrgetter
from typing import Any

from assembly.editions.forms.meeting import Whole
from assembly.forms import BilingualField, Form, OneOf, Paragraphs, TextLine, Upload, Version, WallTime
from assembly.i18n import LazyString, _l
from assembly.models import Bilingual, PictureKind, Topic

_BOTH = _l("Complete this field in both languages.")
_NUMBER = _l("Enter a number.")


class PracticalForm(Form):
    """An answer for each topic; an empty one does not appear."""

    version = Version()

    @property
    def texts(self) -> dict[Topic, Bilingual]:
        """What is written, by topic."""
        return {topic: self[topic.value].data for topic in Topic}


for _topic in Topic:
    _label = LazyString(attrgetter("label"), _topic)
    setattr(PracticalForm, _topic.value, BilingualField(_label, longest=2000, paragraphs=True))


class PeopleAndDataForm(Form):
    """Who answers for the data, how long they are kept, and what people may do themselves."""

    version = Version()
    controller = BilingualField(_l("Organisation responsible for personal data"), longest=1000, paragraphs=True)
    needs_kept_days = Whole(
        _l("Number of days to keep dietary and access needs"),
        least=1,
        most=3650,
        required=_NUMBER,
    )
    contacts_kept_days = Whole(_l("Number of days to keep addresses and answers"), least=1, most=3650, required=_NUMBER)
    changes_until = WallTime(_l("Deadline for changing a registration"))
    delegation_size = Whole(
        _l("Maximum number of people per city or region, not counting its representative"), least=0, most=10_000
    )
    zone: str

    @property
    def values(self) -> dict[str, Any]:
        """The attributes of the edition as written here."""
        numbers = {name: self[name].number for name in ("needs_kept_days", "contacts_kept_days", "delegation_size")}
        return {"controller": self.controller.data, "changes_until_at": self.changes_until.instant, **numbers}


class PictureForm(Form):
    """What a picture shows and who made it."""

    version = Version()
    kind = OneOf(_l("Type of picture"), among=PictureKind, sentence=_l("Choose the type."))
    alt = BilingualField(_l("Description of the picture"), longest=500, required=_BOTH)
    credit = BilingualField(_l("Picture credit"), longest=200, required=_BOTH)
    persons = Paragraphs(_l("People in the picture"), longest=4000)
    consent_reason = TextLine(_l("Reason for showing the picture without consent"), longest=400)

    @property
    def names(self) -> list[str]:
        """One a line; none where the field is taken away."""
        said = self.persons.data if self.persons is not None else None
        return [line for line in (said or "").split("\n") if line]


class NewPictureForm(PictureForm):
    """The same with the picture itself."""

    file = Upload(_l("Picture"), required=_l("Choose a picture."))
