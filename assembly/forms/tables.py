"""What the forms of every import share: a file, and the button below its preview."""

from wtforms import HiddenField

from assembly.forms.fields import Form, Tick, Upload
from assembly.i18n import _l, current_language


class UploadForm(Form):
    """A file to look at."""

    table = Upload(_l("File to import"), required=_l("Choose a file."))

    def options(self) -> dict[str, str]:
        """List what else is kept beside the file; the language of emails for those of whom it says none."""
        return {"lang": current_language()}


class StoreForm(Form):
    """Store what the preview shows; decisions on doubtful lines travel beside it."""

    seen = HiddenField()
    leave_out = Tick(_l("Leave out the lines marked “To fix” and import the others"))
