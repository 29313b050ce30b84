"""The standing pages the law asks for: data protection, accessibility, legal notice."""

from datetime import date

from flask import Blueprint, abort, render_template

from assembly import clock, limiter
from assembly.editions.queries.editions import current_edition
from assembly.errors import DomainError
from assembly.extensions import csrf
from assembly.formats import day
from assembly.forms import Answer, lead_to
from assembly.history import set_actor
from assembly.i18n import _
from assembly.models import Edition, NoticeKind
from assembly.models.accessibility_message import ANSWERED_WITHIN
from assembly.privacy import notices
from assembly.privacy.forms import AccessibilityForm
from assembly.privacy.service import accessibility as service
from assembly.security import public
from assembly.transactions import fresh, writing

CHECKED_ON = date(2026, 12, 2)
"When the accessibility statement was last compared with the site: whoever does so again changes it."
FROM_ONE_VISITOR = "10 per hour"
pages = Blueprint("privacy", __name__, url_prefix="/<lang:lang>")


@pages.get("/privacy")
@pages.get("/<edition:edition>/privacy")
@public(cached=True)
def statement(edition: Edition | None = None) -> str:
    """What is asked, why, who sees it, until when; of one edition, else of the one people come for."""
    return render_template(
        "privacy/public/statement.html",
        edition=edition or current_edition(),
        sections=notices.privacy(),
        version=notices.VERSIONS[NoticeKind.PRIVACY],
    )


@pages.get("/accessibility")
@public(cached=True)
def accessibility() -> str:
    """How accessible this site is, on the model of Implementing Decision (EU) 2018/1523."""
    return render_template("privacy/public/accessibility.html", edition=current_edition(), checked_on=CHECKED_ON)


@pages.route("/accessibility/message", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def accessibility_message() -> Answer:
    """Tell the office of the coming assembly what is not accessible."""
    edition, form = current_edition() or abort(404), AccessibilityForm()
    refusal = None
    if form.validate_on_submit():
        try:
            limiter.allow((FROM_ONE_VISITOR, "accessibility from", limiter.visitor()))
            set_actor("visitor")
            with writing():
                mine = fresh(edition)
                service.keep_message(mine, **form.typed("page", "text", "email"))
        except DomainError as why:
            refusal = why
    if form.is_submitted() and not form.csrf_failed and not form.errors and refusal is None:
        by = day(clock.local_day(clock.now() + ANSWERED_WITHIN, edition.zone))
        said = _("Thank you. We will reply by %(day)s.", day=by) if form.email.data else _("Thank you for telling us.")
        return lead_to(".accessibility_message", said)
    drawn = render_template("privacy/public/accessibility_message.html", edition=edition, form=form, refusal=refusal)
    return drawn, refusal.status if refusal else 400 if form.csrf_failed else 422 if form.errors else 200


@pages.get("/legal")
@public(cached=True)
def legal() -> str:
    """Who answers for this site, and on which terms its texts and its software may be used."""
    return render_template("privacy/public/legal.html", edition=current_edition())
