"""What people write on their own pages."""

from assembly.forms import (
    EmailLanguage,
    EmailLine,
    FamilyName,
    Form,
    GivenName,
    NameLine,
    OneOf,
    SubmissionKey,
    TextLine,
    Tick,
    Version,
    no_link,
)
from assembly.i18n import _l
from assembly.models import Category, Mode

_FUNCTION = _l("Enter the position, for example Mayor.")


class ChangeForm(Form):
    """What may be changed until the deadline, with the version it was opened on."""

    version = Version()
    name = NameLine(_l("Name"), longest=241, required=_l("Enter the name."))
    function = TextLine(_l("Position"), longest=160, required=_FUNCTION, validators=[no_link])
    place = TextLine(
        _l("City, region or organisation"),
        longest=200,
        required=_l("Enter the city, region or organisation you represent."),
    )
    mode = OneOf(_l("How will you take part?"), among=Mode, sentence=_l("Choose how you will take part."))
    though_waiting = Tick(_l("If no places are left, join the waiting list"))


class HandOverForm(Form):
    """Who comes instead."""

    given = GivenName()
    family = FamilyName()
    function = TextLine(_l("Position"), longest=160, required=_FUNCTION, validators=[no_link])
    email = EmailLine(_l("Email address"))
    lang = EmailLanguage()
    reason = TextLine(_l("Reason"), longest=400, validators=[no_link])


class AlongForm(Form):
    """Who comes along."""

    key = SubmissionKey()
    category = OneOf(_l("Attending as"), among=Category, sentence=_l("Choose the person’s role."))
    given = GivenName()
    family = FamilyName()
    email = EmailLine(_l("Email address"))


class LinkForm(Form):
    """Where one's links are to be sent again."""

    email = EmailLine(_l("Email address"), required=_l("Enter your email address."))


class AddressForm(Form):
    """To which address emails go from now on."""

    email = EmailLine(_l("Email address"), required=_l("Enter your email address."))


class AssistantForm(Form):
    """Whose link ends."""

    address = TextLine(_l("Email address"), longest=320, required=_l("Enter your email address."))
