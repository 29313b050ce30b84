"""The form by which a body begins to sign or support."""

import secrets

from flask import Blueprint, abort, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from assembly import limiter
from assembly.communities.queries import suggested_communities
from assembly.editions.queries.editions import current_edition
from assembly.errors import DomainError, SentBefore
from assembly.extensions import csrf
from assembly.fold import email_key
from assembly.formats import country, country_groups, day, elided
from assembly.forms import choice
from assembly.i18n import _, current_language
from assembly.models import CommunityKind, Edition, Phase
from assembly.security import public
from assembly.signatures.forms import JoinForm, Occasion
from assembly.signatures.service import beginning
from assembly.transactions import fresh, writing

form_pages = Blueprint("joining", __name__, url_prefix="/<lang:lang>/communities/join")
FROM_ONE_VISITOR = "30 per hour"
TO_ONE_ADDRESS = "5 per hour"


@form_pages.route("/form", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that nothing typed is lost
@public(cached=False)
def form() -> Response | str | tuple[str, int]:
    """Ten questions on one page; a faulty answer comes back beside its field with nothing lost."""
    edition = current_edition() or abort(404)
    form = JoinForm()
    if edition.phase is Phase.AFTER:
        del form.occasion  # no assembly is coming at which one could sign
    if not form.is_submitted():
        form.key.data = secrets.token_urlsafe(24)
        return _page(edition, form)
    if not form.validate():
        return _page(edition, form), 400 if form.csrf_failed else 422
    limiter.spend(FROM_ONE_VISITOR, "signing from", limiter.visitor())
    may_write = limiter.may_spend(TO_ONE_ADDRESS, "signing to", email_key(form.email.data))
    try:
        with writing():
            outcome = beginning.start(fresh(edition), _interest(form), may_write=may_write)
    except SentBefore as refusal:
        form.key.data = secrets.token_urlsafe(24)
        return _page(edition, form, refusal), refusal.status
    session["joining"] = {"reference": outcome.reference, "kind": outcome.kind.value}
    return redirect(url_for(".received"), 303)


@form_pages.get("/received")
@public(cached=False)
def received() -> Response | str:
    """What happens next. It is the same whoever wrote: the link goes to the address alone."""
    told = session.get("joining")
    if told is None:
        return redirect(url_for(".form"), 303)
    return render_template("signatures/public/received.html", edition=current_edition(), told=told)


def _page(edition: Edition, form: JoinForm, refusal: DomainError | None = None) -> str:
    signs, supports = _("signs"), _("supports")
    form.body.choices = [
        choice(one.value, one.label, f"· {signs if one.may_sign else supports}") for one in CommunityKind
    ]
    if "occasion" in form:
        here = elided(_("At the assembly on %(day)s", day=day(edition.day)))
        form.occasion.choices = [choice(Occasion.ASSEMBLY, here), choice(Occasion.APART, _("Not at an assembly"))]
    return render_template(
        "signatures/public/form.html",
        edition=edition,
        form=form,
        refusal=refusal,
        countries=[(heading, [(iso, country(iso)) for iso in codes]) for heading, codes in country_groups()],
        communities=suggested_communities(),
    )


def _interest(form: JoinForm) -> beginning.Interest:
    return beginning.Interest(
        **form.typed(
            "key", "place", "community", "country", "signer", "function", "entitled_by", "contact", "email", "message"
        ),
        body=CommunityKind(form.body.data),
        at_assembly="occasion" in form and form.occasion.data == Occasion.ASSEMBLY,
        lang=current_language(),
    )
