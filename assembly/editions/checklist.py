"""What is missing before an edition opens: pure, from facts read once.

Only what its pages cannot do without blocks making it public; the rest is advice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assembly.formats import listing
from assembly.i18n import _, _n
from assembly.models import Bilingual, Door, DoorKind, Edition, Mode, PlaceCount, Pool, Question, Room, Topic

ORGANISERS = 2
"From this number on somebody may be ill."
LONGEST_NEEDS, LONGEST_CONTACTS = 60, 400
"Days after the end from which keeping needs, or addresses, calls for a reason."


@dataclass(frozen=True, slots=True)
class Facts:
    """An edition and what belongs to it, as stored."""

    edition: Edition
    rooms: Sequence[Room]
    doors: Sequence[Door]
    counts: Sequence[PlaceCount]
    pools: Sequence[Pool]
    answers: Mapping[Topic, Bilingual]
    questions: Sequence[Question]
    organisers: int
    copied_mails: int
    copied_answers: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is missing: a sentence, the page where to mend it, and whether it blocks making public."""

    key: str
    words: str
    endpoint: str
    blocks: bool = False
    values: dict[str, Any] = field(default_factory=dict)


Look = Callable[[Facts], list[Item]]


def missing(facts: Facts) -> list[Item]:
    """Everything that is missing, what blocks first."""
    found = [item for look in LOOKS for item in look(facts)]
    return sorted(found, key=lambda one: not one.blocks)


def _both(*texts: Bilingual) -> bool:
    return not any(text.missing() for text in texts)


def _half(*texts: Bilingual) -> bool:
    """One of them says something in one language only."""
    return any(text and text.missing() for text in texts)


def words(facts: Facts) -> list[Item]:
    """What the public pages say of it, in both languages."""
    one, found = facts.edition, []
    if not _both(one.name, one.body_name, one.purpose, one.body):
        said = _(
            "Complete in both languages: “Name of the assembly”, “Name of the body”, “Purpose, in one line” and "
            "“About the assembly”."
        )
        found.append(Item("words", said, "settings.edition", blocks=True))
    elif _half(one.host_event, one.vision):
        found.append(Item("words", _("Some text about the assembly is missing in one language."), "settings.edition"))
    if one.stale_words():
        found.append(
            Item(
                "stale",
                _("Some text has been changed more recently in one language than in the other."),
                "settings.edition",
            )
        )
    return found


def place(facts: Facts) -> list[Item]:
    """Where it meets, in both languages."""
    venue, found = facts.edition.venue, []
    if not _both(venue.name, venue.city) or not venue.address:
        said = _("Enter the name, city and address of the venue in full.")
        found.append(Item("venue", said, "settings.day_and_place", blocks=True))
    if any(_half(room.name, room.access) for room in facts.rooms):
        found.append(Item("rooms", _("A room is described in one language only."), "settings.day_and_place"))
    return found


def dates(facts: Facts) -> list[Item]:
    """Each thing after what it follows."""
    one, found = facts.edition, []
    if one.starts_at >= one.ends_at:
        said = _("The assembly ends before it starts.")
        found.append(Item("order", said, "settings.day_and_place", blocks=True))
    if one.lead_up_from_on > one.day:
        said = _("The lead-up period is set to start after the assembly.")
        found.append(Item("lead_up", said, "settings.day_and_place"))
    if one.changes_until_at and one.changes_until_at > one.ends_at:
        said = _("People can still change their registration after the assembly.")
        found.append(Item("changes", said, "settings.people_and_data"))
    return found


def places(facts: Facts) -> list[Item]:
    """When one may register in each way, and how many may come."""
    if not facts.counts:
        return [Item("modes", _("No ways of taking part have been set up yet."), "places.overview", blocks=True)]
    return [*(item for count in facts.counts for item in _places_of(count, facts)), *_answers_by(facts)]


def _answers_by(facts: Facts) -> list[Item]:
    """Whoever waits for an answer of the team reads by when it comes, and that is before the assembly."""
    reviewed, by = next((one for one in facts.counts if one.is_reviewed), None), facts.edition.answer_by_on
    if reviewed is None:
        return []
    if by is None:
        said = _("You review each registration, but no reply date is shown.")
        return [_at(reviewed, "answer_by", said)]
    if by >= facts.edition.day:
        return [_at(reviewed, "answer_by", _("The reply date falls on or after the day of the assembly."))]
    return []


def _places_of(count: PlaceCount, facts: Facts) -> list[Item]:
    pools, found = [pool for pool in facts.pools if pool.mode is count.mode], []
    if not count.has_hours:
        said = _("%(mode)s: set when registration opens and closes.", mode=count.mode.label)
        found.append(_at(count, "window", said, blocks=True))
    elif count.closes_at > facts.edition.ends_at:
        said = _("%(mode)s: registration closes after the assembly ends.", mode=count.mode.label)
        found.append(_at(count, "late", said))
    if any(pool.released_at and pool.released_at > count.closes_at for pool in pools):
        said = _("%(mode)s: reserved places are released after registration closes.", mode=count.mode.label)
        found.append(_at(count, "release", said))
    if pools and not sum(pool.size for pool in pools):
        found.append(_at(count, "size", _("%(mode)s: no places have been set up yet.", mode=count.mode.label)))
    return found


def _at(count: PlaceCount, key: str, said: str, blocks: bool = False) -> Item:
    mode = count.mode.value
    return Item(f"{key}_{mode}", said, "places.change", blocks, {"mode": mode})


def answers(facts: Facts) -> list[Item]:
    """What people look up on the way; whom they write to; where one watches."""
    edition, modes, found = facts.edition, {one.mode for one in facts.counts}, []
    asked = [topic for topic in Topic if topic is not Topic.ONLINE or Mode.ONLINE in modes]
    lacking = [topic.label for topic in asked if not _both(facts.answers.get(topic, Bilingual()))]
    if lacking:
        said = _("Practical information still missing: %(topics)s.", topics=listing(lacking))
        found.append(Item("answers", said, "settings.practical"))
    if facts.copied_answers:
        said = _n(
            "Check %(num)s section of practical information copied from the last assembly.",
            "Check %(num)s sections of practical information copied from the last assembly.",
            facts.copied_answers,
        )
        found.append(Item("copied_answers", said, "settings.practical"))
    if not edition.contact_email:
        found.append(Item("contact", _("There is no contact email address."), "settings.edition", blocks=True))
    if Mode.ONLINE in modes and not edition.streams:
        said = _("People can follow the assembly online, but there is no live stream address.")
        found.append(Item("stream", said, "live_office.overview"))
    return found


def data(facts: Facts) -> list[Item]:
    """What the law asks for before the first name is typed."""
    edition, found = facts.edition, []
    if not _both(edition.controller):
        said = _("The organisation responsible for personal data is not named.")
        found.append(Item("controller", said, "settings.people_and_data"))
    if edition.needs_kept_days > LONGEST_NEEDS or edition.contacts_kept_days > LONGEST_CONTACTS:
        said = _("Personal data is kept for a long time. Is there a reason?")
        found.append(Item("retention", said, "settings.people_and_data"))
    return found


def doors(facts: Facts) -> list[Item]:
    """Where one comes in."""
    if any(one.kind is DoorKind.ENTRANCE for one in facts.doors) or not _is_on_site(facts):
        return []
    return [Item("doors", _("No entrance has been set up yet."), "settings.day_and_place")]


def _is_on_site(facts: Facts) -> bool:
    return any(one.mode is Mode.ON_SITE for one in facts.counts)


def team(facts: Facts) -> list[Item]:
    """Nobody organises an assembly alone."""
    if facts.organisers >= ORGANISERS:
        return []
    return [Item("team", _("At least two people should be able to manage the team."), "team.team")]


def mails(facts: Facts) -> list[Item]:
    """Last year's words in this year's mails."""
    if not facts.copied_mails:
        return []
    said = _n(
        "Check the wording of %(num)s email copied from the last assembly.",
        "Check the wording of %(num)s emails copied from the last assembly.",
        facts.copied_mails,
    )
    return [Item("mails", said, "settings.checklist")]


def questions(facts: Facts) -> list[Item]:
    """Every question, its purpose and its answers in both languages."""
    if all(_both(one.words, one.purpose) and not _half(one.hint) and _has_options(one) for one in facts.questions):
        return []
    return [Item("questions", _("A question on the form is incomplete in at least one language."), "questions.listing")]


def _has_options(question: Question) -> bool:
    if not question.kind.has_options:
        return True
    return bool(question.options) and all(one.get("en") and one.get("fr") for one in question.options)


LOOKS: tuple[Look, ...] = (words, place, dates, places, answers, data, doors, team, mails, questions)
"One function for each matter; equally urgent things stand in this order."
