"""Every kind of email, posted by the services in a story, and written in both languages as each step leaves things."""

from __future__ import annotations

from email.message import EmailMessage

from email_album import ADDRESS, OFFICE, Album
from factories import make_edition, submission
from invitees import DEPUTY, furnish, invitee
from office_emails import tell_of_office
from sessions import come, offer_sessions

from assembly.access import queries as access_queries
from assembly.access.service import new_address, sending_again
from assembly.access.service.moving import write, write_to_all
from assembly.editions.service.practical import say_practical
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service import sending as invitation_sending
from assembly.invitations.service.answering import Answer
from assembly.mail import post
from assembly.models import Bilingual, Edition, Mode, NeedKind, Reply, Topic
from assembly.people.service import answering
from assembly.questions.service import needs
from assembly.questions.service.needs import Needs
from assembly.registration.service import confirming, handing_over, leaving, registering, waiting_list
from assembly.registration.service.handing_over import Successor
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing


def every_email(*, in_turns: bool = False) -> dict[str, EmailMessage]:
    """Tell the story on an empty database; write each email in both languages, or in one of them in turns."""
    album = Album(in_turns=in_turns)
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
    tell_of_office(album, edition)
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
