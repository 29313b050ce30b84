"""The emails that the office sends, and that follow from what it does."""

from __future__ import annotations

from datetime import date, timedelta

import pdf_samples
from cochairs import CHAIR
from directory import make
from email_album import OFFICE, Album
from factories import draft, make_user
from invitees import invitee
from sessions import add_one, come
from signers import acceptance, interest
from sqlalchemy import select

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.service.moving import write
from assembly.accounts.emails import CHANGES
from assembly.accounts.service import sign_in
from assembly.accounts.service.hand_over import Newcomer, accept_hand_overs, begin_hand_over, withdraw_hand_over
from assembly.accounts.service.sign_in import tell
from assembly.cochairs.service.cards import post_cards
from assembly.communities import queries as directory
from assembly.extensions import db
from assembly.invitations.service import making as inviting
from assembly.invitations.service import sending as invitation_sending
from assembly.mail import post
from assembly.messages.service import groups
from assembly.messages.service.news import subscribe
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    EditionChangeKind,
    LinkFinding,
    LinkPurpose,
    MandateRole,
    Medium,
    Mode,
    NoticeKind,
    OnlineAlert,
    Presence,
    RecordingState,
    Registration,
    State,
    TrackKind,
    User,
)
from assembly.office.service import post_summaries
from assembly.privacy.service import consents
from assembly.recordings import service as recordings
from assembly.recordings.form_values import TrackFacts
from assembly.rescheduling.decisions import Decision
from assembly.rescheduling.queries import outlook
from assembly.rescheduling.service import announce
from assembly.signatures import queries as signatures_queries
from assembly.signatures.documents.signed_pdf import checked
from assembly.signatures.service import beginning, checking
from assembly.speaker_invitations import queries as speaker_queries
from assembly.speaker_invitations.facts import Wanted, mark_of
from assembly.speaker_invitations.service.answering import Answers, answer
from assembly.speaker_invitations.service.inviting import prepare, remind, send, withdraw
from assembly.speakers.facts import MandateFacts, PersonFacts
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.asking import ask_speaker
from assembly.speakers.service.mandates import enter_mandate
from assembly.speakers.service.people import create_speaker
from assembly.speakers.service.quotes import add_quote
from assembly.transactions import writing


def tell_of_office(album: Album, edition: Edition) -> None:
    """Go on with the story of `every_email`."""
    _messages(album, edition)
    _changes_of_plan(album)
    _speakers(album, edition)
    _signings(album, edition)
    _accounts(album, edition)
    _day_cards(album, edition)
    _recordings(album, edition)
    _summary(album, edition)


def _messages(album: Album, edition: Edition) -> None:
    everybody = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    for registration in everybody:
        if registration.state in {State.CONFIRMED, State.WAITING}:
            step = f"{registration.state.value}-{registration.mode.value}"
            with writing():
                for kind in ("seven_days", "day_before", "thanks"):
                    write(kind, registration, step)
            album.take(step)
    registration = next(one for one in everybody if one.state is State.CONFIRMED)
    with writing():
        facts = {"registration": registration.code, "assistant": False, "day": True, "sessions": []}
        post("calendar_update", to=registration.person, lang="fr", dedupe_key="day", facts=facts, edition=edition)
    album.take()
    with writing():
        link = access_queries.link_of(registration, assistant=False)
        consents.answer(link, NoticeKind.NEWS, said_yes=True)
        message = groups.write(edition, draft(is_news=True), "a-form-key")
        subscribe([registration.person_id])
        groups.send_test(message, db.session.scalars(select(User)).first())
        facts = {"message": message.code, "registration": registration.code}
        post("group_message", to=registration.person, lang="fr", dedupe_key="group", facts=facts, edition=edition)
    album.take()


def _changes_of_plan(album: Album) -> None:
    """Of the assembly of one place, whose waiting list and offers follow."""
    small = db.session.scalars(select(Edition).where(Edition.slug == "2032")).one()
    message = Bilingual("A storm & a flood.\n\nSorry.", "Une tempête & une crue.\n\nDésolés.")
    with writing():
        come(small, 30, mode=Mode.ONLINE, assistant_email=OFFICE)
        inviting.invite(small, invitee(7))
    with writing():
        invitation_sending.send_next(small)
    album.skip()
    for kind in ("online", "in_person", "rescheduled", "postponed", "cancelled", "reinstated", "corrected"):
        later = timedelta(days=20) if kind == "rescheduled" else timedelta()
        decision = Decision(EditionChangeKind(kind), message, small.starts_at + later, small.ends_at + later)
        with writing():
            announce(small, decision, seen=outlook(small, decision).digest)
        album.take(kind)


def _speakers(album: Album, edition: Edition) -> None:
    """Asked, reminded, confirmed, reminded of what is missing, given up, and withdrawn."""
    with writing():
        person = create_speaker(edition, PersonFacts("Minna", "Arve", "fi", None, in_public_office=True)).person
        how = {"presence": Presence.IN_PERSON, "mandate": None, "state": AppearanceState.IDEA}
        part = add_appearance(add_one(edition, 1), person, AppearanceRole.KEYNOTE, **how)  # type: ignore[arg-type]
        wanted = Wanted("minna@turku.example.org", OFFICE, "en", edition.day, ["remote"])
        asked = prepare(edition, person, wanted, liaison="", seen="")
        send(asked, seen=asked.version)
        db.session.flush()
        remind(asked)
    album.take("asked")
    for step in (Presence.IN_PERSON.value, "declines"):
        with writing():
            asked.reminded_at = None
            said = {f"{part.session.code}-{part.role.value}": step}
            seen = mark_of(speaker_queries.parts_of(asked))
            answer(asked, Answers(said, seen, "Ill"))
            remind(asked)
        album.take(step)
    with writing():
        part.state = AppearanceState.INVITED
        withdraw(asked)
        facts = MandateFacts(MandateRole.MAYOR, None, Bilingual(), Bilingual("Mayor", "Maire"), None, None)
        said = Bilingual("We build it together", "Nous le bâtissons ensemble")
        quote = add_quote(edition, enter_mandate(person, facts), said, original_lang="en", source="Minutes")
        ask_speaker(quote, email="minna@turku.example.org", lang="en", seen="")
    album.take()


def _signings(album: Album, edition: Edition) -> None:
    bodies = (("oulu", "FI", None), ("bergen", "NO", None), ("turku", "FI", edition.starts_at))
    for kind, country, public_from_at in bodies:
        with writing():
            make(kind, f"{kind.title()} & environs", country=country)
            sent = interest(place=kind, country=country, email=f"{kind}@example.org")
            code = beginning.start(edition, sent).reference
            signing = signatures_queries.by_code(code)
            beginning.confirm(signing)
        album.take(kind)
        for step in ("again", "accepted"):
            with writing():
                beginning.hand_in(signing, checked(pdf_samples.scan()))
                if step == "again":
                    checking.ask_again(signing, "The stamp is missing.")
                else:
                    checking.link(signing, directory.by_code(kind))
                    checking.accept(signing, acceptance(public_from_at=public_from_at))
            album.take(kind)
        with writing():
            facts = {"signed_on": date(2026, 11, 2), "edition": None, "place": "Oulu", "reason": "misread"}
            checking.correct(signing, **facts, public_from_at=public_from_at)
            signing.told_public_at = None
            checking.tell_public(signing)
        album.take(kind)
        with writing():
            checking.withdraw(signing, "The council has changed its mind.")
        album.take(kind)


def _accounts(album: Album, edition: Edition) -> None:
    user = db.session.scalars(select(User)).first()
    for purpose in (LinkPurpose.SIGN_IN, LinkPurpose.INVITATION):
        with writing():
            sign_in.ask_for_link(user.email_key, "en", purpose)
        album.take()
    for what in CHANGES:
        with writing():
            tell(user, what, name="My telephone")
        album.take(what)
    for step, last_on in (("withdrawn", None), ("done", edition.day)):
        newcomers = [Newcomer(f"Nadia {step}", f"{step}@example.org", "fr")]
        with writing():
            hand_over = begin_hand_over(edition, newcomers, by=user, stays=[], last_on=last_on)
        album.take(step)
        with writing():
            if step == "withdrawn":
                withdraw_hand_over(hand_over)
            else:
                hand_over.last_on = None
                accept_hand_overs(hand_over.incoming[0])
        album.take(step)


def _day_cards(album: Album, edition: Edition) -> None:
    with writing():
        make_user("co_chair", CHAIR[0], edition)
    for when in ("evening", "morning"):
        with writing():
            post_cards(edition, edition.day, when)
        album.take(when)


def _recordings(album: Album, edition: Edition) -> None:
    with writing():
        make_user("organiser", "editor@example.org", edition)
        recording = recordings.add_recording(edition, None, state=RecordingState.PUBLIC)
        facts = TrackFacts("en", TrackKind.ORIGINAL, Medium.VIDEO, "https://video.example.org/all.mp4", None)
        track = recordings.add_track(recording, facts)
        db.session.flush()
        for _look in range(2):
            recordings.note_finding(track.id, track.address, LinkFinding.MISSING)
    with writing():
        recordings.tell_editors(edition)
        recordings.ask_for_alert(recording, "en", "reader@example.org", "fr")
    album.take()
    with writing():
        alert = db.session.scalars(select(OnlineAlert)).one()
        recordings.confirm_alert(alert)
        recordings.send_alert(alert.id)
    album.take()
    guest = db.session.scalars(select(Registration).where(Registration.state == State.CONFIRMED)).first()
    facts = {"registration": guest.code, "assistant": False, "is_preview": True}
    with writing():
        for kind in ("catch_up_attended", "catch_up_online", "catch_up_absent"):
            post(kind, to=guest.person, lang="fr", dedupe_key=kind, facts=facts, edition=edition)
    album.take()


def _summary(album: Album, edition: Edition) -> None:
    with writing():
        make_user("organiser", "summary@example.org", edition).daily_summary = True
        post_summaries(edition, clock.today(edition.zone) + timedelta(days=1))
    album.take()
