"""Two questions, one tap each; and the needs an office reported, to confirm or to delete."""

from collections.abc import Callable

from flask import abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from assembly.access.pages import own
from assembly.forms import Button, lead_to
from assembly.i18n import _
from assembly.models import AccessLink, NoticeKind, Purpose
from assembly.privacy import notices
from assembly.privacy.queries import consents as consent_queries
from assembly.privacy.service import consents as privacy_consents
from assembly.questions import queries as question_queries
from assembly.questions.service import needs
from assembly.questions.service.needs import last_day, opened
from assembly.security import own_registration
from assembly.transactions import fresh, writing


@own.route("/my/consents", methods=["GET", "POST"])
@own_registration
def consents(link: AccessLink) -> AnyResponse | str:
    """The person's own answers; whoever registered them reads who answers, and nothing of the answers."""
    if not Button().validate_on_submit():
        return _page(link)
    say = _SAYINGS.get(request.form.get("say", "")) or abort(404)
    with writing():
        say(fresh(link))
    return lead_to(".consents", _("Your answer is saved. You can change it at any time."))


def _answers(kind: NoticeKind) -> dict[str, Callable[[AccessLink], None]]:
    return {
        f"{kind.value}:yes": lambda link: privacy_consents.answer(link, kind, said_yes=True),
        f"{kind.value}:no": lambda link: privacy_consents.answer(link, kind, said_yes=False),
        f"{kind.value}:withdraw": lambda link: privacy_consents.withdraw(link, kind),
    }


_SAYINGS: dict[str, Callable[[AccessLink], None]] = {
    **_answers(NoticeKind.PHOTO),
    **_answers(NoticeKind.LISTING),
    "needs:right": needs.confirm,
    "needs:delete": needs.object_to,
}
"What each button says."


def _page(link: AccessLink) -> str:
    registration, is_own = link.registration, link.purpose is Purpose.OWN
    need = question_queries.need_of(registration) if is_own else None
    return render_template(
        "questions/public/consents.html",
        registration=registration,
        edition=registration.edition,
        form=Button(),
        is_own=is_own,
        asked_by_mail=registration.consents_asked_at is not None,
        asked=[(kind, notices.question(kind), notices.explanation(kind)) for kind in notices.ONE_TAP],
        said=consent_queries.consents_of(registration) if is_own else {},
        need=need,
        needs=opened(need).in_words,
        needs_words=notices.explanation(NoticeKind.NEEDS),
        last_day=last_day(registration.edition),
    )
