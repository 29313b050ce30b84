"""What all forms share."""

from assembly.forms.choices import AnyOf, EmailLanguage, OneOf, OneOrNone, choice
from assembly.forms.fields import (
    BilingualField,
    Button,
    DraftField,
    EmailLine,
    FamilyName,
    Form,
    GivenName,
    NameLine,
    Number,
    Paragraphs,
    Picked,
    SubmissionKey,
    TextLine,
    Tick,
    Upload,
    Version,
    no_link,
    version_in,
)
from assembly.forms.pressing import Answer, lead_to, press, refused_on, row_or_404
from assembly.forms.tables import StoreForm, UploadForm
from assembly.forms.times import Day, WallTime
from assembly.written_times import read_day
