"""The form of the style page: every kind of field, some with a fault."""

from assembly.forms import BilingualField, Day, EmailLine, Form, OneOf, TextLine, Tick, Upload, WallTime, choice
from assembly.i18n import _, _l
from assembly.models import Bilingual, Mode


class StyleForm(Form):
    """Fields to look at; nothing is ever sent."""

    name = TextLine(_l("Name"), longest=80)
    email = EmailLine(_l("Email address"))
    mode = OneOf(_l("How will you take part?"), among=Mode, sentence=_l("Choose how you will take part."))
    country = TextLine(_l("Country"), longest=2)
    title = BilingualField(_l("Title"), longest=200)
    day = Day(_l("Day"))
    starts = WallTime(_l("Begins"))
    document = Upload(_l("File"))
    agree = Tick(_l("Send me news"))

    @classmethod
    def with_states(cls) -> "StyleForm":
        """A form as it comes back with one field right and one wrong."""
        form = cls(formdata=None)
        form.name.data = "Élodie Chabloz-Perrachon"
        form.email.data = "elodie@"
        form.email.errors = [_("Enter your email address, like name@example.eu.")]
        form.mode.choices = [
            choice(Mode.ON_SITE, _("On site")),
            choice(Mode.ONLINE, _("Online"), _("by video link")),
            choice("message", _("Not available"), closed=True),
        ]
        form.mode.data = Mode.ON_SITE
        form.title.data = Bilingual("Opening of the assembly", "Ouverture de l’assemblée")
        return form
