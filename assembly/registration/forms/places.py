"""When one may register, and how many may come."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.forms import Day, Form, Number, Tick, WallTime
from assembly.i18n import _, _l
from assembly.models import Reserve


class PlacesForm(Form):
    """When one may register in one mode, and how many may come; `seen` is the mark of what the page was opened on."""

    seen = HiddenField()
    opens = WallTime(_l("Registration opens"), required=_l("Enter the date and time when registration opens."))
    closes = WallTime(_l("Registration closes"), required=_l("Enter the date and time when registration closes."))
    is_reviewed = Tick(_l("We review each registration before giving the person a place"))
    answer_by = Day(_l("Deadline for our reply"))
    by_invitation = Tick(_l("Only people we invited can register this way"))
    size = Number(_l("Places open to everyone"))
    mayors = Number(_l("Places reserved for mayors and presidents"))
    mayors_until = WallTime(_l("Reserved until"))
    communities = Number(_l("Places reserved for cities and regions"))
    communities_until = WallTime(_l("Reserved until"))
    zone: str

    def validate_closes(self, field: Any) -> None:
        """One can register for a while."""
        if self.opens.instant and field.instant and field.instant <= self.opens.instant:
            raise ValidationError(_("Registration must close after it opens. Check both dates."))

    def validate_size(self, field: Any) -> None:
        """A reserve makes sense only where places are counted."""
        if not field.data and any(size.data not in ("", "0") for size, _until in self.reserves.values()):
            raise ValidationError(_("If this is empty, places are unlimited and none can be reserved."))

    @property
    def reserves(self) -> dict[Reserve, tuple[Number, WallTime]]:
        """The two reserves with their fields."""
        return {
            Reserve.MAYORS: (self.mayors, self.mayors_until),
            Reserve.COMMUNITIES: (self.communities, self.communities_until),
        }
