"""An address of each route, of the demonstration with one row more of each kind."""

from __future__ import annotations

from zlib import crc32

from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select
from who_may import EVERYBODY

from assembly.extensions import db
from assembly.models import (
    Announcement,
    Badge,
    CeremonyPlace,
    Device,
    Edition,
    GroupMessage,
    HandOver,
    Invitation,
    Mail,
    Mandate,
    Picture,
    Quote,
    QuoteRequest,
    Recording,
    Registration,
    ReviewLink,
    Session,
    Signature,
    Signing,
    Speaker,
    SpeakerProposal,
    Stream,
    Track,
    TrackState,
    User,
)
from assembly.sealed import unseal

PROPOSALS = (
    "desk.proposal",
    "desk.correct_proposal",
    "desk.rank",
    "desk.withdraw_proposal",
    "desk.turn_down",
    "desk.accept",
)
QUOTES = ("desk.approve_quote", "desk.send_back")
AWAITED = Track.state == TrackState.EXPECTED
ALERTS = ("recordings.ask_for_alert", "recordings.alert_asked")


def values(app: Flask) -> dict[str, dict[str, str]]:
    """What to put into the address of each endpoint."""
    with app.app_context():
        first = db.session.scalars
        at = Edition.slug == "2027"
        badge = unseal(first(select(Badge).join(Registration).join(Edition).where(at)).first().token_sealed)  # type: ignore[union-attr]
        quote = unseal(first(select(QuoteRequest)).one().token_sealed)
        review = unseal(first(select(ReviewLink)).one().token_sealed)
        chair = first(select(User).where(User.email_key == "chair@one.example.org")).one()
        codes = {
            "agenda.session": first(select(Session).join(Edition).where(at)).first(),
            "calendar.session": first(select(Session).join(Edition).where(at)).first(),
            "programme": first(select(Session).join(Edition).where(at)).first(),
            "on_the_day.today": first(select(Session).join(Edition).where(at)).first(),
            "live": first(select(Stream).join(Edition).where(at)).one(),
            "live_office": first(select(Stream).join(Edition).where(at)).one(),
            "recordings": first(select(Recording)).first(),
            **dict.fromkeys(ALERTS, first(select(Recording).join(Track).join(Edition).where(at, AWAITED)).first()),
            "videos": first(select(Recording)).first(),
            "editions.picture": first(select(Picture)).first(),
            "badges.badge": first(select(Registration).join(Edition).where(at)).first(),
            "door.admit_named": first(select(Registration).join(Edition).where(at)).first(),
            "door.in_person": first(select(Registration).join(Edition).where(at)).first(),
            "messages": first(select(Mail).join(Edition, Mail.edition_id == Edition.id).where(at)).first(),
            "people": first(select(Registration).join(Edition).where(at)).first(),
            "phones": first(select(Device)).one(),
            "arrivals": first(select(Registration).join(Edition).where(at)).first(),
            "invitations": first(select(Invitation).order_by(Invitation.id.desc())).first(),  # not the guest's own
            "groups": first(select(GroupMessage)).one(),
            "signing_office": first(select(Signing)).one(),
            "recorded_office": first(select(Signature).join(Edition).where(at)).one(),
            "speakers_office": first(select(Speaker)).first().person,  # type: ignore[union-attr]
            "mandates_office": first(select(Mandate).join(Speaker, Speaker.person_id == Mandate.person_id)).first(),
            "mandates_office.add": first(select(Speaker)).first().person,  # type: ignore[union-attr]
            "quotes_office": first(select(Quote).join(Edition).where(at)).first(),
            "announcements_office": first(select(Announcement).join(Edition).where(at)).first(),
            "desk": first(select(CeremonyPlace)).one(),
            **dict.fromkeys(PROPOSALS, first(select(SpeakerProposal).order_by(SpeakerProposal.id.desc())).first()),
            **dict.fromkeys(QUOTES, first(select(Quote).join(Edition).where(at)).first()),
            "desk.add_signing": first(select(Signing)).one(),
            "desk.briefing": first(select(Session).join(Edition).where(at)).first(),
            "speaker_invitations_office": first(select(Speaker)).first().person,  # type: ignore[union-attr]
            "team": chair,
            "team.withdraw": first(select(HandOver).join(Edition).where(at)).one(),
        }
        reader = f"user:{chair.code}"
        named = {"directory": {"code": "oulu"}, "networks": {"code": "oasc"}}
        named |= {endpoint: {"code": noun.code} for endpoint, noun in codes.items()}  # type: ignore[union-attr]
    return named | {
        "checkin": {"token": badge},
        "own_quote": {"token": quote},
        "review": {"token": review},
        "series": {"code": "seven_days"},
        "balances_office": {"code": "sign-2023-01-01"},
        "texts": {"code": "registration_confirmed"},
        "desk.make_card": {"reader": reader},
        "desk.end_card": {"reader": reader},
    }


def address(rule: str, endpoint: str, known: dict[str, dict[str, str]]) -> str:
    facts = {
        "code": "others",
        "scan_id": "none",
        "one": "nobody",
        "other": "noone",
        "person": "nobody",
        "token": "x" * 43,
        "role": "door",
        "day": "2027-04-15",
        "said": "yes",
        "way": "up",
        "act": "look-at",
        "reply": "declines",
        "mode": "on_site",
        "cid": "entry-code",
        "shape": "csv",
        "filename": "css/base.css",
        "track_lang": "en",
        "captions_lang": "en",
        "part": "nobody",
        "kind": "original",
        "document": "nothing",
        "which": "new",
        "name": "keynote-fr",
        "moment": "day",
    }
    facts |= known.get(endpoint.partition(".")[0], {}) | known.get(endpoint, {})
    path = rule.replace("<lang:lang>", "en").replace("<edition:edition>", "2027")
    path = path.replace("<int(max=999999):number>", "1").replace("<path:filename>", facts["filename"])
    for name, value in facts.items():
        path = path.replace(f"<{name}>", value)
    assert "<" not in path, path
    return path


def sample(people: dict[str, InspectingClient], route: str, allowed: set[str]) -> dict[str, InspectingClient]:
    """One of those who may not and, for every third route, one of those who may, always the same for a route."""
    number = crc32(route.encode())
    sides = (sorted(allowed) if number // 7 % 3 == 0 else [], sorted(EVERYBODY - allowed))
    chosen = {side[number % len(side)] for side in sides if side}
    return {who: client for who, client in people.items() if who in chosen}
