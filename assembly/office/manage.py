"""Where people land after signing in, Today, the search, and how the installation is."""

from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.agenda.queries import now_and_next
from assembly.editions.queries.editions import all_editions, current_edition
from assembly.fold import clean
from assembly.i18n import current_language
from assembly.limiter import proxy_is_unknown
from assembly.models import Edition, Phase, Status
from assembly.office import guide as guides
from assembly.office import queries
from assembly.office.coming import coming_up
from assembly.office.navigation import WORDS_OF_TEMPLATES
from assembly.office.style import StyleForm
from assembly.office.todo import AT_MOST, to_do
from assembly.office.todo.desk import Desk
from assembly.security import Permission, is_for_co_chair, may, needs, owner, owns_all, public, signed_in

pages = Blueprint("office", __name__, url_prefix="/<lang:lang>/manage")
pages.record_once(lambda state: state.app.jinja_env.globals.update(WORDS_OF_TEMPLATES, task_here=guides.task_here))
_LANDINGS = (
    (Permission.SEE_PEOPLE, "office.today"),
    (Permission.ADMIT, "door.start"),
    (Permission.SEE_MAILS, "messages.mails"),
    (Permission.PUBLISH, "results.results"),
    (Permission.MANAGE_TEAM, "team.team"),
    (Permission.CHECK_SIGNATURES, "signing_office.listing"),
    (Permission.EDIT_DIRECTORY, "networks.listing"),
    (Permission.WRITE_MESSAGES, "groups.listing"),
    (Permission.EDIT_SETTINGS, "settings.edition"),
)
"Where each right leads, for those whose rights were adjusted; whoever has none of these sees their account."


@pages.get("/")
@public(cached=False)
def start() -> Response:
    """To the work at hand: Today for the office, My day for co-chairs, the door for the people at the door; the coming
    edition first."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"), 303)
    current = current_edition()
    for one in ([current] if current else []) + all_editions():
        if is_for_co_chair(one):
            return redirect(url_for("desk.my_day", edition=one), 303)
        for permission, endpoint in _LANDINGS:
            if may(permission, one):
                return redirect(url_for(endpoint, edition=one), 303)
    return redirect(url_for("setting_up.listing" if owns_all() else "accounts.account"), 303)


@pages.get("/style")
@owner
def style() -> str:
    """Show every component with its states, for those who build pages."""
    return render_template("office/manage/style.html", form=StyleForm.with_states())


@pages.get("/<edition:edition>/")
@needs(Permission.SEE_PEOPLE)
def today(edition: Edition) -> str:
    """The counts, each a link; what to do, what is coming up, and on the day how it stands."""
    desk, phase = Desk(edition), edition.phase
    is_today = phase is Phase.ON_THE_DAY and edition.takes_place
    running = [one for one in desk.published if one.status is Status.SCHEDULED] if is_today else []
    found = to_do(desk, lambda permission: may(permission, edition))
    return render_template(
        "office/manage/today.html",
        edition=edition,
        phase=phase.value,
        days_to_go=(edition.day - clock.local_day(clock.now(), edition.zone)).days,
        people=desk.people,
        to_do=found[:AT_MOST],
        more_to_do=found[AT_MOST:],
        coming=coming_up(edition),
        day=queries.the_day(edition) if is_today else None,
        now_and_next=now_and_next(running, clock.now()),
    )


@pages.get("/<edition:edition>/search")
@needs(Permission.SEE_PEOPLE)
def search(edition: Edition) -> str:
    """People, cities and sessions that fit the words."""
    text = clean(request.args.get("q", ""))[:200]
    return render_template("office/manage/search.html", edition=edition, text=text, found=queries.search(edition, text))


@pages.get("/<edition:edition>/settings/system")
@owner
def system(edition: Edition) -> str:
    """Whether all is well with the installation, for whoever owns it."""
    unknown = proxy_is_unknown()
    return render_template(
        "office/manage/system.html", edition=edition, system=queries.system(), proxy_is_unknown=unknown
    )


@pages.get("/<edition:edition>/guide/")
@signed_in
def guide(edition: Edition) -> str:
    """All tasks of the organisers' guide, in the order in which they come."""
    return render_template("office/manage/guide.html", edition=edition, phases=guides.PHASES)


@pages.get("/<edition:edition>/guide/<name>")
@signed_in
def task(edition: Edition, name: str) -> str:
    """One task, step by step; with a picture of its first page where `make proof` has made one."""
    shown = guides.TASKS.get(name) or abort(404)
    picture = f"vendor/guide/{current_language()}-{name}.jpg"
    there = (Path(current_app.static_folder or "") / picture).exists()
    return render_template("office/manage/task.html", edition=edition, task=shown, picture=picture if there else None)
