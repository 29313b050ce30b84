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
from assembly.demo.service.trial_day import NotToCome, has_trial_day, play
from assembly.editions.queries.editions import all_editions
from assembly.extensions import db
from assembly.models import Edition, EditionStatus, FactSheet, Scan, Signature, SignatureKind
from assembly.stats import kept_counts
from assembly.stats.queries import participation, signatures_as_of
from assembly.transactions import writing

PAGE = "/en/manage/2027/trial-day/"
ARTICLE = "/en/manage/2027/article/"


def coming() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()


def state() -> dict[str, Any]:
    """What the trial day changes."""
    edition = coming()
    count = {noun.__name__: db.session.scalar(select(func.count()).select_from(noun)) for noun in (Scan, FactSheet)}
    return count | {
        "days": (edition.starts_at, edition.ends_at, edition.lead_up_from_on),
        "registration": sorted((one.mode, one.opens_at, one.closes_at) for one in edition.places),
        "sessions": [(one.starts_at, one.ends_at) for one in [*draft(edition), *programme(edition)]],
        "came": participation(edition).admitted,
        "signatories": signatures_as_of(SignatureKind.SIGN, clock.today(edition.zone)),
    }


@pytest.mark.database
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


def test_trial_day_is_of_demonstration_alone(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with demo_app.app_context():
        assert [one.slug for one in all_editions() if has_trial_day(one)] == ["2027"]
        monkeypatch.setitem(demo_app.config, "ASSEMBLY", replace(demo_app.config["ASSEMBLY"], demo=False))
        assert not has_trial_day(coming())


def test_cancelled_assembly_has_no_trial_day(demo_app: Flask) -> None:
    with demo_app.app_context(), pytest.raises(NotToCome), writing():
        coming().status = EditionStatus.CANCELLED
        play(coming())
