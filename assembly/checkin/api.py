"""What phones of the doors ask and send, as JSON; `openapi.py` describes it. No cookie, so no CSRF token either."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.exceptions import TooManyRequests

from assembly import clock
from assembly.access.queries import of_edition, registration_with
from assembly.badges.faces import badge_to_print
from assembly.badges.queries import by_code as badge_by_code
from assembly.checkin import queries, roster, service
from assembly.checkin.openapi import DESCRIPTION
from assembly.checkin.phone_scans import MOST, Malformed, PhoneScan, read_scan
from assembly.checkin.queries import merging
from assembly.checkin.queries.phones import current_shift, wrote_down
from assembly.checkin.queries.roster import list_header, list_mark, place_names, roster_guests
from assembly.checkin.service import phones
from assembly.checkin.walk_ins import public_point, read_walk_in
from assembly.errors import DomainError
from assembly.extensions import csrf, db
from assembly.fold import clean
from assembly.i18n import choose_language, speaking
from assembly.limiter import guess, may_spend, visitor
from assembly.models import Device, Edition
from assembly.registration.service.at_the_door import come_in_person, external_hash
from assembly.security import paired_phone, public
from assembly.transactions import fresh, writing
from assembly.web import takes_files

api = Blueprint("door_api", __name__, url_prefix="/api/v1")
csrf.exempt(api)
UNKNOWN_CODES = "30 per minute"
"More codes that nobody has are no accident: the supervisor is told, and what a phone looks up has to wait."
PIN_TRIES = "5 per 15 minutes"
PAIRING_TRIES = "20 per minute"
_LIST_LASTS = timedelta(hours=24)
_KEPT_FOR = timedelta(minutes=10)
"A list is prepared anew at least so often: names of cities are not in its mark."
_LISTS = roster.PreparedLists()
_OVERLAP, _LONG_OVERLAP = timedelta(seconds=1), timedelta(seconds=60)
"""A transaction ends after its scans were received: what changed so long before is told again, and further back where
a phone asks for the list, three times a minute."""
_INT_MAX = 2_000_000_000


@api.get("/openapi.json")
@public(cached=False)
def description() -> Response:
    """This interface for machines."""
    return jsonify(DESCRIPTION)


@api.post("/editions/<edition:edition>/devices")
@public(cached=False)
def pair(edition: Edition) -> Response:
    """Pair the phone that has scanned the supervisor's screen."""
    pairing = _sent().get("pairing")
    try:
        with guess((PAIRING_TRIES, "pairing", visitor())), writing():
            phone, token = phones.pair(edition, pairing if isinstance(pairing, str) else "")
            answer = {"token": token, "number": phone.number, "door": phone.door.code, "edition": edition.slug}
    except TooManyRequests:
        return _refused("too_many_tries", 429)
    except DomainError:
        return _refused("pairing_over", 409)
    return _answered(answer, 201)


@api.post("/editions/<edition:edition>/names")
@paired_phone
def names(edition: Edition, phone: Device) -> Response:
    """Give the key of the names for the PIN of the shift."""
    pin, shift = _sent().get("pin"), current_shift(edition)
    try:
        with guess((PIN_TRIES, "door pin", phone.code)), writing():
            here = fresh(phone)
            key = phones.open_names(here, shift, pin if isinstance(pin, str) else "")
    except TooManyRequests:
        return _refused("too_many_tries", 429)
    except DomainError:
        return _refused("wrong_pin", 403)
    return _answered({"key": b64encode(key).decode(), "until": shift.ends_at.timestamp() if shift else 0})


@api.get("/editions/<edition:edition>/roster")
@paired_phone
def guest_list(edition: Edition, phone: Device) -> Response:
    """The list the phone decides with, encrypted; 304 while it has not changed."""
    if phone.ended_at is not None:
        return _refused("phone_ended", 403)
    shift = current_shift(edition)
    header = list_header(edition, shift)
    if request.headers.get("If-None-Match") == f'"{header["mark"]}"':
        return Response(status=304)
    header["expires_at"] = header["at"] + _LIST_LASTS.total_seconds()
    header["walk_in_key"] = b64encode(public_point(_walk_in_secret())).decode()
    lang = choose_language(request.args.get("lang"), [])

    def make() -> roster.Prepared:
        with speaking(lang):
            return roster.prepare(
                roster_guests(edition), place_names(edition), phones.names_key(shift) if shift else None
            )

    kept = _LISTS.get((header["mark"], lang, int(header["at"] // _KEPT_FOR.total_seconds())), make)
    answer = Response(kept.body(header), mimetype="application/octet-stream")
    answer.headers["ETag"] = f'"{header["mark"]}"'
    return answer


@api.post("/editions/<edition:edition>/scans")
@paired_phone
@takes_files(2)
def scans(edition: Edition, phone: Device) -> Response:
    """Store a batch of scans, refused ones too; the same batch again is answered alike."""
    sent = _sent()
    raw, results = sent.get("scans", []), {}
    if not isinstance(raw, list) or len(raw) > MOST:
        return _refused("scans", 400)
    read: list[PhoneScan] = []
    for number, one in enumerate(raw):
        try:
            scan = read_scan(one)
            read.append(read_walk_in(_walk_in_secret(), scan) if scan.walk_in else scan)
        except Malformed as fault:
            results[number] = {"id": _id_of(one), "stored": False, "fault": str(fault)}
    status, now = _status(sent.get("status")), clock.now()
    set_committed_value(phone.door, "edition", edition)
    db.session.expunge_all()  # or all three would be read once more in the transaction, and again after it
    with writing():
        phones.note_contact(phone, status)
        stored = service.merge_scans(phone, read) if read else []
        if _too_many_unknown(phone, stored):
            phones.note_unknown_codes(phone)
    outcomes = iter(stored)
    told = [results.get(number) or _told(next(outcomes)) for number in range(len(raw))]
    return _answered({"results": told, "server_time": now.timestamp()} | _news(edition, phone, sent, now))


def _told(one: service.Stored) -> dict[str, Any]:
    fault = {"fault": one.fault} if one.fault else {}
    against = one.against.value if one.against else None
    whose = {"guest": one.guest, "ref": one.ref} if one.guest else {}
    more = whose | ({"unlisted": True} if one.is_unlisted else {})
    return {"id": one.scan_id, "stored": one.fault is None, "against": against, "counts": one.counts} | fault | more


def _news(edition: Edition, phone: Device, sent: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the phone may not know yet: who came in elsewhere, whether there is another list, whether it is ended."""
    if phone.ended_at is not None:
        return {"phone_ended": True}
    is_rehearsal = phone.door.is_rehearsal(now)
    since = _moment(sent.get("since")) if sent.get("was_rehearsal") is is_rehearsal else None
    asks_for_list = sent.get("check_list") is True
    overlap = _LONG_OVERLAP if asks_for_list else _OVERLAP
    changed = merging.arrivals(phone.door, now, since - overlap if since else None)
    news: dict[str, Any] = {
        "phone_ended": False,
        "is_rehearsal": is_rehearsal,
        "all_arrivals": since is None,
        "arrivals": [[one.guest, one.at.timestamp() if one.at else None, one.door] for one in changed],
        "door": phone.door.code,
    }
    if asks_for_list:
        news["list_mark"] = list_mark(fresh(edition), current_shift(edition))
        news["places"] = queries.places_left(edition)
        refused = queries.refusals(phone.door, now)
        news["refusals"] = [[guest, one.at.timestamp(), one.door] for guest, one in refused.items()]
    return news


@api.post("/editions/<edition:edition>/guests/<code>/in-person")
@paired_phone
def in_person(edition: Edition, phone: Device, code: str) -> Response:
    """Give a place in the room to somebody who registered online, if one is free."""
    guest = of_edition(edition, code)
    if phone.ended_at is not None:
        return _refused("phone_ended", 403)
    if not may_spend(UNKNOWN_CODES, "look up", phone.code) or _is_slowed(phone):
        return _refused("too_many_tries", 429)
    if guest is None:
        return _refused("unknown_guest", 404)
    if phone.door.is_rehearsal(clock.now()):
        return _answered({"in_person": True, "is_rehearsal": True})
    try:
        with writing():
            come_in_person(guest)
    except DomainError as refusal:
        with speaking(choose_language(request.args.get("lang"), [])):
            return _refused("no_place", 409, sentence=str(refusal))
    return _answered({"in_person": True, "is_rehearsal": False})


@api.post("/editions/<edition:edition>/external-codes")
@paired_phone
def external_code(edition: Edition, phone: Device) -> Response:
    """Say whose badge of another event was scanned: the list of a phone has no such codes, since they can be guessed.

    Unknown ones are answered with the hash under which the phone stores its scan; too many are told the supervisor.
    """
    shown = _sent().get("code")
    if phone.ended_at is not None:
        return _refused("phone_ended", 403)
    if _is_slowed(phone):
        return _refused("too_many_tries", 429)
    hashed = external_hash(edition, clean(shown)[:200] if isinstance(shown, str) else "")
    found = registration_with(edition, hashed)
    with speaking(choose_language(request.args.get("lang"), [])):
        guest = next(roster_guests(edition, found), None) if found is not None else None
    if guest is not None:
        return _answered({"guest": guest.shown})
    if not may_spend(UNKNOWN_CODES, "external codes", phone.code):  # the scan of it counts among the unknown codes
        with writing():
            phones.note_unknown_codes(phone)
    return _answered({"guest": None, "code_hash": hashed})


@api.get("/editions/<edition:edition>/guests/<code>/badge")
@paired_phone
def badge(edition: Edition, phone: Device, code: str) -> Response:
    """The badge of somebody whom this very phone registered at the door, as a PDF; nobody else's."""
    may_see = phone.ended_at is None and wrote_down(phone, code)
    found = badge_by_code(edition, code) if may_see else None
    if found is None or not found.registration.opens_doors:
        return _refused("unknown_guest", 404)
    return Response(badge_to_print(found), mimetype="application/pdf")


def _walk_in_secret() -> bytes:
    secret: bytes = current_app.config["ASSEMBLY"].key_for("door walk-ins")
    return secret


def _too_many_unknown(phone: Device, stored: list[service.Stored]) -> bool:
    unknown = sum(one.against is not None and one.against.value == "unknown" for one in stored)
    return any(not may_spend(UNKNOWN_CODES, "unknown codes", phone.code) for _scan in range(unknown))


def _is_slowed(phone: Device) -> bool:
    return phone.unknown_codes_at is not None and clock.now() - phone.unknown_codes_at < timedelta(minutes=1)


def _sent() -> dict[str, Any]:
    """The object that was sent; what is none counts as empty."""
    try:
        sent = request.get_json(force=True, silent=True)
    except RecursionError:
        sent = None
    return sent if isinstance(sent, dict) else {}


def _status(raw: Any) -> phones.PhoneStatus | None:
    if not isinstance(raw, dict):
        return None
    return phones.PhoneStatus(
        unsent=_number(raw.get("unsent")),
        list_at=_moment(raw.get("list_at")),
        skew_s=_number(raw.get("skew_s")),
        is_calling=raw.get("calling") is True,
    )


def _number(raw: Any) -> int:
    return max(-_INT_MAX, min(raw, _INT_MAX)) if isinstance(raw, int) and not isinstance(raw, bool) else 0


def _moment(raw: Any) -> datetime | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 < raw < _INT_MAX * 2:
        return None
    return datetime.fromtimestamp(raw, UTC)


def _id_of(raw: Any) -> str | None:
    found = raw.get("id") if isinstance(raw, dict) else None
    return found[:64] if isinstance(found, str) else None


def _answered(facts: dict[str, Any], status: int = 200) -> Response:
    answer = jsonify(facts)
    answer.status_code = status
    return answer


def _refused(error: str, status: int, **more: str) -> Response:
    return _answered({"error": error} | more, status)
