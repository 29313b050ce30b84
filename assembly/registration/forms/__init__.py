"""Forms of registration, one family a file."""

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
from assembly.registration.forms.registering import RegistrationForm as RegistrationForm
