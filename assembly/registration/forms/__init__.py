"""Forms of registration, one family a file."""

from assembly.registration.forms.details import DetailsForm as DetailsForm
from assembly.registration.forms.details import form_of as form_of
from assembly.registration.forms.details import options_of as options_of
from assembly.registration.forms.people import AnswerForm as AnswerForm
from assembly.registration.forms.people import OfficeForm as OfficeForm
from assembly.registration.forms.people import PersonForm as PersonForm
from assembly.registration.forms.places import PlacesForm as PlacesForm
from assembly.registration.forms.questions import QuestionForm as QuestionForm
from assembly.registration.forms.registering import RegistrationForm as RegistrationForm
