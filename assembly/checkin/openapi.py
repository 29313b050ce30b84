"""The description of the interface of the doors (OpenAPI 3.1)."""

from typing import Any

from assembly.checkin.phone_scans import MOST
from assembly.models import AdmitReason, ScanKind, Told

_TOLD = [one.value for one in Told if one is not Told.PHONE_ENDED]
_EDITION = {"name": "edition", "in": "path", "required": True, "schema": {"type": "string"}}
_GUEST = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
_SECONDS = {"type": "number", "description": "Seconds since 1970, with fractions."}
_NONE_OR = ["string", "null"]


def _object(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties} | ({"required": required} if required else {})


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(words: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    return {"description": words} | content


_ERROR = _object(["error"], error={"type": "string"})
_UNKNOWN_PHONE = {"401": _answer("The token belongs to no phone of this edition.", _ERROR)}
_SCAN = _object(
    ["id", "kind", "door", "device_at", "list_at", "told"],
    id={
        "type": "string",
        "pattern": "^[0-9A-Za-z-]{16,64}$",
        "description": "Made by the phone, once.",
    },
    kind={"enum": [one.value for one in ScanKind]},
    door={"type": "string", "description": "The letter of the door."},
    code_hash={"type": "string", "description": "SHA-256 of the entry code, hexadecimal; this or `guest`."},
    guest={"type": "string", "description": "The code of a registration found by name."},
    device_at=_SECONDS | {"description": "What the phone’s clock showed, in seconds since 1970."},
    offset_ms={"type": "integer", "description": "How far the server was ahead of that clock, in milliseconds."},
    list_at=_SECONDS | {"description": "When the phone got the list it decided with."},
    walk_in={
        "type": "string",
        "description": "With told `recorded`, or `admitted_anyway` once the supervisor has said yes: somebody who is "
        "not on the list, sealed for the server, base64 of the point of a fresh P-256 key (65 bytes) and AES-256-GCM "
        "of the JSON given, family, place, lang. Key: HKDF with SHA-256 of the secret shared with `walk_in_key` of the "
        "list, both points as salt, `door walk-in v1` as info; nonce of zeros; the id of the scan as additional data.",
    },
    told={"enum": _TOLD, "description": "The verdict the phone gave."},
    reason={"enum": [one.value for one in AdmitReason], "description": "With `admitted_anyway`."},
    annuls={"type": "string", "description": "With kind `annul`: the scan that is taken back."},
    offline={"type": "boolean"},
)
_RESULT = _object(
    ["id", "stored"],
    id={"type": _NONE_OR},
    stored={"type": "boolean"},
    fault={"type": "string", "description": "Why it is not stored: the field that is wrong, or `reused`."},
    against={"type": _NONE_OR, "description": "What the server held against it by the facts of its moment."},
    counts={"type": "boolean", "description": "Whether it lets its guest in, if it is the earliest."},
    guest={"type": "string", "description": "Whom a `walk_in` registered; absent for who was registered before."},
    ref={"type": "string", "description": "The reference on their badge."},
    unlisted={
        "type": "boolean",
        "description": "Whether the directory does not know the place they were written with.",
    },
)
_SCANS = {
    "summary": "Hand in scans",
    "description": f"At most {MOST} scans, any number of times. Each is stored once, refused ones too; the answer has "
    "one result for each, in their order. Without scans it is a sign of life. An ended phone can still hand in scans.",
    "parameters": [_EDITION],
    "security": [{"phone": []}],
    "requestBody": _body(
        _object(
            scans={"type": "array", "maxItems": MOST, "items": _SCAN},
            since=_SECONDS | {"description": "The `server_time` of the last answer: arrivals since then are told."},
            was_rehearsal={"type": "boolean", "description": "The `is_rehearsal` of the last answer."},
            check_list={"type": "boolean", "description": "Whether `list_mark` is wanted."},
            status=_object(
                unsent={"type": "integer"}, list_at=_SECONDS, skew_s={"type": "integer"}, calling={"type": "boolean"}
            ),
        )
    ),
    "responses": _UNKNOWN_PHONE
    | {
        "200": _answer(
            "What became of each scan, and who has come in elsewhere.",
            _object(
                ["results", "server_time", "phone_ended"],
                results={"type": "array", "items": _RESULT},
                server_time=_SECONDS,
                phone_ended={"type": "boolean"},
                is_rehearsal={"type": "boolean"},
                all_arrivals={"type": "boolean"},
                arrivals={
                    "type": "array",
                    "items": {"type": "array", "description": "Registration, seconds since 1970 or null, door."},
                },
                list_mark={"type": "string"},
                places={
                    "type": ["array", "null"],
                    "description": "With `check_list`: places left for everybody, and for some; null without a limit.",
                },
                refusals={
                    "type": "array",
                    "items": {"type": "array", "description": "Registration, seconds since 1970, door."},
                    "description": "With `check_list`: to whom the supervisor has said no today.",
                },
            ),
        ),
        "400": _answer("`scans` is no list, or too long.", _ERROR),
    },
}
_PAIR = {
    "summary": "Pair a phone",
    "parameters": [_EDITION],
    "requestBody": _body(_object(["pairing"], pairing={"type": "string"})),
    "responses": {
        "201": _answer(
            "The token of this phone, told once.",
            _object(["token", "number", "door"], token={"type": "string"}, number={"type": "integer"}),
        ),
        "409": _answer("The pairing code was used or has expired.", _ERROR),
        "429": _answer("Too many tries.", _ERROR),
    },
}
_NAMES = {
    "summary": "Open the names with the PIN of the shift",
    "parameters": [_EDITION],
    "security": [{"phone": []}],
    "requestBody": _body(_object(["pin"], pin={"type": "string"})),
    "responses": _UNKNOWN_PHONE
    | {
        "200": _answer(
            "The key of the names, base64.", _object(["key", "until"], key={"type": "string"}, until=_SECONDS)
        ),
        "403": _answer("This is not the PIN.", _ERROR),
        "429": _answer("Too many tries.", _ERROR),
    },
}
_ROSTER = {
    "summary": "Download the encrypted list of guests",
    "parameters": [_EDITION, {"name": "lang", "in": "query", "schema": {"enum": ["en", "fr"]}}],
    "security": [{"phone": []}],
    "responses": _UNKNOWN_PHONE
    | {
        "200": {"description": "The list.", "content": {"application/octet-stream": {}}},
        "304": {"description": "It has not changed since the ETag sent in If-None-Match."},
        "403": _answer("The phone was ended.", _ERROR),
    },
}
_IN_PERSON = {
    "summary": "Give a place in the room to somebody who registered online",
    "parameters": [_EDITION, _GUEST],
    "security": [{"phone": []}],
    "responses": _UNKNOWN_PHONE
    | {
        "200": _answer("They have a place.", _object(in_person={"type": "boolean"}, is_rehearsal={"type": "boolean"})),
        "404": _answer("No such registration.", _ERROR),
        "409": _answer("No place is free for them.", _ERROR),
        "429": _answer("Too many look-ups, or too many unknown codes.", _ERROR),
    },
}
_BADGE = {
    "summary": "The badge of somebody this phone wrote down",
    "parameters": [_EDITION, _GUEST],
    "security": [{"phone": []}],
    "responses": _UNKNOWN_PHONE
    | {
        "200": {"description": "The badge.", "content": {"application/pdf": {}}},
        "404": _answer("This phone did not write them down, or they have no place.", _ERROR),
    },
}
_EXTERNAL = {
    "summary": "Ask whose badge of another event was scanned",
    "parameters": [_EDITION, {"name": "lang", "in": "query", "schema": {"enum": ["en", "fr"]}}],
    "security": [{"phone": []}],
    "requestBody": _body(_object(["code"], code={"type": "string"})),
    "responses": _UNKNOWN_PHONE
    | {
        "200": _answer(
            "What the phone shows of them, as a record of the list; for nobody, what the scan is stored with.",
            _object(["guest"], guest={"type": ["array", "null"]}, code_hash={"type": "string"}),
        ),
        "403": _answer("The phone was ended.", _ERROR),
        "429": _answer("Too many unknown codes.", _ERROR),
    },
}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Mayors’ Digital Assembly: doors", "version": "1"},
    "paths": {
        "/api/v1/editions/{edition}/scans": {"post": _SCANS},
        "/api/v1/editions/{edition}/devices": {"post": _PAIR},
        "/api/v1/editions/{edition}/names": {"post": _NAMES},
        "/api/v1/editions/{edition}/roster": {"get": _ROSTER},
        "/api/v1/editions/{edition}/external-codes": {"post": _EXTERNAL},
        "/api/v1/editions/{edition}/guests/{code}/in-person": {"post": _IN_PERSON},
        "/api/v1/editions/{edition}/guests/{code}/badge": {"get": _BADGE},
    },
    "components": {"securitySchemes": {"phone": {"type": "http", "scheme": "bearer"}}},
}
