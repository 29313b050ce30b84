"""What the office writes about speakers, their mandates, their words and the announcements of an assembly."""

from assembly.speakers.forms.people import MandateForm as MandateForm
from assembly.speakers.forms.people import NewSpeakerForm as NewSpeakerForm
from assembly.speakers.forms.people import SpeakerForm as SpeakerForm
from assembly.speakers.forms.words import NOT_RECORDED as NOT_RECORDED
from assembly.speakers.forms.words import AnnouncementForm as AnnouncementForm
from assembly.speakers.forms.words import ApprovalForm as ApprovalForm
from assembly.speakers.forms.words import AskSpeakerForm as AskSpeakerForm
from assembly.speakers.forms.words import QuoteAnswerForm as QuoteAnswerForm
from assembly.speakers.forms.words import QuoteForm as QuoteForm
from assembly.speakers.forms.words import SeenForm as SeenForm
