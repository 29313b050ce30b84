"""The button below the preview of a table of people."""

from assembly.forms import StoreForm, Tick
from assembly.i18n import _l


class StorePeopleForm(StoreForm):
    """Store what the preview shows, and write to those it adds if somebody says so."""

    tell = Tick(_l("Send each person a confirmation now"))
