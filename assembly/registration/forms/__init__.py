"""Forms of registration, one family a file."""

from assembly.registration.forms.answering_many import ManyForm as ManyForm
from assembly.registration.forms.people import AnswerForm as AnswerForm
from assembly.registration.forms.people import OfficeForm as OfficeForm
from assembly.registration.forms.people import PersonForm as PersonForm
from assembly.registration.forms.places import PlacesForm as PlacesForm
from assembly.registration.forms.registering import RegistrationForm as RegistrationForm
from assembly.registration.forms.sign_ups import SeatsForm as SeatsForm
from assembly.registration.forms.sign_ups import SessionsForm as SessionsForm
