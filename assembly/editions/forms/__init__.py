"""Forms of the settings, one family a file."""

from assembly.editions.forms.editing import EditionForm as EditionForm
from assembly.editions.forms.editing import ExtrasForm as ExtrasForm
from assembly.editions.forms.meeting import ChangeDoorForm as ChangeDoorForm
from assembly.editions.forms.meeting import DayAndPlaceForm as DayAndPlaceForm
from assembly.editions.forms.meeting import NewDoorForm as NewDoorForm
from assembly.editions.forms.meeting import NewEditionForm as NewEditionForm
from assembly.editions.forms.meeting import RoomForm as RoomForm
from assembly.editions.forms.meeting import zones as zones
from assembly.editions.forms.people import NewPictureForm as NewPictureForm
from assembly.editions.forms.people import PeopleAndDataForm as PeopleAndDataForm
from assembly.editions.forms.people import PictureForm as PictureForm
from assembly.editions.forms.people import PracticalForm as PracticalForm
