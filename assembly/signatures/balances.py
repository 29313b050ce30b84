"""Signed before: how many had signed or supported before our dated signatures begin."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.formats import day
from assembly.forms import Answer, Button, lead_to
from assembly.i18n import _
from assembly.models import Balance, Edition, SignatureKind
from assembly.security import Permission, needs
from assembly.signatures import queries
from assembly.signatures.forms import BalanceForm
from assembly.signatures.service.balances import (
    BalanceFacts,
    BalanceGone,
    change_balance,
    enter_balance,
    remove_balance,
)
from assembly.transactions import fresh, writing

balances = Blueprint("balances_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/signatures/before")


@balances.route("/", methods=["GET", "POST"])
@needs(Permission.CHECK_SIGNATURES)
def listing(edition: Edition) -> Answer:
    """All numbers, and one more."""
    form, refusal = BalanceForm(), None
    if form.validate_on_submit():
        try:
            with writing():
                enter_balance(form.facts)
            return _saved(edition)
        except DomainError as why:
            refusal = why
    return _page(form, None, refusal)


@balances.route("/<code>", methods=["GET", "POST"])
@needs(Permission.CHECK_SIGNATURES)
def one(edition: Edition, code: str) -> Answer:
    """Correct one. Its day is its address: under the old one, what was typed is kept beside the list as it is now."""
    balance, form, refusal = queries.balance_by_code(code), BalanceForm(), None
    if balance is None:
        return _page(form, None, BalanceGone()) if form.is_submitted() else abort(404)
    number = balance.id
    if not form.is_submitted():
        form.show(BalanceFacts.of(balance))
    elif form.validate():
        try:
            with writing():
                change_balance(db.session.get_one(Balance, number), form.facts, seen=form.seen.data)
            return _saved(edition)
        except DomainError as why:
            balance, refusal = db.session.get(Balance, number) or abort(404), why  # its day may be another now
    return _page(form, balance, refusal)


@balances.post("/<code>/remove")
@needs(Permission.CHECK_SIGNATURES)
def remove(edition: Edition, code: str) -> Response:
    """It was entered by mistake; pressed again it is gone already."""
    balance = queries.balance_by_code(code)
    if Button().validate_on_submit() and balance is not None:
        with writing():
            remove_balance(fresh(balance))
    return redirect(url_for(".listing", edition=edition), 303)


def _saved(edition: Edition) -> Response:
    return lead_to(".listing", _("Saved."), edition=edition)


def _page(form: BalanceForm, balance: Balance | None, refusal: DomainError | None) -> Answer:
    """The list, or one of them; after somebody else's change with what is there now, which the next press has seen."""
    theirs = []
    if balance is not None and isinstance(refusal, ChangedMeanwhile):
        now = BalanceFacts.of(balance)
        form.seen.data = now.mark
        theirs = [
            (form.kind.label.text, _kind(now.kind)),
            (form.count.label.text, now.count),
            (form.as_of_on.label.text, day(now.as_of_on)),
            (form.source.label.text, now.source),
        ]
    page = render_template(
        "signatures/manage/balances.html",
        form=form,
        balance=balance,
        balances=queries.balances(),
        kinds=[(one.value, _kind(one)) for one in SignatureKind],
        refusal=refusal,
        theirs=theirs,
        kind_words=_kind,
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def _kind(kind: SignatureKind) -> str:
    return _("Signatures") if kind is SignatureKind.SIGN else _("Supporting organisations")
