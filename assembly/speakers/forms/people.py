"""What the office writes about speakers and their mandates."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.communities.queries import meant
from assembly.extensions import db
from assembly.fold import clean
from assembly.formats import eu_code
from assembly.forms import Day, DraftField, FamilyName, Form, GivenName, OneOf, TextLine, Tick, Upload, no_link
from assembly.i18n import _, _l
from assembly.models import Community, MandateRole
from assembly.speakers.facts import Address, Agreed, MandateFacts, PersonFacts, ProfileFacts, SpeakerFacts
from assembly.speakers.forms.shared import Shown, Spoken


class PersonFields(Form):
    """Who somebody is."""

    given = GivenName()
    family = FamilyName()
    name_lang = Spoken(_l("Language of the name"))
    address = OneOf(
        _l("Form of address"),
        among=Address,
        sentence=_l("Choose how this person wishes to be addressed. You can choose “Not stated”."),
    )
    in_public_office = Tick(_l("This person holds public office"))

    @property
    def person(self) -> PersonFacts:
        """The same as values."""
        form = None if self.address.data == Address.NOT_SAID else self.address.data
        office = bool(self.in_public_office.data)
        return PersonFacts(self.given.data, self.family.data, self.name_lang.data, form, office)


class NewSpeakerForm(PersonFields):
    """Somebody new: who they are, and the office in which they speak."""

    role = OneOf(_l("Type of position"), among=MandateRole, sentence=_l("Choose the type of position."))
    function = DraftField(_l("Position"), longest=200)
    body = DraftField(_l("Organisation"), longest=200)
    another = Tick(_l("This is a different person with the same name"))
    more = HiddenField()

    def validate_function(self, field: Any) -> None:
        """A co-chair is one by their mandate, and that has a position; so has whoever is in an organisation."""
        if (self.role.data == MandateRole.CO_CHAIR or self.body.data) and not field.data:
            raise ValidationError(_("Enter the position."))


_OF_PROFILE = ("biography", "pronunciation", "liaison", "agreed")


class SpeakerForm(Shown, PersonFields):
    """The same person with what the programme says of them."""

    TYPED = ("given", "family", "name_lang", "address", "in_public_office", *_OF_PROFILE)
    biography = DraftField(_l("Biography"), longest=3000, paragraphs=True)
    pronunciation = TextLine(_l("Name pronunciation"), longest=160)
    liaison = TextLine(_l("Liaison officer"), longest=320)
    agreed = OneOf(_l("Agrees to be shown and recorded"), among=Agreed, sentence=_l("Choose the person’s answer."))
    portrait = Upload(_l("Portrait"))
    portrait_seen = TextLine("", longest=64)
    without_portrait = Tick(_l("Delete the portrait"))

    def show(self, facts: SpeakerFacts) -> None:
        """Fill in what is there."""
        person, profile = facts.person, facts.profile
        self.given.data, self.family.data, self.name_lang.data = person.given, person.family, person.name_lang
        self.address.data = person.grammatical_form or Address.NOT_SAID.value
        self.in_public_office.data = person.in_public_office
        self.biography.data, self.pronunciation.data = profile.biography, profile.pronunciation
        self.liaison.data, self.agreed.data = profile.liaison, Agreed.of(profile.agreed).value
        self.seen.data = facts.mark

    @property
    def facts(self) -> SpeakerFacts:
        """What was typed, as values."""
        agreed = Agreed(self.agreed.data).answer
        profile = ProfileFacts(self.biography.data, self.pronunciation.data, self.liaison.data, agreed)
        return SpeakerFacts(self.person, profile)


class MandateForm(Shown):
    """An office somebody holds or held; `community` is its place now, which may share its name with others."""

    community: Community | None = None
    TYPED = ("role", "function", "body", "place", "from_on", "to_on", "name")
    role = OneOf(_l("Type of position"), among=MandateRole, sentence=_l("Choose the type of position."))
    function = DraftField(_l("Position"), longest=200, least=_l("Enter the position."))
    body = DraftField(_l("Organisation"), longest=200)
    place = TextLine(_l("City or region"), longest=210)
    from_on = Day(_l("First day"))
    to_on = Day(_l("Last day"))
    name = TextLine(_l("Name at the time"), longest=241, validators=[no_link])

    def validate_place(self, field: Any) -> None:
        """One the directory knows."""
        if field.data and self._meant is None:
            raise ValidationError(_("This is not in the directory. Add it there first, or leave this empty."))

    def validate_to_on(self, field: Any) -> None:
        """Not before it began."""
        if field.day and self.from_on.day and field.day < self.from_on.day:
            raise ValidationError(_("The last day cannot be before the first day."))

    def show(self, facts: MandateFacts) -> None:
        """Fill in what is there."""
        self.role.data, self.function.data, self.body.data = facts.role.value, facts.function, facts.body
        place = db.session.get(Community, facts.community_id) if facts.community_id else None
        self.place.data = _called(place) if place else ""
        self.from_on.data = facts.from_on.isoformat() if facts.from_on else ""
        self.to_on.data = facts.to_on.isoformat() if facts.to_on else ""
        self.name.data, self.seen.data = facts.name, facts.mark

    @property
    def facts(self) -> MandateFacts:
        """What was typed, as values."""
        return MandateFacts(
            MandateRole(self.role.data),
            self._meant.id if self._meant else None,
            self.body.data,
            self.function.data,
            self.from_on.day,
            self.to_on.day,
            self.name.data or "",
        )

    @property
    def _meant(self) -> Community | None:
        """What the place is: as it was shown, it is still the same one."""
        text = self.place.data
        if self.community is not None and text == clean(_called(self.community)):
            return self.community
        return meant(text) if text else None


def _called(place: Community) -> str:
    """As the list of suggestions writes it."""
    return f"{place.native_name} ({eu_code(place.country)})"
