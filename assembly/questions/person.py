"""What the page of one person says of their details."""

from typing import Any

from assembly.models import NoticeKind, Registration
from assembly.privacy.queries import consents as consent_queries
from assembly.questions import queries as question_queries

SHOWN = (NoticeKind.PHOTO, NoticeKind.LISTING, NoticeKind.NEWS)


def of_person(registration: Registration) -> dict[str, Any]:
    """Details, answers and consents, for the template; of needs only whether there are any."""
    return {
        "skills": question_queries.skills_of(registration),
        "answers": question_queries.answers_in_words(registration),
        "consents": consent_queries.consents_of(registration),
        "withdrawn": consent_queries.withdrawn_consents(registration),
        "asked": SHOWN,
        "has_needs": question_queries.need_of(registration) is not None,
    }
