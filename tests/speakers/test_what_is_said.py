"""What the office reads after it has changed a speaker: that publishing changes it, only where it does."""

from __future__ import annotations

from collections.abc import Callable

from cochairs import a_day
from flask import Flask
from sqlalchemy import select

from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import set_hidden
from assembly.extensions import db
from assembly.models import Bilingual, Person
from assembly.speakers.manage.saved_sentence import saved
from assembly.speakers.queries import mandates_on, name_and_position
from assembly.transactions import writing

LATER = "Saved. The public will see this change when you publish."


def test_publishing_is_named_where_it_changes(app: Flask) -> None:
    with app.test_request_context("/en/"):
        with writing():
            edition = a_day()
        people = {one.family: one for one in db.session.scalars(select(Person))}

        def said(family: str, change: Callable[[Person], None]) -> str:
            person = people[family]
            before = name_and_position(edition, person)
            with writing():
                change(person)
            return saved(edition, person, before)

        assert said("Berg", lambda bo: setattr(bo, "given", "Bob")) == LATER
        assert said("Álvarez", lambda ana: setattr(ana, "mail_lang", "fr")) == "Saved."  # beside Bob, who waits
        assert said("Dahl", lambda dag: setattr(dag, "given", "Dagny")) == "Saved."  # has not said yes
        function = Bilingual("Lord Mayor", "Maire")
        assert said("Álvarez", lambda ana: setattr(mandates_on(ana, edition)[0], "function", function)) == LATER
        with writing():
            for session in draft(edition):
                set_hidden(session, True)
        assert said("Álvarez", lambda ana: setattr(ana, "given", "Anna")) == "Saved."
