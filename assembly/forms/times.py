"""Days and times in forms, on the clocks people read."""

from datetime import datetime
from typing import Any

from wtforms.validators import ValidationError

from assembly import clock
from assembly.forms.fields import TextLine
from assembly.i18n import _
from assembly.written_times import read_day, read_wall


class Day(TextLine):
    """A day; `day` is the date, None where nothing was typed. What was understood goes back as browsers show it."""

    day: Any = None

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=10, **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            self.day = None
            return
        try:
            self.day = read_day(self.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        self.data = self.day.isoformat()


class WallTime(TextLine):
    """A day and a time on the clocks of the form's `zone`, as browsers send them; `instant` is UTC, None if empty.

    Of a time that comes twice when the clocks go back the first is meant, unless it must be `unmistakable`.
    """

    instant: Any = None

    def __init__(self, label: Any, *, unmistakable: bool = False, **options: Any) -> None:
        self.unmistakable = unmistakable
        super().__init__(label, longest=19, **options)

    def show(self, instant: datetime | None, zone: str) -> None:
        """Fill in what is there."""
        self.data = f"{clock.local(instant, zone):%Y-%m-%dT%H:%M}" if instant else ""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        try:
            wall = datetime.fromisoformat(self.data.replace(" ", "T"))
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None or len(self.data) < 16 or not 2000 <= wall.year < 2200:
            raise ValidationError(_("Enter the date and time, for example %(example)s.", example="2027-04-15 09:30"))
        try:
            self.instant = read_wall(wall, form.zone, unmistakable=self.unmistakable)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
