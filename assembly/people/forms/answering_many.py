"""One act for many people."""

from typing import Any

from flask import request
from wtforms.validators import ValidationError

from assembly.forms import Form, TextLine, Tick, no_link
from assembly.i18n import _, _l

_MOST_TICKS = 200


class ManyForm(Form):
    """What is done with those ticked, or with all of the list: `count` of them stood there when it was read."""

    act = TextLine(_l("What to do"), longest=16)
    reason = TextLine(_l("Reason"), longest=500, validators=[no_link])
    everybody = Tick(_l("Everyone on this list"))
    count = TextLine("", longest=6)

    @property
    def ticked(self) -> list[str]:
        """The codes of those ticked."""
        return request.form.getlist("who")[:_MOST_TICKS]

    def validate_reason(self, field: Any) -> None:
        """Who is not accepted reads why."""
        if self.act.data == "decline" and not field.data:
            raise ValidationError(_("Give a short reason. It is included in the email to each person."))

    def validate_act(self, _field: Any) -> None:
        """Nobody is answered by mistake: some are ticked, or all are meant."""
        if not self.everybody.data and not self.ticked:
            raise ValidationError(_("Select at least one person, or the whole list."))
