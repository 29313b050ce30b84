"""What is written on the desk."""

from typing import Any

from wtforms.validators import ValidationError

from assembly.communities.queries import chosen_one
from assembly.forms import FamilyName, Form, GivenName, OneOf, Paragraphs, Picked, TextLine, Tick
from assembly.i18n import _, _l
from assembly.models import AppearanceRole, Presence


class ProposeForm(Form):
    """Who could speak in which session, and why. One may choose among `sessions`: ids by code."""

    session = TextLine(_l("Session"), longest=16, required=_l("Choose a session."))
    name = TextLine(_l("Name"), longest=241, required=_l("Enter the person’s name."))
    why = Paragraphs(
        _l("Reason for proposing this person"), longest=1000, required=_l("Enter why you are proposing this person.")
    )
    sessions: dict[str, int]

    def validate_session(self, field: Any) -> None:
        """One of this edition."""
        if field.data and field.data not in self.sessions:
            raise ValidationError(_("Choose a session from this assembly."))


class CorrectForm(ProposeForm):
    """The same over what the page showed. The session it is for may have been hidden or removed: it is kept then."""

    seen = TextLine("", longest=16)


class CommentForm(Form):
    """One line of what is said about a proposal."""

    text = Paragraphs(_l("Comment"), longest=600, required=_l("Enter your comment."))


class TurnDownForm(Form):
    """Why a proposal will not be, if somebody says so, over what the page showed."""

    seen = TextLine("", longest=16)

    reason = Paragraphs(_l("Reason"), longest=600)


class AcceptForm(Form):
    """Who the proposed person is, and what they would do, over the proposal the page showed; `person` is somebody we
    know, by code."""

    seen = TextLine("", longest=16)

    person = Picked()
    given = GivenName()
    family = FamilyName()
    another = Tick(_l("This is a different person with the same name"))
    role = OneOf(_l("Role"), among=AppearanceRole, sentence=_l("Choose the role."))
    presence = OneOf(_l("Attendance"), among=Presence, sentence=_l("Choose how this person takes part."))


class SeenForm(Form):
    """A button over what the page showed: words by their mark, a moment by its ISO form."""

    seen = TextLine("", longest=40)


class SendBackForm(SeenForm):
    """Why they are not right."""

    comment = Paragraphs(_l("What should be changed?"), longest=600, required=_l("Enter what should be changed."))


class PlaceForm(Form):
    """One more community in the ceremony, and who signs for it on stage."""

    community = TextLine(_l("City, region or organisation"), longest=200, required=_l("Choose one from the list."))
    signatory = TextLine(_l("Name of the person who signs"), longest=200)
    function = TextLine(_l("Position"), longest=160)

    def validate_community(self, field: Any) -> None:
        """One of the directory."""
        if field.data and chosen_one(field.data) is None:
            raise ValidationError(_("Choose one from the list."))
