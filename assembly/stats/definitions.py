"""What each statistic means, in one place: pages, files and later the report say it in these words.

A definition names the function of `counting.py` that reads it; what no function reads is not measured. A personal
attribute is published by the rules of `small_groups.py` alone.
"""

from assembly.i18n import _l
from assembly.stats.statistic import Definition, Section

_PARTICIPANTS = _l("Registrations.")
_EVERYBODY = _l("Registrations, including staff, press, interpreters and accompanying people.")
_ADMISSIONS = _l("Admissions at an entrance.")
_ALL_ADMISSIONS = _l("Admissions at an entrance, including staff, press, interpreters and accompanying people.")
_PUBLISHED = _l("The published programme.")
_SIGNATURES = _l("Dated signatures of cities and regions that are public and have not been withdrawn.")

DEFINITIONS = (
    Definition(
        "invited",
        Section.REGISTRATION,
        _l("Invited"),
        _l("People who have been sent an invitation or have answered one. Withdrawn invitations are not counted."),
        _l("Invitations."),
        "invited",
    ),
    Definition(
        "registered",
        Section.REGISTRATION,
        _l("Registered"),
        _l("Participants and speakers whose registration has not been cancelled or turned down."),
        _PARTICIPANTS,
        "participation",
    ),
    Definition(
        "confirmed",
        Section.REGISTRATION,
        _l("Confirmed registrations"),
        _l("Participants and speakers who have a place, in person or online."),
        _PARTICIPANTS,
        "participation",
    ),
    Definition(
        "waiting",
        Section.REGISTRATION,
        _l("Waiting"),
        _l("People on the waiting list who have not been offered a place."),
        _EVERYBODY,
        "waiting",
    ),
    Definition(
        "withdrawn_before",
        Section.REGISTRATION,
        _l("Withdrawn before the deadline"),
        _l("Registrations cancelled before registration closed. A place passed on to someone else is not counted."),
        _PARTICIPANTS,
        "withdrawn",
    ),
    Definition(
        "withdrawn_after",
        Section.REGISTRATION,
        _l("Withdrawn after the deadline"),
        _l("Registrations cancelled after registration closed. A place passed on to someone else is not counted."),
        _PARTICIPANTS,
        "withdrawn",
    ),
    Definition(
        "attended",
        Section.ATTENDANCE,
        _l("Attended in person"),
        _l("People admitted at an entrance, each counted once."),
        _ADMISSIONS,
        "participation",
    ),
    Definition(
        "walk_in",
        Section.ATTENDANCE,
        _l("Registered at the entrance"),
        _l("People who attended in person and were registered at the entrance on the day."),
        _ADMISSIONS,
        "arrivals",
    ),
    Definition(
        "online",
        Section.ATTENDANCE,
        _l("Attended online"),
        _l("People who opened the stream with their personal link, each counted once."),
        _l(
            "Openings of the stream with a personal link, including by staff, press, interpreters and accompanying "
            "people. Openings without a link are not counted."
        ),
        "online",
    ),
    Definition(
        "no_show",
        Section.ATTENDANCE,
        _l("No-show rate"),
        _l(
            "Share of people confirmed to attend in person who were not admitted. People registered at the entrance "
            "are not counted. Worked out after the assembly."
        ),
        _PARTICIPANTS,
        "arrivals",
    ),
    Definition(
        "peak",
        Section.ATTENDANCE,
        _l("Most people inside at once (upper limit)"),
        _l("The most people admitted on one day. Exits are not scanned, so fewer people may have been inside at once."),
        _ALL_ADMISSIONS,
        "slots",
    ),
    Definition(
        "slots",
        Section.ATTENDANCE,
        _l("Arrivals by five-minute period"),
        _l("First admission of each person on each day, by five-minute period."),
        _ALL_ADMISSIONS,
        "slots",
        _l("From"),
    ),
    Definition(
        "ranks",
        Section.ATTENDANCE,
        _l("Positions of the people who attended"),
        _l("Mayors and presidents, other elected representatives, and everyone else who attended in person."),
        _ADMISSIONS,
        "arrivals",
        _l("Position"),
    ),
    Definition(
        "communities_registered",
        Section.ORIGIN,
        _l("Cities and regions registered"),
        _l("Cities and regions with at least one registered participant or speaker."),
        _PARTICIPANTS,
        "participation",
    ),
    Definition(
        "countries_registered",
        Section.ORIGIN,
        _l("Countries registered"),
        _l("Countries of the cities and regions registered."),
        _PARTICIPANTS,
        "participation",
    ),
    Definition(
        "communities_attended",
        Section.ORIGIN,
        _l("Cities and regions represented"),
        _l("Cities and regions with at least one person who attended in person."),
        _ADMISSIONS,
        "participation",
    ),
    Definition(
        "countries_attended",
        Section.ORIGIN,
        _l("Countries represented"),
        _l("Countries of the cities and regions represented."),
        _ADMISSIONS,
        "participation",
    ),
    Definition(
        "registered_by_country",
        Section.ORIGIN,
        _l("Registrations by country"),
        _l("Registered participants and speakers by the country of their city or region."),
        _PARTICIPANTS,
        "by_country",
        _l("Country"),
    ),
    Definition(
        "attended_by_country",
        Section.ORIGIN,
        _l("In-person attendance by country"),
        _l("People who attended in person by the country of their city or region."),
        _ADMISSIONS,
        "by_country",
        _l("Country"),
    ),
    Definition(
        "sign_ups",
        Section.PROGRAMME,
        _l("Seats taken by session"),
        _l("People who have a seat in the session, whether or not they came."),
        _l("Seats chosen on personal pages, including by staff, press, interpreters and accompanying people."),
        "sign_ups",
        _l("Session"),
    ),
    Definition(
        "session_attendance",
        Section.PROGRAMME,
        _l("Attendance by session"),
        _l("People admitted at a door of the session, each counted once. Sessions without a door are not counted."),
        _l("Admissions at the doors of sessions."),
        "session_attendance",
        _l("Session"),
    ),
    Definition(
        "languages_offered",
        Section.PROGRAMME,
        _l("Languages offered"),
        _l("Number of sessions where the language is spoken or provided by interpretation."),
        _PUBLISHED,
        "languages_offered",
        _l("Language"),
    ),
    Definition(
        "recordings_watched",
        Section.PROGRAMME,
        _l("Recordings watched, by language"),
        _l("How often playback of a recording was started in each language. Who watched is not recorded."),
        _l("Views of the recordings."),
        "recordings_watched",
        _l("Language"),
    ),
    Definition(
        "languages_wanted",
        Section.PEOPLE,
        _l("Languages understood"),
        _l("Registered people who said that they understand the language."),
        _l("Registered people who have said which languages they understand."),
        "languages_wanted",
        _l("Language"),
        is_personal=True,
    ),
    Definition(
        "speakers_by_form",
        Section.PEOPLE,
        _l("Speakers by form of address"),
        _l("Speakers by the form of address they have given. People who only moderate are counted separately."),
        _PUBLISHED,
        "forms_of_address",
        _l("Form of address"),
        is_personal=True,
    ),
    Definition(
        "moderators_by_form",
        Section.PEOPLE,
        _l("Moderators by form of address"),
        _l("People who only moderate, by the form of address they have given."),
        _PUBLISHED,
        "forms_of_address",
        _l("Form of address"),
        is_personal=True,
    ),
    Definition(
        "needs",
        Section.PEOPLE,
        _l("Dietary and access needs"),
        _l("Totals kept when the needs themselves are deleted."),
        _l("People who told us about their needs."),
        "needs",
        _l("Need"),
        is_personal=True,
    ),
    Definition(
        "signed_before",
        Section.SIGNATURES,
        _l("Signed in the days before"),
        _l("Signatures from the start of the lead-up period to the day before the assembly."),
        _SIGNATURES,
        "signed",
    ),
    Definition(
        "signed_during",
        Section.SIGNATURES,
        _l("Signed at the assembly"),
        _l("Signatures collected at the assembly, on any of its days."),
        _SIGNATURES,
        "signed",
    ),
    Definition(
        "signed_since",
        Section.SIGNATURES,
        _l("Signed since the assembly"),
        _l("Signatures from the day after the assembly to today."),
        _SIGNATURES,
        "signed",
    ),
)
"Every statistic, in the order in which it is shown."
LIVE = ("registered", "confirmed", "waiting", "attended", "slots")
"Those that are shown while the assembly takes place, and looked up again every half minute."
COMPARED = ("registered", "attended", "communities_attended", "countries_attended", "signed_during")
"Those of which several assemblies are shown side by side."


def definition(key: str) -> Definition:
    """Return one of them."""
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in DEFINITIONS}
