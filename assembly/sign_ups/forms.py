"""Which sessions somebody wants to be in, and how many may be in one."""

from wtforms import HiddenField, SelectMultipleField

from assembly.forms import Form, Number, TextLine
from assembly.i18n import _l


class SessionsForm(Form):
    """The ticked sessions by their codes, and those that were ticked when the page was made; the service knows which
    of them exist."""

    session = SelectMultipleField(_l("Sessions"), validate_choice=False)
    seen = TextLine(_l("Sessions"), longest=2000)

    @property
    def wish(self) -> list[str]:
        """The codes that are ticked."""
        return list(self.session.data or [])

    @property
    def seen_codes(self) -> list[str]:
        """The codes that were."""
        return (self.seen.data or "").split()


class SeatsForm(Form):
    """How many may sign up for one session."""

    seats = Number(_l("Seats"))
    shown = HiddenField()
