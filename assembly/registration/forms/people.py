"""What organisers write about one person."""

from __future__ import annotations

from enum import StrEnum

from assembly.forms import EmailLine, FamilyName, Form, GivenName, OneOf, SubmissionKey, TextLine, Tick, no_link
from assembly.i18n import LANGUAGES, _l
from assembly.models import Category, Mode, Office, Represents

Language = StrEnum("Language", {code.upper(): code for code in LANGUAGES})  # type: ignore[misc]


class AnswerForm(Form):
    """What an organiser decides about one registration, and why; which acts need a reason says the service."""

    reason = TextLine(_l("Reason"), longest=500, validators=[no_link])


class OfficeForm(Form):
    """What somebody is where they come from."""

    office = OneOf(_l("Office held"), among=Office, sentence=_l("Please choose one."))


class PersonForm(Form):
    """[+ Person]: what one is told on the telephone, in twenty seconds."""

    key = SubmissionKey()
    given = GivenName()
    family = FamilyName()
    place = TextLine(_l("City, region or organisation"), longest=200, required=_l("Please write whom they represent."))
    function = TextLine(_l("Function"), longest=160, validators=[no_link])
    email = EmailLine(_l("E-mail address"))
    mode = OneOf(_l("Takes part"), among=Mode, sentence=_l("Please choose how this person takes part."))
    lang = OneOf(_l("Language of our mails"), among=Language, sentence=_l("Please choose a language."))
    category = OneOf(_l("Comes as"), among=Category, sentence=_l("Please choose as what this person comes."))
    represents = OneOf(_l("Represents"), among=Represents, sentence=_l("Please choose whom this person represents."))
    note = TextLine(_l("Note"), longest=400)
    another = Tick(_l("This is another person of the same name"))
