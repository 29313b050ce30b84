"""The settings of an edition."""

from typing import Any

from assembly.forms import BilingualField, EmailLine, Form, Tick, Version
from assembly.i18n import _l
from assembly.models import Extra

_WRITE = _l("Complete this field in both languages.")


class EditionForm(Form):
    """What an edition says of itself. Its dates, its place and its doors are not here."""

    version = Version()
    name = BilingualField(_l("Name of the assembly"), longest=200, required=_WRITE)
    body_name = BilingualField(_l("Name of the body"), longest=200, required=_WRITE)
    purpose = BilingualField(_l("Purpose, in one line"), longest=300, required=_WRITE)
    host_event = BilingualField(_l("Host event"), longest=200)
    body = BilingualField(_l("About the assembly"), longest=2000, required=_WRITE, paragraphs=True)
    vision = BilingualField(_l("Goals of the assembly"), longest=2000, paragraphs=True)
    contact_email = EmailLine(_l("Contact email address"), required=_l("Enter the contact email address."))

    @property
    def values(self) -> dict[str, Any]:
        """The attributes of the edition as written here."""
        return {field.name: field.data for field in self if field.name not in {"version", "csrf_token"}}


class ExtrasForm(Form):
    """A box for each extra."""

    version = Version()

    @property
    def chosen(self) -> list[Extra]:
        """Those with a tick."""
        return [extra for extra in Extra if self[extra.value].data]


for _extra in Extra:
    setattr(ExtrasForm, _extra.value, Tick(_extra.words[0]))
