"""Today's programme in the office: each act shows what it changes, and one press publishes it."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from assembly import clock
from assembly.calendar.queries import undoing
from assembly.calendar.service import undo_last
from assembly.editions.queries.editions import rooms
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.forms import Answer, refused_on
from assembly.i18n import _
from assembly.models import Bilingual, Edition, Release, ReleasedSession, Room
from assembly.on_the_day import queries, service, words
from assembly.on_the_day.acts import Act, NotHeld, NotPossibleNow
from assembly.on_the_day.forms import ActForm, NoticeForm, UndoForm, form_for
from assembly.on_the_day.queries import Plan, Today
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("on_the_day", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/programme/today")


@dataclass(frozen=True, slots=True)
class ChosenAct:
    """The act somebody looks at, its session, and the room they chose."""

    act: Act
    row: ReleasedSession
    room: Room | None


@office.get("/")
@needs(Permission.PUBLISH)
def today(edition: Edition) -> tuple[str, int]:
    """The sessions of today; with an act and a session in the address also what it would change."""
    day = queries.read_day(edition)
    if "act" not in request.args:
        return _page(day), 200
    choice = _choice(edition, day, request.args.get("act"), request.args.get("session"), request.args.get("room"))
    form = form_for(choice.act, formdata=None)
    if isinstance(form, NoticeForm):
        ready = words.ready_notices().get(request.args.get("ready", ""))
        form.notice.data = ready or choice.row.notice
    return _preview(day, choice, form)


@office.post("/")
@needs(Permission.PUBLISH)
def publish(edition: Edition) -> Answer:
    """Publish what was seen; a second press finds it done."""
    day = queries.read_day(edition)
    choice = _choice(edition, day, *(request.form.get(name) for name in ("act", "session", "room")))
    form = form_for(choice.act)
    if not form.validate() or (choice.act is Act.ROOM and choice.room is None):
        return _preview(day, choice, form, status=422)
    notice = form.notice.data if isinstance(form, NoticeForm) else None
    try:
        with writing():
            made = _publish(edition, choice, form, notice)
    except DomainError as refusal:
        return _preview(queries.read_day(edition), choice, form, refusal, status=refusal.status)
    flash(_("Published.") if made else _("This change has already been published. Nothing was published twice."), "ok")
    return redirect(url_for(".today", edition=edition, _anchor=f"session-{choice.row.code}"), 303)


@office.post("/undo")
@needs(Permission.PUBLISH)
def undo(edition: Edition) -> Answer:
    """Take back the last act of today, draft and all; a second press finds it taken back."""
    form = UndoForm()
    if not form.validate_on_submit():
        return redirect(url_for(".today", edition=edition), 303)
    name = clock.local(clock.now(), edition.zone).strftime("%Y-%m-%d %H:%M")
    with refused_on(lambda refusal: _page(queries.read_day(edition), refusal=refusal)), writing():
        number, here = form.number.number, fresh(edition)
        if not here.takes_place:
            raise NotHeld
        made = undo_last(here, number=number, name=name)
    if made is not None:
        flash(_("The last change has been undone."), "ok")
    return redirect(url_for(".today", edition=edition), 303)


def _choice(edition: Edition, day: Today, act: str | None, code: str | None, room: str | None) -> ChosenAct:
    row = day.session(code or "")
    if row is None or act not in set(Act):
        abort(404)
    chosen = next((one for one in rooms(edition) if one.code == room), None)
    return ChosenAct(Act(act), row, chosen)


def _publish(edition: Edition, choice: ChosenAct, form: ActForm, notice: Bilingual | None) -> Release | None:
    room = fresh(choice.room).name if choice.room else None
    return service.publish(
        fresh(edition),
        choice.act,
        choice.row.code,
        note=form.own_note,
        seen=str(form.seen.data),
        result=str(form.result.data),
        confirmed=bool(form.confirmed.data),
        room=room,
        notice=notice,
    )


def _preview(
    day: Today, choice: ChosenAct, form: ActForm, refusal: DomainError | None = None, *, status: int = 200
) -> tuple[str, int]:
    """What the act would change as the day is now; where it is no longer possible, the list alone."""
    row = day.session(choice.row.code) or choice.row
    asks_room = choice.act is Act.ROOM and choice.room is None
    notice = form.notice.data if isinstance(form, NoticeForm) else None
    with refused_on(lambda problem: _page(day, refusal=refusal or problem), NotPossibleNow):
        plan = queries.plan(day, choice.act, row, room=choice.room.name if choice.room else row.room, notice=notice)
    form.act.data, form.session.data = choice.act.value, row.code
    form.room.data = choice.room.code if choice.room else ""
    form.seen.data, form.result.data = plan.seen, "" if choice.act is Act.NOTICE else plan.result
    if form.note:
        form.offer(words.note(plan, day.edition))
    return _page(day, plan=plan, form=form, refusal=refusal, asks_room=asks_room), status


def _page(
    day: Today,
    *,
    plan: Plan | None = None,
    form: ActForm | None = None,
    refusal: DomainError | None = None,
    asks_room: bool = False,
) -> str:
    edition = day.edition
    return render_template(
        "on_the_day/today.html",
        day=day,
        plan=plan,
        form=form,
        asks_room=asks_room,
        refusal=refusal,
        changed_meanwhile=isinstance(refusal, ChangedMeanwhile),
        rooms=rooms(edition) if day.sessions else [],
        ready=words.ready_notices() if plan and plan.act is Act.NOTICE else {},
        not_held=NotHeld.sentence,
        problems=[(words.sentence(one, edition), one.sessions) for one in plan.problems] if plan else [],
        last=_last(edition),
    )


def _last(edition: Edition) -> Release | None:
    """The last act, if it was today's and nothing was published since: it can be taken back."""
    found = undoing(edition) if edition.takes_place else None
    if found is None or not found[0].on_the_day:
        return None
    same_day = clock.local_day(found[0].at, edition.zone) == clock.local_day(clock.now(), edition.zone)
    return found[0] if same_day else None
