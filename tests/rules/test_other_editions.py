"""What belongs to another edition is not there."""

from __future__ import annotations

from addresses import values
from flask import Flask
from inspector import InspectingClient
from who_may import ELSEWHERE

OF_ONE_EDITION = (
    ("GET", "messages", "/en/manage/2023/messages/{}"),
    ("GET", "people", "/en/manage/2023/people/{}"),
    ("POST", "people", "/en/manage/2023/people/{}/cancel"),
    ("POST", "people", "/en/manage/2023/people/{}/office"),
    ("GET", "people", "/en/manage/2023/people/{}/edit"),
    ("POST", "people", "/en/manage/2023/people/{}/edit"),
    ("POST", "people", "/en/manage/2023/people/{}/mode"),
    ("POST", "people", "/en/manage/2023/people/{}/address"),
    ("POST", "people", "/en/manage/2023/people/{}/send-again"),
    ("POST", "people", "/en/manage/2023/people/{}/renew-link"),
    ("POST", "people", "/en/manage/2023/people/{}/renew-code"),
    ("POST", "people", "/en/manage/2023/people/{}/end-access"),
    ("GET", "invitations", "/en/manage/2023/invitations/{}"),
    ("GET", "invitations", "/en/manage/2023/invitations/{}/edit"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/edit"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/send"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/call"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/withdraw"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/answer/comes"),
    ("POST", "people", "/en/manage/2023/people/{}/represent"),
    ("GET", "arrivals", "/en/manage/2023/people/{}/arrivals/none/undo"),
    ("GET", "groups", "/en/manage/2023/messages/groups/{}"),
    ("GET", "groups", "/en/manage/2023/messages/groups/{}/edit"),
    ("POST", "team", "/en/manage/2023/team/{}/co_chair/take"),
    ("POST", "team", "/en/manage/2023/team/{}/invite"),
    ("POST", "team", "/en/manage/2023/team/{}/co_chair/adjust"),
    ("POST", "team", "/en/manage/2023/team/{}/second-factor/take"),
    ("POST", "team.withdraw", "/en/manage/2023/team/hand-over/{}/withdraw"),
    ("POST", "door.admit_named", "/en/checkin/2023/named/{}"),
    ("POST", "door.in_person", "/en/checkin/2023/named/{}/in-person"),
    ("POST", "phones", "/en/manage/2023/phones/{}/end"),
    ("POST", "phones", "/en/manage/2023/phones/{}/answered"),
    ("GET", "programme", "/en/manage/2023/programme/{}"),
    ("POST", "programme", "/en/manage/2023/programme/{}/still-right"),
    ("POST", "programme", "/en/manage/2023/programme/{}/hide"),
    ("POST", "programme", "/en/manage/2023/programme/{}/duplicate"),
    ("POST", "programme", "/en/manage/2023/programme/{}/remove"),
    ("POST", "programme", "/en/manage/2023/programme/{}/bring-back"),
    ("GET", "programme", "/en/manage/2023/programme/{}/people/add"),
    ("GET", "programme", "/en/manage/2023/programme/{}/documents/add"),
    ("GET", "on_the_day.today", "/en/manage/2023/programme/today/?act=delay&session={}"),
    ("GET", "live_office", "/en/manage/2023/live/{}"),
    ("POST", "live_office", "/en/manage/2023/live/{}/remove"),
    ("GET", "live", "/en/2023/live/{}/watch"),
    ("GET", "badges.badge", "/en/manage/2023/badges/{}.pdf"),
    ("GET", "signing_office", "/en/manage/2023/signatures/{}"),
    ("GET", "signing_office", "/en/manage/2023/signatures/{}/document"),
    ("POST", "signing_office", "/en/manage/2023/signatures/{}/accept"),
    ("POST", "signing_office", "/en/manage/2023/signatures/{}/version"),
    ("POST", "signing_office", "/en/manage/2023/signatures/{}/withdraw"),
    ("GET", "recorded_office", "/en/manage/2023/signatures/recorded/{}"),
    ("GET", "recorded_office", "/en/manage/2023/signatures/recorded/{}/correct"),
    ("POST", "recorded_office", "/en/manage/2023/signatures/recorded/{}/mistake"),
    ("GET", "speakers_office", "/en/manage/2023/speakers/{}"),
    ("GET", "speakers_office", "/en/manage/2023/speakers/{}/portrait"),
    ("POST", "speakers_office", "/en/manage/2023/speakers/{}/remove"),
    ("GET", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}"),
    ("GET", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/slides.pdf"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/send"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/remind"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/withdraw"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/register"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/answer"),
    ("GET", "mandates_office.add", "/en/manage/2023/speakers/{}/add-mandate"),
    ("GET", "mandates_office", "/en/manage/2023/speakers/mandates/{}"),
    ("POST", "mandates_office", "/en/manage/2023/speakers/mandates/{}/remove"),
    ("GET", "quotes_office", "/en/manage/2023/quotes/{}"),
    ("POST", "quotes_office", "/en/manage/2023/quotes/{}/approve"),
    ("POST", "quotes_office", "/en/manage/2023/quotes/{}/up"),
    ("POST", "quotes_office", "/en/manage/2023/quotes/{}/remove"),
    ("GET", "announcements_office", "/en/manage/2023/announcements/{}"),
    ("POST", "announcements_office", "/en/manage/2023/announcements/{}/remove"),
    ("GET", "desk.proposal", "/en/manage/2023/desk/proposals/{}"),
    ("POST", "desk.proposal", "/en/manage/2023/desk/proposals/{}/move/up"),
    ("GET", "desk.proposal", "/en/manage/2023/desk/proposals/{}/correct"),
    ("POST", "desk.proposal", "/en/manage/2023/desk/proposals/{}/withdraw"),
    ("GET", "desk.proposal", "/en/manage/2023/desk/proposals/{}/accept"),
    ("POST", "desk.proposal", "/en/manage/2023/desk/proposals/{}/turn-down"),
    ("POST", "desk.approve_quote", "/en/manage/2023/desk/quotes/{}/approve"),
    ("GET", "desk.approve_quote", "/en/manage/2023/desk/quotes/{}/send-back"),
    ("POST", "desk.add_signing", "/en/manage/2023/desk/ceremony/from/{}"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/move/up"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/signed"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/undo"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/remove"),
    ("GET", "desk.briefing", "/en/manage/2023/desk/briefings/{}.pdf"),
)
"What belongs to one edition, asked for under the address of another."


def test_another_editions_things_are_missing(
    demo_app: Flask, people: dict[str, InspectingClient], full_scale: bool
) -> None:
    """The organiser of 2023 asks for what belongs to 2027 under the address of 2023: as if it had never been."""
    known, other = values(demo_app), people[ELSEWHERE]
    for method, endpoint, path in OF_ONE_EDITION if full_scale else OF_ONE_EDITION[::3]:
        answers = []
        for code in (known[endpoint]["code"], "aaaaaaaa"):
            answer = other.open(path.format(code), method=method)
            page = answer.text.partition("the error number")[0].replace(
                code, "…"
            )  # the other language has this address
            answers.append((answer.status_code, page))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
