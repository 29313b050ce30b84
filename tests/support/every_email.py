"""Every kind of email, posted by the services in a story, and written in both languages as each step leaves things."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pdf_samples
from cochairs import CHAIR
from directory import make
from factories import draft, make_edition, make_user, submission
from invitees import DEPUTY, furnish, invitee
from sessions import add_one, come, offer_sessions
from signers import acceptance, interest
from sqlalchemy import select

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.service import new_address, sending_again
from assembly.access.service.moving import write, write_to_all
from assembly.accounts.emails import CHANGES
from assembly.accounts.service import sign_in
from assembly.accounts.service.hand_over import Newcomer, accept_hand_overs, begin_hand_over, withdraw_hand_over
from assembly.accounts.service.sign_in import tell
from assembly.cochairs.service.cards import post_cards
from assembly.communities import queries as directory
from assembly.editions.service.practical import say_practical
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service import sending as invitation_sending
from assembly.invitations.service.answering import Answer
from assembly.mail import NobodyThere, post, render
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
    Mail,
    MandateRole,
    Medium,
    Mode,
    NeedKind,
    NoticeKind,
    OnlineAlert,
    Presence,
    RecordingState,
    Registration,
    Reply,
    State,
    Topic,
    TrackKind,
    User,
)
from assembly.office.service import post_summaries
from assembly.people.service import answering
from assembly.privacy.service import consents
from assembly.questions.service import needs
from assembly.questions.service.needs import Needs
from assembly.recordings import service as recordings
from assembly.recordings.form_values import TrackFacts
from assembly.registration.service import confirming, handing_over, leaving, registering, waiting_list
from assembly.registration.service.handing_over import Successor
from assembly.rescheduling.decisions import Decision
from assembly.rescheduling.queries import outlook
from assembly.rescheduling.service import announce
from assembly.sign_ups import service as sign_ups
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

ADDRESS, OFFICE = "zofia.wszedybylska@rzeszow.example.org", "cabinet@rzeszow.example.org"
_COLUMNS = ("template", "edition_id", "facts", "to_address", "message_id")


class Album:
    """Emails by kind, step of the story, whom it is for, and language: `registration_received-waiting-assistant-fr`."""

    def __init__(self) -> None:
        self.emails: dict[str, EmailMessage] = {}
        self._last = 0

    def skip(self) -> None:
        """Leave out what was posted since the last time."""
        self._new()

    def take(self, step: str = "") -> None:
        """Write what was posted since the last time, as it would be sent now."""
        for mail in self._new():
            name = "-".join(filter(None, (mail.template, step, "assistant" if mail.link else "")))
            facts = {column: getattr(mail, column) for column in _COLUMNS}
            for lang in ("en", "fr"):
                try:
                    written = render(Mail(lang=lang, person=mail.person, link=mail.link, **facts))
                except NobodyThere:  # the step has moved on from it
                    continue
                self.emails[f"{name}-{lang}"] = message_from_bytes(written.as_bytes(), policy=default)
        db.session.rollback()

    def _new(self) -> list[Mail]:
        found = db.session.scalars(select(Mail).where(Mail.id > self._last).order_by(Mail.id)).all()
        self._last = max([self._last, *(mail.id for mail in found)])
        return list(found)


def every_email() -> dict[str, EmailMessage]:
    """Tell the story on an empty database."""
    album = Album()
    with writing():
        edition = furnish(size=None)
        edition.name = Bilingual("Mayors’ Digital Assembly 2031", "Assemblée numérique des maires 2031")
        edition.venue.name = Bilingual("City Hall & Market", "Hôtel de ville & marché")
        edition.venue.address = "Botermarkt 1, 9000 Gent"
        for topic, said in ((Topic.ENTRANCE, "Porte nord"), (Topic.PHONE, "+32 2 555 01 23")):
            say_practical(edition, topic, Bilingual(said, said))
    _registrations(album, edition)
    _waiting(album)
    _places(album, edition)
    _invitations(album, edition)
    _messages(album, edition)
    _changes_of_plan(album)
    _speakers(album, edition)
    _signings(album, edition)
    _accounts(album, edition)
    _day_cards(album, edition)
    _recordings(album, edition)
    _summary(album, edition)
    return album.emails


def _registrations(album: Album, edition: Edition) -> None:
    zofia = {"given": "Zofia", "family": "Wszędybylska", "email": ADDRESS, "assistant_email": OFFICE}
    with writing():
        first = come(edition, 0, **zofia)
    album.take("confirmed")
    with writing():
        registering.register(edition, submission(**zofia))
    album.take()
    with writing():
        write("consents_asked", first)
        new_address.ask_new_address(first, "zofia@example.org")
        (link,) = access_queries.assistants_of(first)
        needs.say(link, Needs((NeedKind.VEGAN,), ""))
    album.take()
    with writing():
        come(edition, 1, **zofia | {"given": "Piotr", "family": "Nowak"})
    album.take("at-an-address-of-two")
    for address in (ADDRESS, OFFICE):
        with writing():
            sending_again.send_links_again(edition, address, "fr")
        album.take(address.partition("@")[0])
    with writing():
        first.function = "Présidente"
        write_to_all("registration_changed", first, "again")
    album.take()
    with writing():
        leaving.cancel(first)
    album.take()
    with writing():
        come(edition, 2, mode=Mode.ONLINE, assistant_email=OFFICE)
    album.take("online")
    with writing():
        sent = submission(3)
        confirming.ask_to_confirm(edition, sent, sent.email)
    album.take()


def _waiting(album: Album) -> None:
    """In an assembly of one place, and one that reviews each registration."""
    with writing():
        small = make_edition("2032", size=1)
        one, two, _last = come(small, 10), come(small, 11, assistant_email=OFFICE), come(small, 13)
    album.take("waiting")
    with writing():
        leaving.cancel(one)
    album.take("offered")
    with writing():
        waiting_list.decline_offer(two)
    album.take("turned-down")
    with writing():
        answering.decline(two, "The hall is full.\nThere is a stream.")
    album.take()
    with writing():
        reviewed = make_edition("2033")
        reviewed.answer_by_on = reviewed.day
        for count in reviewed.places:
            count.is_reviewed = True
        come(reviewed, 12, assistant_email=OFFICE)
    album.take("submitted")


def _places(album: Album, edition: Edition) -> None:
    to = Successor(given="Jan", family="Następca", function="Adjoint", email="jan@example.org", lang="fr")
    with writing():
        handing_over.hand_over(come(edition, 20, assistant_email=OFFICE), to)
    album.take()
    with writing():
        (session,) = offer_sessions(edition, 1)
        one, two = come(edition, 21), come(edition, 22)
        sign_ups.choose(one, [session.code])
        sign_ups.choose(two, [session.code])
        album.skip()
        sign_ups.choose(one, [])
    album.take()


def _invitations(album: Album, edition: Edition) -> None:
    with writing():
        invitation = inviting.invite(edition, invitee())
    with writing():
        invitation_sending.send_next(edition)
        facts = {"invitation": invitation.code}
        post("invitation_reminder", to=invitation.person, lang="fr", dedupe_key="again", facts=facts, edition=edition)
    album.take()
    deputy = Answer(Reply.REPRESENTED, DEPUTY["given"], DEPUTY["family"], DEPUTY["function"], DEPUTY["email"])
    with writing():
        invitation_answering.answer(invitation, deputy)
    album.take("deputy")
    for reply in (Reply.DECLINES, Reply.COMES, Reply.ONLINE):
        with writing():
            invitation_answering.answer(invitation, deputy)
        album.skip()
        with writing():
            invitation_answering.answer(invitation, Answer(reply))
        album.take(reply.value)


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


def _day_cards(album: Album, edition: Edition) -> None:
    with writing():
        make_user("co_chair", CHAIR[0], edition)
    for when in ("evening", "morning"):
        with writing():
            post_cards(edition, edition.day, when)
        album.take(when)
