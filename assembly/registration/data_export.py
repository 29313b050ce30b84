"""The file of everything we hold on a person for a registration (GDPR, articles 15 and 20). Pure.

Machines read the keys, people the labels beside them. A column with personal data that stands neither in `HELD` nor,
with its reason, in `LEFT_OUT` fails the tests, so that nobody adds one without deciding.
"""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from assembly import clock
from assembly.i18n import _l, current_language
from assembly.mail.copies import text_of
from assembly.mail.message import label_of
from assembly.models import Answer, Bilingual, Mail, NeedKind, QuestionKind, Registration
from assembly.questions.queries import answer_in_words
from assembly.sealed import unseal

HELD: dict[str, dict[str, Any]] = {
    "person": {
        "given": _l("Given name"),
        "family": _l("Family name"),
        "name_lang": _l("Language of the name"),
        "grammatical_form": _l("Grammatical form"),
        "email": _l("Email address"),
        "mail_lang": _l("Language for our emails"),
    },
    "registration": {
        "code": _l("Code"),
        "spoken_ref": _l("Reference"),
        "registered_at": _l("Registered on"),
        "state": _l("Status"),
        "mode": _l("Attendance"),
        "category": _l("Attending as"),
        "badge_name": _l("Name on the badge"),
        "function": _l("Position"),
        "office": _l("Office held"),
        "address_form": _l("Form of address"),
        "phone": _l("Telephone"),
        "lang": _l("Language"),
        "represents": _l("Represents"),
        "community.native_name": _l("City or region"),
        "org_text": _l("City, region or organisation"),
        "notice.text": _l("Privacy statement shown"),
        "note": _l("Note"),
        "desk_note": _l("Note for the entrance"),
    },
    "move": {
        "at": _l("Date and time"),
        "from_state": _l("From"),
        "to_state": _l("To"),
        "reason": _l("Reason"),
    },
    "skill": {"kind": _l("Type"), "lang": _l("Language")},
    "answer": {"question.words": _l("Question"), "value": _l("Reply")},
    "consent": {
        "kind": _l("Type"),
        "said_yes": _l("Agreed"),
        "at": _l("Date and time"),
        "ended_at": _l("Until"),
        "notice.text": _l("Wording shown"),
    },
    "need": {
        "sealed": _l("Needs"),
        "reported_by_office": _l("Reported by the person’s office"),
        "said_at": _l("Date and time"),
        "delete_on": _l("To be deleted on"),
    },
    "representation": {
        "community.native_name": _l("City or region"),
        "for_person.full_name": _l("On behalf of"),
        "since_at": _l("Since"),
        "until_at": _l("Until"),
        "reason": _l("Reason"),
    },
    "invitation": {
        "invited_by.name": _l("Invited by"),
        "org_text": _l("City, region or organisation"),
        "function": _l("Position"),
        "phone": _l("Telephone"),
        "lang": _l("Language"),
        "note": _l("Note"),
        "reply": _l("Reply"),
        "reason": _l("Reason"),
        "made_at": _l("Created"),
        "sent_at": _l("Sent"),
        "reminded_at": _l("Reminded"),
        "called_at": _l("Called"),
        "replied_at": _l("Answered"),
        "withdrawn_at": _l("Withdrawn"),
    },
    "access_link": {"purpose": _l("Type"), "sent_to": _l("Email address"), "revoked_at": _l("Until")},
    "badge": {"number": _l("Badge number"), "issued_at": _l("Since"), "revoked_at": _l("Until")},
    "admission": {"day": _l("Day"), "door.code": _l("Entrance"), "first_at": _l("Date and time")},
    "scan": {
        "effective_at": _l("Date and time"),
        "door.code": _l("Entrance"),
        "told": _l("Check-in result"),
        "is_rehearsal": _l("Rehearsal"),
    },
    "online_attendance": {"day": _l("Day"), "first_at": _l("Live stream opened on")},
    "sign_up": {"session.title": _l("Session"), "state": _l("Status")},
    "selected_session": {"session.title": _l("Session"), "selected_at": _l("Selected on")},
    "speaker": {
        "biography": _l("Biography"),
        "pronunciation": _l("Name pronunciation"),
        "liaison": _l("Liaison officer"),
        "agreed": _l("Agreed to be shown and recorded"),
        "agreed_at": _l("When"),
    },
    "speaker_invitation": {
        "email": _l("Email address"),
        "office_email": _l("Email address of the speaker’s office"),
        "lang": _l("Language"),
        "answer_by_on": _l("Deadline for answering"),
        "sent_at": _l("Sent"),
        "opened_at": _l("Opened"),
        "reminded_at": _l("Reminded"),
        "answered_at": _l("Answered"),
        "role_answer": _l("Answer to the invitation to co-chair"),
        "reason": _l("Reason"),
        "answered_for": _l("Answered by"),
        "withdrawn_at": _l("Withdrawn"),
    },
    "mandate": {
        "name": _l("Name at the time"),
        "body": _l("Organisation"),
        "function": _l("Position"),
        "from_on": _l("From"),
        "to_on": _l("Until"),
    },
    "quote": {"name": _l("Name at the time"), "words": _l("Text of the quote"), "approved_at": _l("When")},
    "released_appearance": {
        "name": _l("Name"),
        "name_lang": _l("Language of the name"),
        "role": _l("Role in the session"),
        "presence": _l("Attendance"),
    },
    "subscription": {"ended_at": _l("Unsubscribed on")},
    "mail": {
        "template": _l("Type"),
        "to_address": _l("Email address"),
        "lang": _l("Language"),
        "state": _l("Status"),
        "sent_at": _l("Sent"),
        "copy.to_address": _l("Sent to"),
        "copy.subject": _l("Subject"),
        "copy.sealed": _l("Text of the email"),
    },
    "entry": {"at": _l("Date and time"), "verb": _l("History")},
}
"What the file says of each table, in this order: an attribute, or an attribute of what the row refers to."
LEFT_OUT = {
    "person.name_key": "the name once more, folded for searching",
    "person.email_key": "the address once more, folded for searching",
    "access_link.sent_to_key": "the address once more, folded for searching",
    "registration.folded": "name, place and reference once more, folded for searching",
    "scan.written": "whom nobody could register, so that there is no registration it belongs to",
    "invitation.folded": "name and place once more, folded for searching",
}
"Personal data the file does not repeat, and why."


def everything(registration: Registration, rows: dict[str, list[Any]]) -> dict[str, Any]:
    """The whole file, its labels in the language now spoken; it holds no token and no hash of one."""
    return {
        "assembly": {"slug": registration.edition.slug, "name": str(registration.edition.name)},
        "made_at": clock.now().isoformat(),
        "language": current_language(),
        **{table: [_described(table, row) for row in rows[table]] for table in HELD},
    }


def _described(table: str, row: Any) -> dict[str, dict[str, Any]]:
    return {
        name.replace(".", "_"): {"label": str(label), "value": _value(table, name, row)}
        for name, label in HELD[table].items()
    }


def _value(table: str, name: str, row: Any) -> Any:
    if table == "need" and name == "sealed":
        needs = json.loads(unseal(row.sealed))
        return needs | {"words": [NeedKind(one).label for one in needs["kinds"]]}
    if isinstance(row, Answer) and name == "value" and row.question.kind is not QuestionKind.TEXT:
        return {"stored": row.value, "words": answer_in_words(row.question, row.value)}
    if table == "mail" and name == "to_address":
        return row.address
    found: Any = row
    for part in name.split("."):
        found = getattr(found, part, None)
    if isinstance(row, Mail) and name == "template":
        return {"kind": found, "words": label_of(row)}
    if name == "copy.sealed":
        return text_of(row.copy) if row.copy else None
    return _plain(found)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        label = getattr(value, "label", None)
        return {"word": value.value, "words": label} if label else value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Bilingual):
        return {"en": value.en, "fr": value.fr}
    return value
