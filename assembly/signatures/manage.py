"""Signings in the office: what is to be checked, one of them, what one can do."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.communities.queries import all_communities, chosen_one
from assembly.errors import DomainError
from assembly.formats import countries, country, eu_code, moment
from assembly.forms import Answer, version_in
from assembly.i18n import _
from assembly.models import CommunityKind, Edition, Signing, SigningMove, SigningState
from assembly.security import Permission, needs
from assembly.signatures import queries
from assembly.signatures.forms import AcceptForm, AgainForm, CommunityForm, LinkForm, VersionForm, WithdrawForm
from assembly.signatures.service import checking, declaration, moves
from assembly.transactions import fresh, writing
from assembly.web import page_asked, stored_file

office = Blueprint("signing_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/signatures")


@office.get("/")
@needs(Permission.CHECK_SIGNATURES)
def listing(edition: Edition) -> str:
    """What waits longest first, of all that is open or of one state."""
    wanted = request.args.get("state", "")
    state = SigningState(wanted) if wanted in set(SigningState) else None
    page = queries.signings(edition, state, page_asked())
    return render_template("signatures/manage/list.html", page=page, state=state)


@office.get("/<code>")
@needs(Permission.CHECK_SIGNATURES)
def one(edition: Edition, code: str) -> Answer:
    """One signing: its facts, its file, what one can do."""
    return _one_page(edition, _signing(edition, code))


@office.get("/<code>/document")
@needs(Permission.CHECK_SIGNATURES)
def document(edition: Edition, code: str) -> Response:
    """The signed declaration, to be kept and opened outside the browser: a stranger sent it."""
    signing = _signing(edition, code)
    return stored_file(signing.document, _("declaration") + f"-{signing.code}.pdf")


@office.post("/<code>/link")
@needs(Permission.CHECK_SIGNATURES)
def link(edition: Edition, code: str) -> Answer:
    """This is the one of the directory that signs."""
    form = LinkForm()

    def act(signing: Signing) -> None:
        checking.link(signing, chosen_one(form.known.data) or abort(404))

    return _act(edition, code, act, link=form)


@office.post("/<code>/create")
@needs(Permission.CHECK_SIGNATURES)
def create(edition: Edition, code: str) -> Answer:
    """It is new to the directory: add it, and this is it."""
    form = CommunityForm()

    def act(signing: Signing) -> None:
        checking.add_and_link(
            signing, **form.typed("native_name", "names", "country"), kind=CommunityKind(form.kind.data)
        )

    return _act(edition, code, act, create=form)


@office.post("/<code>/accept")
@needs(Permission.CHECK_SIGNATURES)
def accept(edition: Edition, code: str) -> Answer:
    """Checked and found good."""
    form = AcceptForm()
    form.zone = edition.zone

    def act(signing: Signing) -> None:
        found = checking.Acceptance(
            **form.typed("is_signed", "is_entitled", "note", "place"),
            document=form.seen.data or "",
            signed_on=form.signed_on.day,
            edition=signing.edition if form.at.data else None,
            public_from_at=form.public_from.instant,
        )
        checking.accept(signing, found)

    return _act(edition, code, act, said=_("The signature has been accepted."), accept=form)


@office.post("/<code>/ask-again")
@needs(Permission.CHECK_SIGNATURES)
def ask_again(edition: Edition, code: str) -> Answer:
    """The document is not good; they are told why."""
    form = AgainForm()
    said = _("We have asked for the document again.")
    return _act(edition, code, lambda one: checking.ask_again(one, form.again_reason.data), said, again=form)


@office.post("/<code>/version")
@needs(Permission.CHECK_SIGNATURES)
def version(edition: Edition, code: str) -> Answer:
    """Say which version of the text the document bears."""
    form = VersionForm()

    def act(signing: Signing) -> None:
        declaration.set_signed_version(signing, version_in(form.number))

    return _act(edition, code, act, said=_("Saved."), version=form)


@office.post("/<code>/withdraw")
@needs(Permission.CHECK_SIGNATURES)
def withdraw(edition: Edition, code: str) -> Answer:
    """It ends here; a signature that stands stops counting today."""
    form = WithdrawForm()
    said = _("Withdrawn.")
    return _act(edition, code, lambda one: checking.withdraw(one, form.reason.data), said, withdraw=form)


def _signing(edition: Edition, code: str) -> Signing:
    return queries.signing_of(edition, code) or abort(404)


def _act(edition: Edition, code: str, act: Callable[[Signing], None], said: str = "", **forms: Any) -> Answer:
    """One verb on a signing, once its form is valid; what is wrong or refused comes back with everything typed."""
    signing = _signing(edition, code)
    if not all(form.validate_on_submit() for form in forms.values()):
        return _one_page(edition, signing, **forms)
    try:
        with writing():
            act(fresh(signing))
    except DomainError as refusal:
        return _one_page(edition, _signing(edition, code), refusal=refusal, **forms)
    if said:
        flash(said, "ok")
    return redirect(url_for(".one", edition=edition, code=code), 303)


def _show_document(form: AcceptForm, signing: Signing) -> None:
    """What is shown now is what may be accepted; if another document came meanwhile, what was ticked does not hold."""
    shown = signing.document.sha256 if signing.document else ""
    if form.seen.data != shown:
        form.is_signed.data = form.is_entitled.data = False
    form.seen.data = shown


def _who_moved(signing: Signing) -> Callable[[SigningMove], str]:
    """Who did it, in words: an account by its name, they themselves by the way they came."""
    names = queries.names_of_actors(move.by for move in signing.moves)

    def words(move: SigningMove) -> str:
        by_themselves = _("through the form") if move.from_state is None else _("through their link")
        return names.get(move.by, by_themselves)

    return words


def _one_page(edition: Edition, signing: Signing, refusal: DomainError | None = None, **sent: Any) -> Answer:
    """The page with a fresh form for each act, but for the one that was sent; a form no longer offered is refused."""
    offered = {"link", "create", "withdraw"} if signing.state.is_open else set()
    if signing.state is SigningState.CHECKING:
        offered |= {"accept", "again"}
    if signing.document_id is not None:
        offered |= {"version"}
    if not set(sent) <= offered:
        refusal, sent = refusal or moves.NotNow(), {}
    forms = {
        "link": LinkForm(formdata=None),
        "create": CommunityForm(formdata=None),
        "accept": AcceptForm(formdata=None),
        "again": AgainForm(formdata=None),
        "version": VersionForm(formdata=None),
        "withdraw": WithdrawForm(formdata=None),
    } | sent
    if "version" not in sent:
        forms["version"].number.data = str(signing.declaration.number) if signing.declaration else "0"
    if "accept" not in sent:
        forms["accept"].suggest(edition, at_assembly=signing.at_assembly)
    _show_document(forms["accept"], signing)
    if "create" not in sent:
        forms["create"].native_name.data = signing.org_text
        forms["create"].kind.data, forms["create"].country.data = signing.body.value, signing.country
    page = render_template(
        "signatures/manage/one.html",
        signing=signing,
        forms=forms,
        sent=next(iter(sent.values()), None),
        refusal=refusal,
        who_moved=_who_moved(signing),
        versions=_versions(edition),
        communities=all_communities(),
        eu_code=eu_code,
        countries=[(iso, country(iso)) for iso in countries()],
    )
    faulty = any(form.errors for form in sent.values())
    return page, refusal.status if refusal else 422 if faulty else 200


def _versions(edition: Edition) -> list[tuple[str, str]]:
    """The versions of the declaration that may have been signed, or none; nothing where there is no version."""
    said = [
        (str(one.number), _("Version %(number)s, saved on %(moment)s", number=one.number, moment=when))
        for one in queries.declaration_versions()
        for when in [moment(one.saved_at, edition.zone)]
    ]
    return [("0", _("no text")), *said] if said else []
