"""Signatures in the office: those that count or counted, taking one back, writing one down by hand."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from assembly import clock
from assembly.communities.queries import all_communities, chosen_one
from assembly.errors import DomainError
from assembly.fold import clean
from assembly.formats import eu_code
from assembly.forms import Answer, lead_to
from assembly.i18n import _
from assembly.models import Edition, Signature, SignatureKind
from assembly.security import Permission, needs
from assembly.signatures import queries
from assembly.signatures.forms import CorrectForm, MistakeForm, RecordForm, WithdrawSignatureForm
from assembly.signatures.service import checking
from assembly.signatures.service.facts import correct_signature, record_signature, remove_mistake, withdraw_signature
from assembly.signatures.signature_history import acts_of
from assembly.transactions import fresh, writing
from assembly.web import page_asked

recorded_office = Blueprint(
    "recorded_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/signatures/recorded"
)


@recorded_office.get("/")
@needs(Permission.CHECK_SIGNATURES)
def listing(edition: Edition) -> str:
    """The signatures that count or counted, those under embargo included, fifty a page, of all or of a city."""
    search = clean(request.args.get("q", ""))[:200]
    page = queries.recorded(edition, search, page_asked())
    return render_template("signatures/manage/recorded.html", page=page, search=search)


@recorded_office.route("/<code>", methods=["GET", "POST"])
@needs(Permission.CHECK_SIGNATURES)
def one(edition: Edition, code: str) -> Answer:
    """One of them, and taking it back."""
    signature = queries.recorded_one(edition, code) or abort(404)
    form, refusal = WithdrawSignatureForm(), None
    may_change = queries.may_change(edition, signature)
    if form.is_submitted() and not may_change:
        abort(404)
    if form.validate_on_submit():
        try:
            with writing():
                _withdraw(fresh(signature), form)
            return lead_to(".one", _("Withdrawn."), edition=edition, code=code)
        except DomainError as why:
            signature, refusal = fresh(signature), why
    elif not form.is_submitted():
        form.on.data = clock.local_day(clock.now(), edition.zone).isoformat()
    page = render_template(
        "signatures/manage/recorded_one.html",
        signature=signature,
        signing=queries.signing_behind(signature),
        may_change=may_change,
        acts=acts_of(signature, edition.zone),
        form=form,
        refusal=refusal,
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


@recorded_office.route("/<code>/correct", methods=["GET", "POST"])
@needs(Permission.CHECK_SIGNATURES)
def correct(edition: Edition, code: str) -> Answer:
    """Correct day, place, assembly and embargo, with a reason."""
    signature, form, refusal = _changeable(edition, code), CorrectForm(), None
    form.zone = edition.zone
    if form.validate_on_submit():
        try:
            with writing():
                changed = _correct(fresh(signature), edition, form)
            flash(_("The signature has been corrected.") if changed else _("Nothing has changed."), "ok")
            return redirect(url_for(".one", edition=edition, code=code), 303)
        except DomainError as why:
            signature, refusal = fresh(signature), why
    elif not form.is_submitted():
        form.show(signature)
    return _correct_page(signature, form, MistakeForm(formdata=None), refusal)


@recorded_office.post("/<code>/mistake")
@needs(Permission.CHECK_SIGNATURES)
def mistake(edition: Edition, code: str) -> Answer:
    """Remove what was entered by mistake from every figure, with a reason."""
    signature, form, refusal = _changeable(edition, code), MistakeForm(), None
    if form.validate_on_submit():
        try:
            with writing():
                _take_out(fresh(signature), form.mistake_reason.data)
            flash(_("The signature has been removed. It no longer counts in any figures, including past ones."), "ok")
            return redirect(url_for(".one", edition=edition, code=code), 303)
        except DomainError as why:
            signature, refusal = fresh(signature), why
    facts = CorrectForm(formdata=None)
    facts.zone = edition.zone
    facts.show(signature)
    return _correct_page(signature, facts, form, refusal)


def _correct_page(signature: Signature, form: CorrectForm, mistake: MistakeForm, refusal: DomainError | None) -> Answer:
    page = render_template(
        "signatures/manage/correct.html",
        signature=signature,
        signing=queries.signing_behind(signature),
        form=form,
        mistake=mistake,
        refusal=refusal,
    )
    return page, refusal.status if refusal else 422 if form.errors or mistake.errors else 200


@recorded_office.route("/new", methods=["GET", "POST"])
@needs(Permission.CHECK_SIGNATURES)
def record(edition: Edition) -> Answer:
    """A signature on paper, on stage for instance."""
    form, refusal = RecordForm(), None
    form.zone = edition.zone
    if form.validate_on_submit():
        try:
            with writing():
                made = _record(form, edition)
            return lead_to(".one", _("The signature has been recorded."), edition=edition, code=made)
        except DomainError as why:
            refusal = why
    elif not form.is_submitted():
        form.suggest(edition, at_assembly=True)
    page = render_template(
        "signatures/manage/record.html",
        form=form,
        refusal=refusal,
        communities=all_communities(),
        eu_code=eu_code,
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def _record(form: RecordForm, edition: Edition) -> str:
    community = chosen_one(form.community.data) or abort(404)
    signature = record_signature(
        community,
        SignatureKind.of(community.kind),
        signed_on=form.signed_on.day,
        edition=fresh(edition) if form.at.data else None,
        source=form.source.data,
        place=form.place.data,
        public_from_at=form.public_from.instant,
    )
    return str(signature.code)


def _changeable(edition: Edition, code: str) -> Signature:
    signature = queries.recorded_one(edition, code) or abort(404)
    return signature if queries.may_change(edition, signature) else abort(404)


def _correct(signature: Signature, edition: Edition, form: CorrectForm) -> bool:
    """Correct it with its signing, if there is one, so that they are told."""
    facts = {
        "signed_on": form.signed_on.day,
        "edition": fresh(edition) if form.at.data else None,
        "place": form.place.data,
        "public_from_at": form.public_from.instant,
        "reason": form.reason.data,
    }
    signing = queries.signing_behind(signature)
    return checking.correct(signing, **facts) if signing else correct_signature(signature, **facts)


def _take_out(signature: Signature, reason: str) -> None:
    signing = queries.signing_behind(signature)
    if signing is None:
        remove_mistake(signature, reason=reason)
    else:
        checking.take_out(signing, reason)


def _withdraw(signature: Signature, form: WithdrawSignatureForm) -> None:
    """With its signing, if there is one, so that both say the same and they are told."""
    signing = queries.signing_behind(signature)
    if signing is None:
        withdraw_signature(signature, on=form.on.day, reason=form.reason.data)
    else:
        checking.withdraw(signing, form.reason.data, form.on.day)
