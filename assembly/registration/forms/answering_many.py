"""One act for many people."""

from __future__ import annotations

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
    everybody = Tick(_l("All of this list"))
    count = TextLine("", longest=6)

    @property
    def ticked(self) -> list[str]:
        """The codes of those ticked."""
        return request.form.getlist("who")[:_MOST_TICKS]

    def validate_reason(self, field: Any) -> None:
        """Who is not accepted reads why."""
        if self.act.data == "decline" and not field.data:
            raise ValidationError(_("Please say why in a few words: each of them reads it in our mail."))

    def validate_act(self, _field: Any) -> None:
        """Nobody is answered by mistake: some are ticked, or all are meant."""
        if not self.everybody.data and not self.ticked:
            raise ValidationError(_("Please tick the people it concerns, or the whole list."))
