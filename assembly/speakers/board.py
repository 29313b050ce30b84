"""What the office sees of the speakers of an edition: who, where, and what is missing of each in which language."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from assembly.extensions import db, read_all, read_one
from assembly.fold import fold
from assembly.i18n import Labelled, _l
from assembly.models import (
    Appearance,
    AppearanceState,
    Edition,
    Invitation,
    Mandate,
    MandateRole,
    Person,
    Presence,
    Quote,
    Registration,
    RoleAnswer,
    Session,
    Speaker,
)
from assembly.speakers import queries
from assembly.speakers.similar_names import alike, name_of
from assembly.values import grouped


class Gap(Labelled):
    """Something a speaker's page or the programme still needs."""

    FUNCTION_EN = "function_en", _l("Position in English")
    FUNCTION_FR = "function_fr", _l("Position in French")
    BIOGRAPHY_EN = "biography_en", _l("Biography in English")
    BIOGRAPHY_FR = "biography_fr", _l("Biography in French")
    TRANSLATION = "translation", _l("Translation to check")
    PORTRAIT = "portrait", _l("Portrait")
    CONSENT = "consent", _l("Consent")


@dataclass(slots=True)
class Listed:
    """One person on the list of an edition."""

    person: Person
    speaker: Speaker | None = None
    mandates: list[Mandate] = field(default_factory=list)
    "Those of the day of the assembly, the co-chair first."
    appearances: list[Appearance] = field(default_factory=list)
    has_declined: bool = False
    "Whether they have answered that they will not be co-chair."

    @property
    def is_co_chair(self) -> bool:
        """Whether they are co-chair on the day."""
        return any(one.role is MandateRole.CO_CHAIR for one in self.mandates)

    @property
    def function(self) -> Mandate | None:
        """The office in which they speak: that of a session, else the first of the day."""
        spoken = (one.mandate for one in self.appearances if one.mandate is not None)
        return next(spoken, None) or next(iter(self.mandates), None)

    @property
    def states(self) -> set[AppearanceState]:
        """What they have answered to their sessions; nothing where they are in none."""
        return {one.state for one in self.appearances}

    @property
    def takes_no_part(self) -> bool:
        """Whether they said no to all they were asked, or nothing of it is left."""
        return bool(self.states or self.has_declined) and all(one.is_over for one in self.states)

    @property
    def gaps(self) -> list[Gap]:
        """What is missing. Nothing is asked of somebody who said no to a session or the co-chair, or to being shown."""
        if self.takes_no_part:
            return []
        found = [Gap(f"function_{lang}") for lang in (self.function.function.missing() if self.function else _BOTH)]
        if self.speaker is not None and self.speaker.agreed is False:
            return found
        speaker = self.speaker
        found += [Gap(f"biography_{lang}") for lang in (speaker.biography.missing() if speaker else _BOTH)]
        if (speaker and "biography" in speaker.stale_words()) or (
            self.function and "function" in self.function.stale_words()
        ):
            found.append(Gap.TRANSLATION)
        if speaker is None or speaker.portrait_id is None:
            found.append(Gap.PORTRAIT)
        if speaker is None or speaker.agreed is None:
            found.append(Gap.CONSENT)
        return found


_BOTH = ["en", "fr"]
NO_SESSION = "none"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which of the list are shown; empty is all."""

    search: str = ""
    state: str = ""
    "An `AppearanceState`, or `NO_SESSION`."
    presence: Presence | None = None
    gap: Gap | None = None

    @property
    def count(self) -> int:
        """How many are set."""
        return len(self.again)

    @property
    def again(self) -> dict[str, str]:
        """What an address asks for that shows the same."""
        found = {"q": self.search, "state": self.state, "presence": self.presence, "missing": self.gap}
        return {name: str(value) for name, value in found.items() if value}

    def fit(self, one: Listed) -> bool:
        """Whether somebody is shown."""
        return (
            fold(self.search) in fold(f"{one.person.full_name} {one.person.family}")
            and (not self.state or self.state in one.states or (self.state == NO_SESSION and not one.states))
            and (self.presence is None or any(part.presence is self.presence for part in one.appearances))
            and (self.gap is None or self.gap in one.gaps)
        )


def listed(edition: Edition) -> list[Listed]:
    """Everybody on the list, in a session, or co-chair on the day: co-chairs first, then by family name."""
    found: dict[int, Listed] = {}
    profiles = select(Speaker).where(Speaker.edition_id == edition.id).options(joinedload(Speaker.person))
    for speaker in db.session.scalars(profiles):
        found[speaker.person_id] = Listed(speaker.person, speaker)
    for part in db.session.scalars(_parts(edition)):
        found.setdefault(part.person_id, Listed(part.person)).appearances.append(part)
    for mandate, answer in queries.co_chair_answers(edition):
        chair = found.setdefault(mandate.person_id, Listed(mandate.person))
        chair.has_declined = answer is RoleAnswer.DECLINES
    for person_id, mandates in _mandates_on(edition, list(found)).items():
        found[person_id].mandates = mandates
    return sorted(found.values(), key=lambda one: (not one.is_co_chair, queries.by_family_name(one.person)))


def incomplete(edition: Edition) -> int:
    """Of how many something is missing."""
    return sum(bool(one.gaps) for one in listed(edition))


def one_listed(edition: Edition, code: str) -> Listed | None:
    """One of them, by the code of an address."""
    return next((one for one in listed(edition) if one.person.code == code), None)


def _parts(edition: Edition) -> Select[Appearance]:
    return (
        select(Appearance)
        .join(Session)
        .where(Session.edition_id == edition.id, Session.removed_at.is_(None))
        .options(
            contains_eager(Appearance.session).lazyload(Session.languages),
            joinedload(Appearance.person),
            joinedload(Appearance.mandate),
        )
        .order_by(Session.starts_at, Appearance.id)
    )


def _mandates_on(edition: Edition, people: list[int]) -> dict[int, list[Mandate]]:
    """The mandates of these people, by id, on the day of the edition, the co-chair first."""
    that_day = (
        select(Mandate)
        .where(
            Mandate.person_id.in_(people),
            or_(Mandate.from_on.is_(None), Mandate.from_on <= edition.day),
            or_(Mandate.to_on.is_(None), Mandate.to_on >= edition.day),
        )
        .order_by(Mandate.role != MandateRole.CO_CHAIR, Mandate.id)
    )
    return grouped((mandate.person_id, mandate) for mandate in db.session.scalars(that_day))


def profile(edition: Edition, person: Person) -> Speaker | None:
    """What this edition says of somebody."""
    return read_one(select(Speaker).where(Speaker.edition_id == edition.id, Speaker.person_id == person.id))


def public_profiles(edition: Edition) -> dict[int, Speaker]:
    """The profiles their people agreed to show, by person; whether a person is public at all is another question."""
    mine = select(Speaker).where(Speaker.edition_id == edition.id, Speaker.agreed.is_(True))
    return {one.person_id: one for one in db.session.scalars(mine)}


def latest_profile(person: Person) -> Speaker | None:
    """What was last said of somebody at any edition."""
    theirs = select(Speaker).join(Edition).where(Speaker.person_id == person.id).order_by(Edition.starts_at.desc())
    return db.session.scalars(theirs.limit(1)).first()


def appearances_of(edition: Edition, person: Person) -> list[Appearance]:
    """Their sessions in the draft of an edition, whatever they answered, in time."""
    return read_all(_parts(edition).where(Appearance.person_id == person.id))


def mandates_of(person: Person) -> list[Mandate]:
    """All of somebody's mandates, the latest first; one without a first day comes last."""
    theirs = select(Mandate).where(Mandate.person_id == person.id).options(joinedload(Mandate.community))
    return read_all(theirs.order_by(Mandate.from_on.is_(None), Mandate.from_on.desc(), Mandate.id))


def known(edition: Edition, code: str, *, registered: bool) -> Person | None:
    """One of those `alike_people` may find, by the code of an address."""
    return read_one(select(Person).where(Person.code == code, _may_be_found(edition, registered)))


def registration_here(edition: Edition, person: Person) -> Registration | None:
    """Their registration at this edition, where their name can be corrected."""
    mine = select(Registration).where(Registration.edition_id == edition.id, Registration.person_id == person.id)
    return db.session.scalars(mine.order_by(Registration.id.desc()).limit(1)).first()


def is_expected(person: Person) -> bool:
    """Whether somebody is registered or invited anywhere: their name is kept and searched there, too."""
    asked = exists().where(Registration.person_id == person.id) | exists().where(Invitation.person_id == person.id)
    return bool(db.session.scalar(select(asked)))


def alike_people(edition: Edition, given: str, family: str, *, registered: bool) -> list[Person]:
    """Those with a public part anywhere who may be the one with this name, by name; at most ten. People who only
    registered are found at their own edition alone, and only where the reader may see them: `registered`.
    """
    name = name_of(fold(f"{given} {family}"))
    words = [Person.name_key.contains(word, autoescape=True) for word in name if len(word) > 1]
    if not words:
        return []
    found = select(Person).where(or_(*words), _may_be_found(edition, registered)).order_by(Person.name_key, Person.id)
    people = (one for one in db.session.scalars(found.limit(_COMPARED)) if alike(name, name_of(one.name_key)))
    return list(people)[:_AT_MOST]


def _may_be_found(edition: Edition, registered: bool) -> ColumnElement[bool]:
    """Nobody who turned out to be somebody else, and nobody of whom the name alone would tell where they take part."""
    parts = [exists().where(noun.person_id == Person.id) for noun in (Mandate, Appearance, Speaker)]
    if registered:
        here = (Registration, Invitation)
        parts += [exists().where(noun.person_id == Person.id, noun.edition_id == edition.id) for noun in here]
    return Person.merged_into_id.is_(None) & or_(*parts)


_COMPARED, _AT_MOST = 1_000, 10


def quotes(edition: Edition) -> list[Quote]:
    """All quotes of an edition, approved or not, in the order of the report."""
    mine = (
        select(Quote)
        .where(Quote.edition_id == edition.id)
        .options(
            joinedload(Quote.person), joinedload(Quote.mandate), joinedload(Quote.session).lazyload(Session.languages)
        )
    )
    return read_all(mine.order_by(Quote.position, Quote.id))


def mandates_to_quote(edition: Edition) -> list[Mandate]:
    """The offices of everybody on the list, in its order: whose words an edition may quote."""
    return [mandate for one in listed(edition) for mandate in one.mandates]
