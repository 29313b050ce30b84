"""The draft of an article behind the link of its review, and the form for a comment."""

from flask import Blueprint, Response, render_template

from assembly import limiter
from assembly.extensions import csrf
from assembly.forms import Answer, lead_to
from assembly.history import set_actor
from assembly.i18n import _
from assembly.report import queries, reading, service
from assembly.report.forms import CommentForm
from assembly.sealed import token_hash
from assembly.security import public
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid

pages = Blueprint("review", __name__, url_prefix="/<lang:lang>/review")
FROM_ONE_VISITOR = "30 per hour"


@pages.route("/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def page(token: str) -> Response | Answer:
    """Read the draft as it is now and write about it."""
    link = queries.review_by_hash(token_hash(token))
    draft = queries.draft_of(link.edition) if link is not None and link.is_open else None
    if link is None or draft is None:
        return link_not_valid()
    form = CommentForm()
    if form.is_submitted():
        limiter.spend(FROM_ONE_VISITOR, "comments from", limiter.visitor())
    if form.validate_on_submit():
        set_actor("visitor")
        with writing():
            service.add_comment(fresh(link), by=form.by.data, text=form.text.data)
        return lead_to(".page", _("Thank you. The organisers will read your comment."), token=token)
    drawn = render_template(
        "report/public/review.html",
        edition=link.edition,
        article=reading.drafted(draft, draft.title, service.blocks_of(draft)),
        form=form,
        token=token,
        ends_at=link.ends_at,
    )
    return drawn, 400 if form.csrf_failed else 422 if form.errors else 200
