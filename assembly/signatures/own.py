"""The pages of those who sign: opened by the link in their mail, limited to one signing."""

from flask import Blueprint, Response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter
from assembly.errors import DomainError
from assembly.forms import Button
from assembly.history import set_actor
from assembly.i18n import _
from assembly.models import Signing
from assembly.sealed import token_hash
from assembly.security import own_signing, public
from assembly.signatures import queries
from assembly.signatures.documents import paper, signed_pdf
from assembly.signatures.forms import DocumentForm
from assembly.signatures.service import beginning, checking
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid, saved_as, takes_files

DOCUMENTS = "20 per hour"
"To look into a file costs us more than to send it."

own = Blueprint("own_signing", __name__, url_prefix="/<lang:lang>/communities")


@own.get("/join/<token>")
@public(cached=False)
def open_link(token: str) -> Response | str:
    """One button: mail scanners open links, people press buttons. The address never leaves this page."""
    if queries.by_token_hash(token_hash(token)) is None:
        return link_not_valid()
    return render_template("signatures/public/open.html", form=Button())


@own.post("/join/<token>")
@public(cached=False)
def enter(token: str) -> AnyResponse:
    """Exchange the link for a cookie that opens this signing and nothing else; so the address is confirmed too."""
    signing = queries.by_token_hash(token_hash(token))
    if signing is None or not Button().validate_on_submit():
        return link_not_valid()
    set_actor(f"signing:{signing.code}")
    with writing():
        beginning.confirm(fresh(signing))
    session["own_signing"] = token_hash(token)
    return redirect(url_for(".status"), 303)


@own.route("/mine", methods=["GET", "POST"])
@takes_files(11)
@own_signing
def status(signing: Signing) -> AnyResponse | tuple[str, int]:
    """The state in a sentence, the declaration to download, the signed one to send."""
    form, refusal = DocumentForm(), None
    if form.validate_on_submit():
        limiter.spend(DOCUMENTS, "document of", signing.code)
        try:
            document = signed_pdf.checked(form.document.content)
            with writing():
                beginning.hand_in(fresh(signing), document)
            return redirect(url_for(".status"), 303)
        except DomainError as why:
            signing, refusal = fresh(signing), why
            form.document.errors = [str(why)]
    page = render_template(
        "signatures/public/mine.html",
        signing=signing,
        edition=signing.edition,
        form=form,
        refusal=refusal,
        text=queries.current_declaration(),
    )
    return page, (refusal.status if refusal else 422 if form.errors else 200)


@own.get("/mine/declaration.pdf")
@own_signing
def declaration(signing: Signing) -> Response:
    """The declaration to print and sign, in the language of the address; afterwards with the text that was signed."""
    text = queries.current_declaration() if signing.state.is_open else signing.declaration
    return saved_as(_("declaration") + f"-{signing.code}.pdf", paper.declaration(signing, text))


@own.route("/mine/withdraw", methods=["GET", "POST"])
@own_signing
def withdraw(signing: Signing) -> AnyResponse | str:
    """A page that asks once, then the act. A signature that stands is taken back by writing to the office."""
    form = Button()
    if form.validate_on_submit() and signing.state.is_open:
        with writing():
            checking.withdraw(fresh(signing), "")
        return redirect(url_for(".status"), 303)
    return render_template("signatures/public/withdraw.html", signing=signing, edition=signing.edition, form=form)
