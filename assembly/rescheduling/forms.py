"""What is announced, and when the assembly takes place instead."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly import clock
from assembly.forms import BilingualField, Form, Tick, WallTime
from assembly.i18n import _, _l
from assembly.models import Edition, EditionChangeKind
from assembly.rescheduling.decisions import Decision


class DecisionForm(Form):
    """The explanation in both languages; `seen` is the mark of the preview its button belongs to."""

    seen = HiddenField()
    message = BilingualField(
        _l("Explanation for the public"),
        longest=1_000,
        required=_l("Enter the explanation in both languages."),
        paragraphs=True,
    )
    edition: Edition
    kind: EditionChangeKind

    @property
    def zone(self) -> str:
        """On whose clocks the times are."""
        return self.edition.zone

    @property
    def decision(self) -> Decision:
        """What was typed."""
        return Decision(self.kind, self.message.data)


class NewDateForm(DecisionForm):
    """The same with the new times on the clocks of the edition."""

    starts = WallTime(_l("New start"), required=_l("Enter the date and time."), unmistakable=True)
    ends = WallTime(_l("New end"), required=_l("Enter the date and time."), unmistakable=True)

    def validate_starts(self, field: Any) -> None:
        """Refuse what has passed."""
        if field.instant and field.instant <= clock.now():
            raise ValidationError(_("This date has passed. Choose a later one."))

    def validate_ends(self, field: Any) -> None:
        """It lasts a while."""
        if self.starts.instant and field.instant and field.instant <= self.starts.instant:
            raise ValidationError(_("The end must be later than the start. Check both."))

    @property
    def decision(self) -> Decision:
        """What was typed."""
        return Decision(self.kind, self.message.data, self.starts.instant, self.ends.instant)


class CorrectionForm(DecisionForm):
    """Other words for what has been announced already, and whether everybody reads them in an email."""

    tell = Tick(_l("Email the corrected explanation to everyone concerned"))

    @property
    def decision(self) -> Decision:
        """What was typed."""
        return Decision(self.kind, self.message.data, tell=bool(self.tell.data))


def decision_form(edition: Edition, kind: EditionChangeKind) -> DecisionForm:
    """The form of one kind of decision."""
    made = NewDateForm if kind.changes_date else CorrectionForm if kind is EditionChangeKind.CORRECTED else DecisionForm
    form = made()
    form.edition, form.kind = edition, kind
    return form
