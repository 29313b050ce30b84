"""Forms of registration, one family a file."""

from assembly.registration.forms.answering_many import ManyForm as ManyForm
from assembly.registration.forms.details import DetailsForm as DetailsForm
from assembly.registration.forms.details import form_of as form_of
from assembly.registration.forms.details import options_of as options_of
from assembly.registration.forms.invitations import ComesForm as ComesForm
from assembly.registration.forms.invitations import DeclinesForm as DeclinesForm
from assembly.registration.forms.invitations import InviteesForm as InviteesForm
from assembly.registration.forms.invitations import InviteForm as InviteForm
from assembly.registration.forms.invitations import NotedForm as NotedForm
from assembly.registration.forms.invitations import SeenForm as SeenForm
from assembly.registration.forms.invitations import StandInForm as StandInForm
from assembly.registration.forms.invitations import ToldForm as ToldForm
from assembly.registration.forms.own import AlongForm as AlongForm
from assembly.registration.forms.own import AssistantForm as AssistantForm
from assembly.registration.forms.own import ChangeForm as ChangeForm
from assembly.registration.forms.own import HandOverForm as HandOverForm
from assembly.registration.forms.own import LinkForm as LinkForm
from assembly.registration.forms.own import TakesOverForm as TakesOverForm
from assembly.registration.forms.people import AnswerForm as AnswerForm
from assembly.registration.forms.people import OfficeForm as OfficeForm
from assembly.registration.forms.people import PersonForm as PersonForm
from assembly.registration.forms.places import PlacesForm as PlacesForm
from assembly.registration.forms.questions import QuestionForm as QuestionForm
from assembly.registration.forms.registering import RegistrationForm as RegistrationForm
from assembly.registration.forms.sign_ups import SeatsForm as SeatsForm
from assembly.registration.forms.sign_ups import SessionsForm as SessionsForm
