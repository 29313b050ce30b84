"""Where a recording can be watched, or when it is awaited."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from assembly.forms import Form, TextLine
from assembly.i18n import _, _l


class Day(TextLine):
    """A day as browsers send it, or nothing."""

    def pre_validate(self, form: Any) -> None:
        """A day of the calendar."""
        try:
            self.day = date.fromisoformat(self.data) if self.data else None
        except ValueError:
            raise ValidationError(_("Please write a day, for example 2027-05-31.")) from None


class TrackForm(Form):
    """One language of one recording: with an address it is online, without one it is awaited."""

    address = TextLine(_l("Address of the video"), longest=500)
    expected_on = Day(_l("Awaited by"), longest=10)
