"""Until when an offer holds, and what office a function names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assembly import clock
from assembly.delegations.offices import office_of
from assembly.models import Office
from assembly.quotas.offers import answer_until

pytestmark = pytest.mark.database

BRUSSELS = "Europe/Brussels"


def until(now: str, starts: str = "2027-06-15T08:30") -> str:
    instants = [clock.from_local(datetime.fromisoformat(one), BRUSSELS) for one in (now, starts)]
    return clock.local(answer_until(*instants, BRUSSELS), BRUSSELS).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2027-05-03T10:00", "2027-05-05T10:00"),  # two days
        ("2027-05-05T22:00", "2027-05-10T12:00"),  # Friday night: Monday noon
        ("2027-05-06T10:00", "2027-05-10T12:00"),  # Saturday: Monday noon
        ("2027-05-03T07:00", "2027-05-05T12:00"),  # at dawn: noon
        ("2027-03-26T10:00", "2027-03-29T12:00"),  # across the change to summer time
        ("2027-06-09T10:00", "2027-06-10T10:00"),  # one day in the last week
        ("2027-06-14T10:00", "2027-06-14T14:00"),  # four hours in the last two days
        ("2027-06-14T18:00", "2027-06-15T08:30"),  # never later than the beginning
    ],
)
def test_an_offer_ends_on_a_working_day(now: str, end: str) -> None:
    assert until(now) == end


@pytest.mark.database("proof")
def test_no_offer_ends_at_night_or_weekends() -> None:
    start = datetime(2027, 1, 1, tzinfo=UTC)
    for hours in range(0, 365 * 24, 7):
        wall = clock.local(
            answer_until(start + timedelta(hours=hours), start + timedelta(days=999), BRUSSELS), BRUSSELS
        )
        assert wall.weekday() < 5
        assert 9 <= wall.hour < 20


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("function", "office"),
    [
        ("Mayor", Office.HEAD),
        ("Maire de Grenoble", Office.HEAD),
        ("OBERBÜRGERMEISTERIN", Office.HEAD),
        ("Δήμαρχος Αθηναίων", Office.HEAD),
        ("Présidente de la Région Occitanie", Office.HEAD),
        ("Adjointe au maire", Office.ELECTED),
        ("Deputy Mayor for digital affairs", Office.ELECTED),
        ("Conseillère municipale", Office.ELECTED),
        ("Conseiller communal", Office.ELECTED),
        ("Conseiller régional délégué au numérique", Office.ELECTED),
        ("Conseillère départementale", Office.ELECTED),
        ("Conseiller de Paris", Office.ELECTED),
        ("Conseiller en transition numérique", Office.OTHER),
        ("Conseillère technique", Office.OTHER),
        ("Conseiller numérique du maire", Office.OTHER),
        ("Conseillère de la présidente", Office.OTHER),
        ("Chef de cabinet du maire", Office.OTHER),
        ("Assistant to the Mayor", Office.OTHER),
        ("Head of unit", Office.OTHER),
        ("", Office.OTHER),
    ],
)
def test_an_office_is_guessed_from_the_function(function: str, office: Office) -> None:
    assert office_of(function) is office
