"""The series leaves by itself: at its time, once, to whom it concerns; paused, moved, never late."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from factories import make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from mails import code_in, deliver, has_code, text_of
from sessions import let_in
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.messages.jobs import post_due
from assembly.messages.queries.coming import coming_up
from assembly.messages.queries.series import concerned, steps
from assembly.messages.schedule import planned
from assembly.messages.service import series
from assembly.models import (
    BadAddress,
    Edition,
    Mail,
    Medium,
    Mode,
    OnlineAttendance,
    Pool,
    RecordingState,
    Registration,
    Step,
    TrackKind,
)
from assembly.recordings import service as recordings
from assembly.recordings.form_values import TrackFacts
from assembly.registration.service import leaving, registering
from assembly.transactions import writing

SERIES = "/en/manage/2027/messages/series/"


def instant_of(edition: Edition, step: Step) -> datetime:
    return next(one.leaves_at for one in steps(edition) if one.step is step)


def run(edition: Edition, step: Step, *, late: timedelta = timedelta(minutes=1), times: int = 1) -> None:
    with clock.at(instant_of(edition, step) + late):
        for _worker in range(times):
            post_due()


def posted(step: Step) -> Counter[str]:
    mails = db.session.scalars(select(Mail).where(Mail.template == step.value))
    return Counter(mail.person.email for mail in mails if mail.person and mail.person.email)


def test_it_is_planned_at_ten_locally(edition: Edition) -> None:
    found = [clock.local(one.leaves_at, edition.zone) for one in steps(edition)]
    assert [(edition.day - one.date()).days for one in found] == [7, 1, -1, -7, -7, -7]
    assert {(one.hour, one.minute) for one in found} == {(10, 0)}


def test_each_gets_one_however_often_it_runs(edition: Edition) -> None:
    for step in Step:
        run(edition, step, times=3)
    assert set(posted(Step.SEVEN_DAYS).values()) == {1}
    assert sorted(posted(Step.SEVEN_DAYS)) == ["mayor1@example.org", "mayor2@example.org", "mayor4@example.org"]
    assert posted(Step.DAY_BEFORE) == posted(Step.SEVEN_DAYS)
    assert sorted(posted(Step.THANKS)) == ["mayor1@example.org", "mayor2@example.org"]  # not to who waited


def test_not_a_minute_early(edition: Edition) -> None:
    run(edition, Step.SEVEN_DAYS, late=timedelta(minutes=-1))
    assert not posted(Step.SEVEN_DAYS)


def test_late_registrants_get_what_is_ahead(edition: Edition) -> None:
    run(edition, Step.SEVEN_DAYS)
    with clock.at(instant_of(edition, Step.SEVEN_DAYS) + timedelta(hours=1)):
        with writing():
            registering.register(edition, submission(5, mode=Mode.ONLINE))
        post_due()
    run(edition, Step.DAY_BEFORE)
    assert "mayor5@example.org" not in posted(Step.SEVEN_DAYS)
    assert "mayor5@example.org" in posted(Step.DAY_BEFORE)


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("step", "late", "leaves"),
    [
        (Step.SEVEN_DAYS, timedelta(hours=23), True),
        (Step.SEVEN_DAYS, timedelta(hours=25), False),
        (Step.DAY_BEFORE, timedelta(hours=25), False),
        (Step.THANKS, timedelta(hours=71), True),
        (Step.THANKS, timedelta(hours=73), False),
    ],
)
def test_a_late_worker_sends_nothing_outdated(edition: Edition, step: Step, late: timedelta, leaves: bool) -> None:
    run(edition, step, late=late)
    assert bool(posted(step)) is leaves


def test_a_reminder_never_comes_after_the_beginning(edition: Edition) -> None:
    with clock.at(edition.starts_at + timedelta(minutes=1)):
        post_due()
    assert not posted(Step.DAY_BEFORE)


def test_paused_it_stays_and_resumed_it_leaves(edition: Edition) -> None:
    with writing():
        series.pause(edition, Step.SEVEN_DAYS)
    run(edition, Step.SEVEN_DAYS)
    assert not posted(Step.SEVEN_DAYS)
    assert [one.paused for one in coming_up(edition)] == [True, False, False]
    with writing():
        series.resume(edition, Step.SEVEN_DAYS)
    run(edition, Step.SEVEN_DAYS)
    assert posted(Step.SEVEN_DAYS)


def test_moved_it_leaves_then_and_not_before(edition: Edition) -> None:
    with writing():
        series.plan(edition, Step.SEVEN_DAYS, days=5, at="18:30")
    at = clock.local(instant_of(edition, Step.SEVEN_DAYS), edition.zone)
    assert ((edition.day - at.date()).days, at.hour, at.minute) == (5, 18, 30)


def test_what_cannot_be_is_refused(edition: Edition) -> None:
    with pytest.raises(series.HasPassed), writing():
        series.plan(edition, Step.SEVEN_DAYS, days=60, at="10:00")
    with pytest.raises(series.TooEarly), writing():
        series.plan(edition, Step.THANKS, days=0, at="00:00")


def test_a_broken_address_is_left_out(edition: Edition) -> None:
    with writing():
        db.session.add(BadAddress(email_key="mayor1@example.org", at=clock.now(), reason="550"))
    run(edition, Step.SEVEN_DAYS)
    assert "mayor1@example.org" not in posted(Step.SEVEN_DAYS)


def test_cancelling_before_sending_means_nothing_comes(ctx: Flask, edition: Edition) -> None:
    run(edition, Step.SEVEN_DAYS)
    with clock.at(instant_of(edition, Step.SEVEN_DAYS) + timedelta(minutes=2)):
        with writing():
            leaving.cancel(db.session.scalars(select(Registration).where(Registration.seq == 1)).first())
        sent = {str(mail["To"]) for mail in deliver(ctx) if "en attendant" not in str(mail["Subject"])}
    assert "mayor2@example.org" in sent
    left = select(Mail.state).where(Mail.template == "seven_days").order_by(Mail.person_id)
    assert db.session.scalars(left).first() == "dropped"


def mails_of(ctx: Flask, edition: Edition, step: Step) -> dict[str, object]:
    for mail in db.session.scalars(select(Mail)):
        with writing():
            db.session.delete(db.session.get_one(Mail, mail.id))
    run(edition, step)
    with clock.at(instant_of(edition, step) + timedelta(minutes=2)):
        return {str(mail["To"]): mail for mail in deliver(ctx)}


def test_the_last_reminder_holds_what_one_needs(ctx: Flask, edition: Edition) -> None:
    mails = mails_of(ctx, edition, Step.DAY_BEFORE)
    on_site, online, waiting = (mails[f"mayor{n}@example.org"] for n in (1, 2, 4))
    text = text_of(on_site)
    assert "Entrée\u00a0: Par la porte nord." in text
    assert "+32 2 555 01 23" in text
    assert code_in(on_site).startswith("/b/")
    assert any(part.get_content_type() == "text/calendar" for part in on_site.walk())
    assert re.search(r"/en/r/\S+\?to=live", text_of(online))
    assert "Entrance" not in text_of(online)
    assert not has_code(online)
    assert "position 1 sur la liste" in text_of(waiting)
    assert "Ne vous déplacez qu’une fois votre place confirmée." in text_of(waiting)


def test_the_thanks_lead_to_the_recordings(ctx: Flask, edition: Edition) -> None:
    mails = mails_of(ctx, edition, Step.THANKS)
    assert "/fr/2031/recordings" in text_of(mails["mayor1@example.org"])
    assert "report" not in text_of(mails["mayor1@example.org"])


CATCH_UPS = [one for one in Step if one.is_catch_up]


def watchable(edition: Edition, *langs: str) -> None:
    """Put a recording of the whole assembly online in these languages."""
    with writing():
        one = recordings.add_recording(edition, None, state=RecordingState.PUBLIC)
        for lang in langs:
            address = f"https://video.example.org/{lang}.mp4"
            recordings.add_track(one, TrackFacts(lang, TrackKind.ORIGINAL, Medium.VIDEO, address, None))


def test_recordings_are_sent_once_by_fact(ctx: Flask, edition: Edition) -> None:
    """One came in person, one opened the stream, one was seen nowhere."""
    with writing():
        edition = db.session.get_one(Edition, edition.id)
        for step in CATCH_UPS:
            assert planned(edition, step, None).paused
            series.resume(edition, step)
        registering.register(edition, submission(6, lang="en", mode=Mode.ONLINE))
        by_number = {one.person.email_key: one for one in db.session.scalars(select(Registration))}
        first, second, third = (by_number[f"mayor{number}@example.org"] for number in (1, 2, 6))
    assert concerned(steps(edition))[3:] == [0, 0, 0]  # nobody was counted, so nobody was absent
    with writing():
        let_in(first)
        db.session.add(OnlineAttendance(registration_id=second.id, day=edition.day, first_at=edition.starts_at))
    assert concerned(steps(edition))[3:] == [1, 1, 1]
    for step in CATCH_UPS:
        run(edition, step)
        assert not posted(step)  # nothing is online
    watchable(edition, "en")
    for step in CATCH_UPS:
        run(edition, step, times=2)
    assert [sorted(posted(step)) for step in CATCH_UPS] == [[], ["mayor2@example.org"], ["mayor6@example.org"]]
    with writing():
        let_in(third)  # a phone of the door hands in late what it scanned
    watchable(edition, "fr")
    for step in CATCH_UPS:
        run(edition, step, times=2)
    assert [sorted(posted(step)) for step in CATCH_UPS] == [
        ["mayor1@example.org"], ["mayor2@example.org"], ["mayor6@example.org"]
    ]  # fmt: skip
    with clock.at(instant_of(edition, Step.CATCH_UP_ABSENT) + timedelta(minutes=2)):
        sent = {str(mail["To"]): text_of(mail) for mail in deliver(ctx) if "/recordings" in text_of(mail)}
    assert "mayor6@example.org" not in sent  # no longer true of them
    assert "Merci de votre venue" in sent["mayor1@example.org"]
    assert "audio=fr" in sent["mayor1@example.org"]
    assert "Thank you for following the assembly online." in sent["mayor2@example.org"]
    assert "1 more recording is on our site." in sent["mayor2@example.org"]


@pytest.mark.proof("turned on after its time")
def test_turned_on_late_it_asks_first(edition: Edition, client: InspectingClient) -> None:
    with writing():
        make_user("organiser", "late@example.org", edition)
        let_in(db.session.scalars(select(Registration).where(Registration.seq == 1)).first())
    watchable(edition, "fr")
    at = SERIES.replace("2027", "2031")
    with clock.at(instant_of(edition, Step.CATCH_UP_ATTENDED) + timedelta(hours=1)):
        sign_in(client, ("late@example.org", "a long enough passphrase"))
        assert "If you turn this on, it will be sent straight away to 1 person." in client.page(at).get_text()
        answer = client.submit(at, form='form[action$="catch_up_attended/resume"]', status=303)
        assert answer.location == f"{at}catch_up_attended"
        post_due()
        assert not posted(Step.CATCH_UP_ATTENDED)
        client.submit(f"{at}catch_up_attended", form='form[action$="resume"]', at_once="1")
        post_due()
    assert sum(posted(Step.CATCH_UP_ATTENDED).values()) == 1


def test_past_demo_editions_write_to_nobody(demo_app: Flask) -> None:
    with demo_app.app_context():
        before = len(db.session.scalars(select(Mail)).all())
        post_due()
        assert len(db.session.scalars(select(Mail)).all()) == before
        pools = db.session.scalars(select(Pool)).all()
        assert pools  # the demo is there
