"""Days and times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from assembly import i18n
from assembly.forms import Day, Form, WallTime


class When(Form):
    """A form with both."""

    zone = "Europe/Brussels"
    day = Day("Day", required="Say when")
    at = WallTime("At")


def sent(app: Flask, day: str, at: str) -> When:
    with app.test_request_context():
        form = When(MultiDict({"day": day, "at": at}), meta={"csrf": False})
        form.validate()
        return form


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("day", "at", "fault"),
    [
        ("2027-06-15", "2027-06-15T09:30", ""),
        ("2027-06-15", "", ""),
        ("", "", "Say when"),
        ("15/06/2027", "", ""),
        ("15.6.2027", "", ""),
        ("31/06/2027", "", "Enter a date"),
        ("06-15-2027", "", "Enter a date"),
        ("0027-06-15", "", "Check the year."),
        ("2027-06-15", "2027-06-15", "Enter the date and time"),
        ("2027-06-15", "2027-06-15T09:30Z", "Enter the date and time"),
        ("2027-06-15", "2027-03-28T02:30", "This time does not exist"),
    ],
)
def test_a_fault_is_a_sentence(app: Flask, day: str, at: str, fault: str) -> None:
    faults = [sentence for _field, sentence in sent(app, day, at).faults]
    assert len(faults) == bool(fault)
    assert all(one.startswith(fault) for one in faults)


def test_typed_text_becomes_day_and_instant(app: Flask) -> None:
    form = sent(app, "2027-06-15", "2027-10-31T02:30")
    assert form.day.day == date(2027, 6, 15)
    assert form.at.instant == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # the first of the two
    form.at.show(form.at.instant, "Europe/Brussels")
    assert form.at.data == "2027-10-31T02:30"


def test_sentences_of_library_are_read_once(app: Flask) -> None:
    """Flask-WTF would read its file anew with the first form of each request."""
    told = []
    for lang in ("fr", "fr", "en"):
        with app.test_request_context():
            i18n.set_language(lang)
            form = When(meta={"csrf": False})
            told.append(form.meta.get_translations(form))
    assert told[0] is told[1]
    assert [one.gettext("This field is required.") for one in told[1:]] == [
        "Ce champ est requis.",
        "This field is required.",
    ]
