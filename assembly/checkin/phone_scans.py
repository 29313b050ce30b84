"""What a phone sends: one scan of a batch as it was read, or what is wrong with it. Pure."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from assembly.models import AdmitReason, ScanKind, Told
from assembly.values import present

MOST = 500
"Scans in one batch; a phone with more sends several."
LARGEST = 2_000
"Characters of one scan."
_ID = re.compile(r"[0-9A-Za-z-]{16,64}")
_SEALED = re.compile(r"[0-9A-Za-z+/]{100,1600}={0,2}")
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z0-9]{1,16}")
_DOOR = re.compile(r"[0-9A-Za-z-]{1,16}")
_KINDS = {one.value: one for one in ScanKind}
_REASONS = {one.value: one for one in AdmitReason}
_TOLD = {one.value: one for one in Told if one not in (Told.PHONE_ENDED, Told.ONLINE_ONLY)}
_WRITES_DOWN = {Told.RECORDED: (True,), Told.ADMITTED_ANYWAY: (False, True)}
"Whether a scan with this verdict may write somebody down; others never do."
_MOST_SECONDS = 253_402_300_799
"The last second of the year 9999."
_LONGEST_OFFSET = 2_000_000_000
"Milliseconds: what a column of 32 bits holds, some 23 days."


class Malformed(ValueError):
    """A scan that cannot be read; its words name the field."""


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """Somebody who is not on the list, as a volunteer wrote them down."""

    given: str
    family: str
    place: str
    lang: str

    @property
    def line(self) -> str:
        """Who it is, for whoever has to find them."""
        return f"{self.given} {self.family}, {self.place}"


@dataclass(frozen=True, slots=True)
class PhoneScan:
    """One scan of a phone. A guest is shown by the hash of their code, `guest` is the registration found by name, or
    `walk_in` is sealed and says who stands there (`walk_ins.py`)."""

    scan_id: str
    kind: ScanKind
    door: str
    code_hash: str | None
    guest: str | None
    device_at: datetime
    offset_ms: int
    list_at: datetime
    told: Told
    reason: AdmitReason | None
    annuls: str | None
    is_offline: bool
    body_hash: str
    walk_in: str | None = None
    written: WrittenDown | None = None
    "What `walk_in` holds, once it has been opened."


def read_scan(raw: Any) -> PhoneScan:
    """Read one scan of a batch. Raises Malformed with the name of the first field that is wrong."""
    if not isinstance(raw, dict):
        raise Malformed("scan")
    body = json.dumps(raw, sort_keys=True, ensure_ascii=True)
    if len(body) > LARGEST:
        raise Malformed("size")
    kind = _member(raw, "kind", _KINDS)
    code_hash, guest = _text(raw, "code_hash", _HASH, optional=True), _text(raw, "guest", _CODE, optional=True)
    annuls, walk_in = _text(raw, "annuls", _ID, optional=True), _text(raw, "walk_in", _SEALED, optional=True)
    if kind is ScanKind.ANNUL and annuls is None:
        raise Malformed("annuls")
    told = _member(raw, "told", _TOLD)
    shown = 3 - (code_hash, guest, walk_in).count(None)  # a "no" may be about somebody nobody has found
    if kind is ScanKind.ENTRY and shown not in ((0, 1) if told is Told.SUPERVISOR_NO else (1,)):
        raise Malformed("code_hash")
    if kind is ScanKind.ENTRY and (walk_in is not None) not in _WRITES_DOWN.get(told, (False,)):
        raise Malformed("walk_in")
    reason = _member(raw, "reason", _REASONS) if raw.get("reason") is not None else None
    if kind is ScanKind.ENTRY and told is Told.ADMITTED_ANYWAY and reason is None:
        raise Malformed("reason")
    offset = raw.get("offset_ms", 0)
    if not isinstance(offset, int) or isinstance(offset, bool):
        raise Malformed("offset_ms")
    return PhoneScan(
        scan_id=_text(raw, "id", _ID) or "",
        kind=kind,
        door=_text(raw, "door", _DOOR) or "",
        code_hash=code_hash,
        guest=guest,
        device_at=_moment(raw, "device_at"),
        offset_ms=max(-_LONGEST_OFFSET, min(offset, _LONGEST_OFFSET)),
        list_at=_moment(raw, "list_at"),
        told=told,
        reason=reason,
        annuls=annuls if kind is ScanKind.ANNUL else None,
        is_offline=raw.get("offline") is True,
        body_hash=sha256(body.encode()).hexdigest(),
        walk_in=walk_in if kind is ScanKind.ENTRY else None,
    )


def form_key(scan_id: str) -> str:
    """Give the key of the form for somebody a scan writes down: a registration with this key was made by this scan."""
    return f"phone:{sha256(scan_id.encode()).hexdigest()[:40]}"


def scan_of_form(key: str) -> str:
    """Give the name of the scan by which a form on the page of a door lets somebody in: the key of a walk-in, or that
    of a group with the code of the guest."""
    return sha256(f"walk-in {key}".encode()).hexdigest()[:32]


def _text(raw: dict[str, Any], field: str, shape: re.Pattern[str], *, optional: bool = False) -> str | None:
    value = raw.get(field)
    if value is None and optional:
        return None
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise Malformed(field)
    return value


def _member(raw: dict[str, Any], field: str, allowed: dict[str, Any]) -> Any:
    value = raw.get(field)
    return present(allowed.get(value) if isinstance(value, str) else None, Malformed(field))


def _moment(raw: dict[str, Any], field: str) -> datetime:
    """Read seconds since 1970, with fractions."""
    value = raw.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST_SECONDS:
        raise Malformed(field)
    return datetime.fromtimestamp(value, UTC)
