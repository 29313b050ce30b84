"""What all forms share."""

from assembly.forms.fields import AnyOf as AnyOf
from assembly.forms.fields import BilingualField as BilingualField
from assembly.forms.fields import Button as Button
from assembly.forms.fields import DraftField as DraftField
from assembly.forms.fields import EmailLine as EmailLine
from assembly.forms.fields import FamilyName as FamilyName
from assembly.forms.fields import Form as Form
from assembly.forms.fields import GivenName as GivenName
from assembly.forms.fields import NameLine as NameLine
from assembly.forms.fields import Number as Number
from assembly.forms.fields import OneOf as OneOf
from assembly.forms.fields import Paragraphs as Paragraphs
from assembly.forms.fields import Picked as Picked
from assembly.forms.fields import SubmissionKey as SubmissionKey
from assembly.forms.fields import TextLine as TextLine
from assembly.forms.fields import Tick as Tick
from assembly.forms.fields import Upload as Upload
from assembly.forms.fields import no_link as no_link
from assembly.forms.fields import version_in as version_in
from assembly.forms.pressing import press as press
from assembly.forms.tables import StoreForm as StoreForm
from assembly.forms.tables import UploadForm as UploadForm
from assembly.forms.times import Day as Day
from assembly.forms.times import WallTime as WallTime
from assembly.written_times import read_day as read_day
