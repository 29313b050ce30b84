"""The text of the declaration in the office: enter it, correct it, read each version that was saved."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from assembly.errors import ChangedMeanwhile
from assembly.forms import Answer
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.signatures import queries
from assembly.signatures.forms import DeclarationForm
from assembly.signatures.service import declaration
from assembly.transactions import writing

declaration_office = Blueprint(
    "declaration_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/signatures/declaration"
)


@declaration_office.route("/", methods=["GET", "POST"])
@needs(Permission.CHECK_SIGNATURES)
def text(edition: Edition) -> Answer:
    """The current text to change, and every version with its date and who saved it."""
    current, form, refusal = queries.current_declaration(), DeclarationForm(), None
    if form.validate_on_submit():
        try:
            with writing():
                is_new = declaration.save_declaration(form.text.data, seen=form.version.number)
            flash(_("Saved as a new version.") if is_new else _("Nothing has changed."), "ok")
            return redirect(url_for(".text", edition=edition), 303)
        except ChangedMeanwhile as why:
            current, refusal = queries.current_declaration(), why
    elif not form.is_submitted() and current is not None:
        form.text.data = current.text
    if refusal or not form.is_submitted():
        form.version.data = str(current.number) if current else "0"
    versions = queries.declaration_versions()
    page = render_template(
        "signatures/manage/declaration.html",
        form=form,
        refusal=refusal,
        current=current,
        versions=versions,
        names=queries.names_of_actors(one.saved_by for one in versions),
        signed=queries.signed_versions(),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


@declaration_office.get("/<int(max=999999):number>")
@needs(Permission.CHECK_SIGNATURES)
def version(edition: Edition, number: int) -> str:
    """One version as it was saved, in both languages."""
    found = queries.declaration_version(number) or abort(404)
    return render_template(
        "signatures/manage/declaration_version.html",
        version=found,
        name=queries.names_of_actors([found.saved_by]).get(found.saved_by, ""),
    )
