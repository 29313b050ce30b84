"""What organisers write about one person."""

from typing import Any

from wtforms.validators import ValidationError

from assembly.forms import (
    EmailLanguage,
    EmailLine,
    FamilyName,
    Form,
    GivenName,
    OneOf,
    SubmissionKey,
    TextLine,
    Tick,
    no_link,
)
from assembly.i18n import _, _l
from assembly.models import Category, Mode, Office, Represents


class AnswerForm(Form):
    """What an organiser decides about one registration, and why; which acts need a reason says the service."""

    reason = TextLine(_l("Reason"), longest=500, validators=[no_link])


class OfficeForm(Form):
    """What somebody is where they come from."""

    office = OneOf(_l("Office held"), among=Office, sentence=_l("Choose an option."))


def participants_represent(form: Any, field: Any) -> None:
    """A validator for whom somebody represents: participants need it, all others may come for nobody."""
    if not field.data and form.category.data not in {one for one in Category if one is not Category.PARTICIPANT}:
        raise ValidationError(_("Enter the city, region or organisation this person represents."))


class PersonForm(Form):
    """[+ Person]: what one is told on the telephone, in twenty seconds."""

    key = SubmissionKey()
    given = GivenName()
    family = FamilyName()
    place = TextLine(_l("City, region or organisation"), longest=200, validators=[participants_represent])
    function = TextLine(_l("Position"), longest=160, validators=[no_link])
    email = EmailLine(_l("Email address"))
    mode = OneOf(_l("Attendance"), among=Mode, sentence=_l("Choose how this person will attend."))
    lang = EmailLanguage()
    category = OneOf(_l("Attending as"), among=Category, sentence=_l("Choose the person’s role."))
    represents = OneOf(_l("Represents"), among=Represents, sentence=_l("Choose who this person represents."))
    note = TextLine(_l("Note"), longest=400)
    another = Tick(_l("This is a different person with the same name"))


class TakesOverForm(Form):
    """Who stands for a place from now on, and why."""

    reason = TextLine(
        _l("Reason"),
        longest=400,
        required=_l("Give a short reason. We keep it on record."),
        validators=[no_link],
    )
