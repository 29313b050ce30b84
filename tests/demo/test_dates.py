"""The demonstration does not grow old: its coming assembly follows the day of loading."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.demo.service import is_over
from assembly.demo.service.editions import add_edition
from assembly.demo.service.files import coming_slug, rows
from assembly.extensions import db
from assembly.models import PlaceCount
from assembly.transactions import writing


@pytest.mark.parametrize(
    ("today", "slug"),
    [
        ("2025-01-01", "2027"),
        ("2027-02-14", "2027"),
        ("2027-02-15", "2028"),
        ("2028-02-29", "2029"),
        ("2031-05-07", "2032"),
    ],
)
def test_coming_assembly_is_sixty_days_ahead(today: str, slug: str) -> None:
    assert coming_slug(date.fromisoformat(today)) == slug


@pytest.mark.turns(3)
@pytest.mark.parametrize("today", ["2027-04-16", "2027-12-31", "2030-02-20"])
def test_newcomer_can_register_later(client: InspectingClient, app: Flask, today: str) -> None:
    """Loaded on any day: what has happened lies before it, on the same day of the week, and registration is open."""
    now = datetime.fromisoformat(today).replace(hour=12, tzinfo=UTC)
    with app.app_context(), clock.at(now), writing():
        slug = coming_slug(now.date())
        edition = add_edition(slug)
        opening = db.session.scalars(select(PlaceCount.opens_at).where(PlaceCount.edition_id == edition.id)).all()
        assert edition.starts_at.date().strftime("%A") == "Thursday"
        registered = [row["registered_at"] for row in rows(f"{slug}/registrations.csv")]
        assert min(registered) > max(opening).isoformat()
        assert max(registered) < now.isoformat()
    with clock.at(now):
        assert 'name="given"' in client.get(f"/en/{slug}/register").get_data(as_text=True)


def test_demonstration_knows_when_it_is_over(demo_app: Flask) -> None:
    with demo_app.app_context():
        before, after = (datetime(2027, 4, day, 12, tzinfo=UTC) for day in (14, 16))
        with clock.at(before):
            assert not is_over()
        with clock.at(after):
            assert is_over()
