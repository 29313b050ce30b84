"""What the page of one person says of their details."""

from __future__ import annotations

from typing import Any

from assembly.models import NoticeKind, Registration
from assembly.registration import queries

SHOWN = (NoticeKind.PHOTO, NoticeKind.LISTING, NoticeKind.NEWS)


def of_person(registration: Registration) -> dict[str, Any]:
    """Details, answers and consents, for the template; of needs only whether there are any."""
    return {
        "skills": queries.skills_of(registration),
        "answers": queries.answers_in_words(registration),
        "consents": queries.consents_of(registration),
        "withdrawn": queries.withdrawn_consents(registration),
        "asked": SHOWN,
        "has_needs": queries.need_of(registration) is not None,
    }
