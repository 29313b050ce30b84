"""Session sign-up in the office: how full each session is, who comes, and how many may."""

from flask import abort, flash, redirect, render_template, url_for

from assembly.access.pages import office
from assembly.agenda.queries import draft
from assembly.errors import ChangedMeanwhile
from assembly.forms import Answer
from assembly.models import Edition, Extra, Session
from assembly.security import Permission, may, needs
from assembly.sign_ups import queries as seat_queries
from assembly.sign_ups import service as sign_ups_service
from assembly.sign_ups.forms import SeatsForm
from assembly.transactions import fresh, writing


@office.get("/sign-ups")
@needs(Permission.SEE_PEOPLE)
def sign_ups(edition: Edition) -> str:
    """The published sessions with their seats: how many, taken, waited for."""
    _asked_of(edition)
    return render_template("sign_ups/manage/sign_ups.html", choices=seat_queries.choices(edition))


@office.get("/sign-ups/<code>")
@needs(Permission.SEE_PEOPLE)
def signed_up(edition: Edition, code: str) -> str:
    """Who has a seat in one session, and who waits."""
    session = _session(edition, code)
    return render_template("sign_ups/manage/signed_up.html", session=session, people=seat_queries.signed_up(session))


@office.route("/sign-ups/<code>/seats", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def seats(edition: Edition, code: str) -> Answer:
    """How many may sign up for one session."""
    session = _session(edition, code)
    now = sign_ups_service.written_capacity(session.capacity)
    form = SeatsForm(data={"seats": now, "shown": now})
    if not form.validate_on_submit():
        return _seats_page(session, form), 422 if form.is_submitted() else 200
    try:
        with writing():
            shown = str(form.shown.data)
            surplus = sign_ups_service.change_capacity(fresh(session), form.seats.number, shown=shown)
    except ChangedMeanwhile as refusal:
        form.shown.data = now
        return _seats_page(session, form, refusal), refusal.status
    flash(*sign_ups_service.capacity_saved(surplus))
    back = ".sign_ups" if may(Permission.SEE_PEOPLE, edition) else "programme.draft"
    return redirect(url_for(back, edition=edition), 303)


def _seats_page(session: Session, form: SeatsForm, refusal: ChangedMeanwhile | None = None) -> str:
    return render_template("sign_ups/manage/seats.html", session=session, form=form, refusal=refusal)


def _session(edition: Edition, code: str) -> Session:
    """A session of this edition that has seats to give."""
    _asked_of(edition)
    found = next((one for one in draft(edition) if one.code == code), None)
    return found if found is not None and found.kind.takes_sign_ups else abort(404)


def _asked_of(edition: Edition) -> None:
    """Off means that there is no such page."""
    if not edition.has(Extra.SESSION_SIGN_UP):
        abort(404)
