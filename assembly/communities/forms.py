"""Forms of the directory in the office."""

from collections.abc import Callable
from typing import Any

from wtforms import HiddenField
from wtforms.validators import StopValidation, ValidationError

from assembly.communities import checks
from assembly.communities.facts import Facts
from assembly.fold import fold
from assembly.forms import AnyOf, BilingualField, Form, OneOf, Paragraphs, TextLine, Tick, Upload, Version
from assembly.i18n import _, _l
from assembly.models import Bilingual, Community, CommunityKind, NetworkKind


def checked(check: Callable[[str], Any]) -> Callable[[Any, Any], None]:
    """A validator that puts the checked value in the place of what was typed; nothing typed is nothing known."""

    def validate(_form: Any, field: Any) -> None:
        try:
            field.data = check(field.data) if field.data else field.data
        except checks.Wrong as wrong:
            raise StopValidation(str(wrong)) from None

    return validate


class CommunityForm(Form):
    """One entry. The names in English and French stay empty where they are the own name."""

    native_name = TextLine(
        _l("Local name"),
        longest=checks.LONGEST_NAME,
        required=_l("Enter the name."),
        validators=[checked(checks.name)],
    )
    native_lang = TextLine(_l("Language of the local name"), longest=8, validators=[checked(checks.language)])
    name_en = TextLine(_l("Name in English"), longest=checks.LONGEST_NAME, validators=[checked(checks.name)])
    name_fr = TextLine(_l("Name in French"), longest=checks.LONGEST_NAME, validators=[checked(checks.name)])
    spellings = Paragraphs(_l("Other spellings"), longest=4_000)
    kind = OneOf(_l("Type"), among=CommunityKind, sentence=_l("Choose the type."))
    country = TextLine(
        _l("Country"),
        longest=60,
        required=_l("Choose the country."),
        validators=[checked(checks.country)],
    )
    nuts = TextLine(_l("NUTS code"), longest=8)
    nuts_version = TextLine(_l("NUTS version"), longest=4)
    population = TextLine(_l("Population"), longest=20)
    website = TextLine(_l("Website"), longest=300, validators=[checked(checks.website)])
    networks = AnyOf(_l("Networks and partners"), among=())
    version = Version()
    suggestion = HiddenField()

    def validate_spellings(self, field: Any) -> None:
        """Each line a name."""
        try:
            field.data = "\n".join(checks.name(line) for line in (field.data or "").split("\n") if line)
        except checks.Wrong as wrong:
            raise ValidationError(str(wrong)) from None

    def validate_nuts(self, field: Any) -> None:
        """Of the country chosen above, if that one is known."""
        if field.data and not self.country.errors:
            checked(lambda text: checks.nuts(text, self.country.data))(self, field)

    def validate_nuts_version(self, field: Any) -> None:
        """Which a code needs, and nothing else does."""
        if not self.nuts.data:
            field.data = ""
        else:
            checked(checks.nuts_version)(self, field)
            if not field.data:
                raise ValidationError(_("Choose the NUTS version."))

    def validate_population(self, field: Any) -> None:
        """A whole number."""
        try:
            self.people = checks.population(field.data) if field.data else None
        except checks.Wrong as wrong:
            raise ValidationError(str(wrong)) from None

    def show(self, one: Community) -> None:
        """Fill in what is stored."""
        self.native_name.data, self.native_lang.data = one.native_name, one.native_lang
        self.name_en.data = "" if one.names.en == one.native_name else one.names.en
        self.name_fr.data = "" if one.names.fr == one.native_name else one.names.fr
        self.spellings.data = "\n".join(one.spellings)
        self.kind.data, self.country.data = one.kind.value, one.country
        self.nuts.data, self.nuts_version.data = one.nuts, one.nuts_version
        self.population.data = "" if one.population is None else str(one.population)
        self.website.data, self.networks.data = one.website, [network.code for network in one.networks]
        self.version.data = str(one.version)

    def facts(self) -> Facts:
        """What was typed, checked."""
        name = self.native_name.data
        return Facts(
            native_name=name,
            names=Bilingual(self.name_en.data or name, self.name_fr.data or name),
            kind=CommunityKind(self.kind.data),
            country=self.country.data,
            native_lang=self.native_lang.data or "",
            nuts=self.nuts.data or "",
            nuts_version=self.nuts_version.data or "",
            population=self.people,
            website=self.website.data or "",
            spellings=tuple(filter(None, self.spellings.data.split("\n"))),
            networks=tuple(sorted(self.networks.data or ())),
        )


class MergeForm(Form):
    """The button below two entries side by side."""

    kept_version = Version()
    gone_version = Version()


class LinkForm(Form):
    """Which entry a suggestion means, by its name."""

    place = TextLine(_l("Choose the matching entry"), longest=220, required=_l("Enter the name of a directory entry."))


class NetworkForm(Form):
    """A network or partner."""

    name = TextLine(_l("Name"), longest=200, required=_l("Enter the name."))
    short_name = TextLine(_l("Short name"), longest=40, required=_l("Enter the short name."))
    kind = OneOf(_l("Type"), among=NetworkKind, sentence=_l("Choose the type."))
    role = BilingualField(_l("Role"), longest=300)
    website = TextLine(_l("Website"), longest=300, validators=[checked(checks.website)])
    logo = Upload(_l("Logo"))
    logo_alt = BilingualField(_l("Description of the logo"), longest=300)
    without_logo = Tick(_l("Remove the logo"))
    version = Version()

    def validate_short_name(self, field: Any) -> None:
        """With letters, for its code is made of it."""
        if not fold(field.data or ""):
            raise ValidationError(_("Enter a name that contains letters."))
