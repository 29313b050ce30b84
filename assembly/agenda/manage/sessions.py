"""One session of the draft: its form with both languages, and what else can be done with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.agenda import queries
from assembly.agenda.documents.queries import documents_of
from assembly.agenda.forms import SessionForm, session_form
from assembly.agenda.manage import publishing_words
from assembly.agenda.manage.blueprint import office, session_or_404
from assembly.agenda.service import sessions
from assembly.agenda.service.sessions import SessionFacts, facts_of
from assembly.agenda.wording import hours
from assembly.editions.queries.editions import rooms
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.formats import language, listing, moment
from assembly.forms import Button, lead_to, press, refused_on
from assembly.i18n import _, _l
from assembly.models import Bilingual, Direction, Edition, Room, Session, SessionKind
from assembly.security import Permission, needs
from assembly.sign_ups import service as sign_ups
from assembly.sign_ups.queries import seats_of
from assembly.speakers.queries import in_session
from assembly.transactions import fresh, writing


class SessionGone(DomainError):
    """Somebody has removed it meanwhile."""

    sentence = _l("This session no longer exists. Your text is below: you can add it as a new session.")


_USUAL_LENGTH = timedelta(minutes=30)
_FIELDS = {"starts_at": "starts", "ends_at": "ends"}
"The fields of the form that are not called as the fact is."


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition) -> Response | tuple[str, int]:
    """One more session; it begins when the last one ends, unless somebody says otherwise."""
    form = _form(edition)
    if not form.is_submitted():
        _suggest(form, edition)
        return _page(edition, form), 200
    if not form.validate():
        return _page(edition, form), 422
    with writing():
        facts = _facts(form)
        seats = form.seats if edition.has("session_sign_up") and facts.kind.takes_sign_ups else None
        code = sessions.plan_session(fresh(edition), facts, capacity=seats).code
    flash(publishing_words.saved(edition, code), "ok")
    return _next(edition, code, form)


@office.route("/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def session(edition: Edition, code: str) -> Response | tuple[str, int]:
    """The form of one session, its people, and what else can be done with it.

    What was typed while somebody removed the session is kept: sent once more, it is a new session.
    """
    one, form = queries.in_draft(edition, code), _form(edition)
    if one is None:
        return (_page(edition, form, refusal=SessionGone()), 404) if form.is_submitted() else abort(404)
    if not form.is_submitted():
        _show(form, one)
        return _page(edition, form, one), 200
    moved = form.move_end(one)
    if not form.validate():
        return _page(edition, form, one), 422
    surplus, facts = 0, _facts(form)
    with refused_on(lambda refusal: _page(edition, form, one, refusal)), writing():
        sessions.change_session(fresh(one), facts, seen=str(form.seen.data))
        surplus = _set_seats(fresh(one), form)
    flash(*(sign_ups.capacity_saved(surplus) if surplus else (publishing_words.saved(edition, code), "ok")))
    if moved:
        said = hours(facts.starts_at, facts.ends_at, edition)
        flash(_("The end time has moved too, so the session keeps its length. New time: %(hours)s.", hours=said), "ok")
    return _next(edition, code, form)


def _next(edition: Edition, code: str, form: SessionForm) -> Response:
    """To one more session, or to this one."""
    if form.more.data:
        return redirect(url_for(".add", edition=edition), 303)
    return redirect(url_for(".session", edition=edition, code=code), 303)


@office.post("/<code>/still-right", endpoint="still_right", defaults={"act": sessions.still_right})
@office.post("/<code>/hide", endpoint="hide", defaults={"act": lambda one: sessions.set_hidden(one, True)})
@office.post("/<code>/show", endpoint="show", defaults={"act": lambda one: sessions.set_hidden(one, False)})
@needs(Permission.PUBLISH)
def act_on_session(edition: Edition, code: str, act: Callable[[Session], None]) -> Response:
    """Both languages still say the same; leave it out of the next publication; let it in again."""
    press(act, session_or_404(edition, code))
    return redirect(url_for(".session", edition=edition, code=code), 303)


@office.post("/<code>/duplicate")
@needs(Permission.PUBLISH)
def duplicate(edition: Edition, code: str) -> Response:
    """A hidden twin to change and to show."""
    one = session_or_404(edition, code)
    if Button().validate_on_submit():
        with writing():
            code = sessions.duplicate(fresh(one)).code
        flash(_("This is the copy of the session. It stays hidden until you choose to show it."), "ok")
    return redirect(url_for(".session", edition=edition, code=code), 303)


@office.post("/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Take it out of the draft; a published one is cancelled by the next publication."""
    one = session_or_404(edition, code)
    if not Button().validate_on_submit():
        return redirect(url_for(".session", edition=edition, code=code), 303)
    try:
        with writing():
            sessions.remove_session(fresh(one))
    except sessions.SessionRecorded as refusal:
        form = _form(edition, formdata=None)
        _show(form, one)
        return _page(edition, form, one, refusal), refusal.status
    return lead_to(".draft", _("The session has been removed."), edition=edition)


@office.post("/<code>/bring-back")
@needs(Permission.PUBLISH)
def bring_back(edition: Edition, code: str) -> Response:
    """Put a removed session into the draft again."""
    row = next((one for one in queries.latest_rows(edition) if one.code == code), None) or abort(404)
    press(lambda: sessions.bring_back(db.session.get_one(Session, row.session_id)))
    return redirect(url_for(".draft", edition=edition), 303)


def _form(edition: Edition, **options: Any) -> SessionForm:
    return session_form(edition, rooms(edition), queries.languages_of(edition), **options)


def _suggest(form: SessionForm, edition: Edition) -> None:
    """After what ends last, in its room."""
    last = max(queries.draft(edition), key=lambda one: one.ends_at, default=None)
    starts_at = last.ends_at if last else edition.starts_at
    form.starts.show(starts_at, edition.zone)
    form.ends.show(starts_at + _USUAL_LENGTH, edition.zone)
    form.room.data = last.room.code if last and last.room else ""


def _set_seats(one: Session, form: SessionForm) -> int:
    """Save the number of seats where one was asked for, and give how many too many are taken. Raises
    ChangedMeanwhile."""
    if not (form.edition.has("session_sign_up") and one.kind.takes_sign_ups and form.capacity.raw_data):
        return 0
    return sign_ups.change_capacity(one, form.seats, shown=form.seats_seen.data or "")


def _show(form: SessionForm, one: Session) -> None:
    facts = facts_of(one)
    form.seen.data = facts.mark
    form.capacity.data = form.seats_seen.data = sign_ups.written_capacity(one.capacity)
    _fill(form, facts, frozenset(SessionFacts.__slots__))


def _fill(form: SessionForm, facts: SessionFacts, names: frozenset[str]) -> None:
    """Put these facts into the form, by name."""
    values: dict[str, Any] = {name: getattr(facts, name) for name in names}
    for name, value in values.items():
        if name in ("starts_at", "ends_at"):
            form[_FIELDS[name]].show(value, form.zone)
        elif name == "room":
            form.room.data = value.code if value else ""
        else:
            form[name].data = list(value) if isinstance(value, tuple) else value


def _facts(form: SessionForm) -> SessionFacts:
    """What was typed; valid."""
    langs: dict[str, Any] = {one.value: tuple(sorted(form[one.value].data or [])) for one in Direction}
    room = form.chosen_room
    return SessionFacts(
        **form.typed("title", "abstract", "key_messages"),
        kind=SessionKind(form.kind.data),
        starts_at=form.starts.instant,
        ends_at=form.ends.instant,
        room=db.session.get(Room, room.id) if room else None,
        **langs,
    )


def _versions(form: SessionForm, one: Session) -> list[tuple[str, Any, Any, bool]]:
    """Where what is saved now differs from what was sent: label, saved, sent, and whether the saved one is taken over
    into the form, because whoever sent it had not touched it."""
    saved, typed = facts_of(one), _facts(form)
    differing = frozenset(name for name in SessionFacts.__slots__ if getattr(saved, name) != getattr(typed, name))
    untouched = typed.as_in(str(form.seen.data)) & differing
    found = [
        (
            str(form[_FIELDS.get(name, name)].label.text),
            _said(getattr(saved, name), form.zone),
            _said(getattr(typed, name), form.zone),
            name in untouched,
        )
        for name in SessionFacts.__slots__
        if name in differing
    ]
    _fill(form, saved, untouched)
    form.seen.data = saved.mark
    return found + _versions_of_seats(form, one)


def _versions_of_seats(form: SessionForm, one: Session) -> list[tuple[str, Any, Any, bool]]:
    saved, typed = sign_ups.written_capacity(one.capacity), sign_ups.written_capacity(form.seats)
    asked, untouched = bool(form.capacity.raw_data), typed == (form.seats_seen.data or "")
    form.seats_seen.data = saved
    if untouched or not asked:
        form.capacity.data = saved
    return [(str(form.capacity.label.text), saved, typed, untouched)] if asked and saved != typed else []


def _said(value: Any, zone: str) -> str | Bilingual:
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, SessionKind):
        return value.label
    if isinstance(value, Room):
        return value.name
    if isinstance(value, tuple):
        return listing([language(code) for code in value]) if value else ""
    return moment(value, zone) if value else ""


def _signed_up(one: Session) -> int:
    seats = seats_of([one.id]).get(one.id)
    return seats.taken + seats.waiting if seats else 0


def _page(edition: Edition, form: SessionForm, one: Session | None = None, refusal: DomainError | None = None) -> str:
    """`versions` are the fields somebody else has changed meanwhile, as they are saved and as they were typed."""
    stale = request.method == "POST" and refusal is not None and not isinstance(refusal, sessions.SessionRecorded)
    return render_template(
        "agenda/manage/session.html",
        form=form,
        one=one,
        refusal=refusal,
        versions=_versions(form, one) if one and stale else [],
        rooms=[(room.code, room.name) for room in form.rooms],
        people=in_session(one) if one else [],
        documents=documents_of(one) if one else [],
        signed_up=_signed_up(one) if one else 0,
        row=queries.published(edition, one.code) if one else None,
        button=Button(),
    )
