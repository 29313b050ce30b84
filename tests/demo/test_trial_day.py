"""The trial day of the demonstration: the coming assembly took place yesterday, until that is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import func, select

from assembly import clock
from assembly.agenda.queries import draft, programme
from assembly.demo.service.trial_day import NotToCome, has_trial_day, play, undo, what_happened
from assembly.editions.queries.editions import all_editions
from assembly.editions.service.doors import remove_door
from assembly.extensions import db
from assembly.messages.jobs import post_due
from assembly.messages.queries.series import steps
from assembly.models import (
    Bilingual,
    Community,
    Door,
    Edition,
    EditionChangeKind,
    EditionStatus,
    FactSheet,
    Mail,
    Scan,
    Signature,
    SignatureKind,
)
from assembly.rescheduling.decisions import Decision
from assembly.rescheduling.queries import outlook
from assembly.rescheduling.service import announce
from assembly.stats import kept_counts
from assembly.stats.queries import participation, signatures_as_of
from assembly.transactions import writing

PAGE = "/en/manage/2027/trial-day/"
ARTICLE = "/en/manage/2027/article/"
NOUNS = Scan, FactSheet, Mail


def coming() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()


def state() -> dict[str, Any]:
    """What the trial day changes."""
    edition = coming()
    count = {noun.__name__: db.session.scalar(select(func.count()).select_from(noun)) for noun in NOUNS}
    return count | {
        "days": (edition.starts_at, edition.ends_at, edition.lead_up_from_on),
        "registration": sorted((one.mode, one.opens_at, one.closes_at) for one in edition.places),
        "sessions": [(one.starts_at, one.ends_at) for one in [*draft(edition), *programme(edition)]],
        "series": [(one.step, one.days, one.at, one.paused) for one in steps(edition)],
        "came": participation(edition).admitted,
        "signatories": signatures_as_of(SignatureKind.SIGN, clock.today(edition.zone)),
    }


@pytest.mark.database("proof")
def test_trial_day_is_played_and_undone(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context():
        before = state()
    sign_in(demo_client, ORGANISER)
    assert demo_client.page("/en/manage/2027/").select_one(f'main a[href="{PAGE}"]')
    opened = filled(demo_client.page(PAGE).select_one("main form"), {})
    demo_client.submit(PAGE)
    assert demo_client.post(f"{PAGE}play", data=opened).status_code == 303
    assert "24 people checked in." in demo_client.page(PAGE).get_text()
    with demo_app.app_context():
        played, edition = state(), coming()
        assert edition.day == clock.today(edition.zone) - timedelta(days=1)
        assert (played["came"].people, played["signatories"] - before["signatories"]) == (24, 4)
        sources = db.session.scalars(select(Signature.source).where(Signature.signed_on >= edition.lead_up_from_on))
        assert all("demonstration" in one for one in sources)
    demo_client.submit(ARTICLE)
    demo_client.submit(ARTICLE, form="main form.writing", do="publish", title_en="Mayors meet", title_fr="Les maires")
    assert "more than 20 participants" in demo_client.page("/en/2027/report").get_text()
    demo_client.submit(PAGE)
    with demo_app.app_context():
        assert state() == before
        assert kept_counts.differences() == []
    demo_client.submit(PAGE)
    assert "24 people checked in." in demo_client.page(PAGE).get_text()


@pytest.mark.proof("another day and way; test_trial_day_is_played_and_undone")
@pytest.mark.database
def test_trial_day_of_changed_assembly_is_undone(demo_app: Flask) -> None:
    """One that was given another day, moved online, without entrances, and without a city of the file."""
    with demo_app.app_context():
        edition, nothing, later = coming(), Bilingual("a", "b"), timedelta(days=28)
        days = edition.starts_at + later, edition.ends_at + later
        for decision in (
            Decision(EditionChangeKind.RESCHEDULED, nothing, *days, tell=False),
            Decision(EditionChangeKind.ONLINE, nothing, tell=False),
        ):
            with writing():
                announce(edition, decision, seen=outlook(edition, decision).digest)
        with writing():
            for door in db.session.scalars(select(Door).where(Door.edition_id == edition.id)).all():
                remove_door(door)
            db.session.scalars(select(Community).where(Community.code == "vilnius")).one().code = "vilnius-gone"
        before = state()
        for _press in range(2):
            with writing():
                play(coming())
            with clock.at(clock.now().replace(hour=11)):
                post_due()
        assert "1 signature was left out: that city or region is not in the directory." in what_happened(coming())
        assert "27 people watched online." in what_happened(coming())
        assert state()["Mail"] == before["Mail"]
        with writing():
            undo(coming())
        assert state() == before
        assert coming().starts_at == coming().changes[-1].starts_at


def test_trial_day_is_of_demonstration_alone(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with demo_app.app_context():
        assert [one.slug for one in all_editions() if has_trial_day(one)] == ["2027"]
        monkeypatch.setitem(demo_app.config, "ASSEMBLY", replace(demo_app.config["ASSEMBLY"], demo=False))
        assert not has_trial_day(coming())


def test_cancelled_assembly_has_no_trial_day(demo_app: Flask) -> None:
    with demo_app.app_context(), pytest.raises(NotToCome), writing():
        coming().status = EditionStatus.CANCELLED
        play(coming())
