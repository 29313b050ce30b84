"""At which door this phone stands, as its session remembers it, and the page that asks."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from assembly.checkin import queries
from assembly.checkin.forms import DoorForm
from assembly.i18n import _
from assembly.models import Door, Edition
from assembly.security import Permission, may, needs

door = Blueprint("door", __name__, url_prefix="/<lang:lang>/checkin/<edition:edition>")


@door.route("/which", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def which(edition: Edition) -> Response | str:
    """At which door this phone stands; a guest may be waiting while one chooses."""
    form = DoorForm()
    if form.validate_on_submit():
        chosen = next((one for one in queries.doors(edition) if one.code == form.door.data), None)
        if chosen is not None:
            stand_at(chosen)
        waiting = form.waiting.data
        return redirect(url_for("checkin.code", token=waiting) if waiting else url_for(".start", edition=edition), 303)
    here = door_here()
    form.door.data = here.code if here is not None and here.edition == edition else ""
    return which_door(edition, form)


def which_door(edition: Edition, form: DoorForm) -> str:
    """Ask which door it is."""
    doors = [(one.code, _("Entrance %(door)s", door=one.code)) for one in queries.doors(edition)]
    return render_template("checkin/manage/which_door.html", edition=edition, doors=doors, form=form)


def only_door(edition: Edition) -> Door | None:
    """With one door there is nothing to choose: a phone that may admit stands there."""
    doors = queries.doors(edition) if may(Permission.ADMIT, edition) else []
    if len(doors) != 1:
        return None
    stand_at(doors[0])
    return doors[0]


def stand_at(here: Door) -> None:
    """Remember on this device, with its edition: a letter alone would admit at another assembly."""
    session["door"] = f"{here.edition.slug}/{here.code}"


def door_here(find: Callable[[str, str], Door | None] = queries.door_by_slug) -> Door | None:
    """The door this phone was told it stands at, while whoever is signed in may admit there; `find` gives it by the
    slug of its edition and its letter."""
    slug, _slash, letter = session.get("door", "").partition("/")
    found = find(slug, letter) if letter else None
    return found if found is not None and may(Permission.ADMIT, found.edition) else None
