"""Messages about accessibility in the office: what to answer, and by when."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.forms import press
from assembly.i18n import _
from assembly.models import Edition
from assembly.privacy.queries import accessibility as queries
from assembly.privacy.service import accessibility as service
from assembly.security import Permission, needs

office = Blueprint(
    "accessibility_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/messages/accessibility"
)


@office.get("/")
@needs(Permission.WRITE_MESSAGES)
def listing(edition: Edition) -> str:
    """Those nobody has answered yet."""
    return render_template("privacy/manage/accessibility.html", messages=queries.messages(edition))


@office.post("/<code>/answered")
@needs(Permission.WRITE_MESSAGES)
def answered(edition: Edition, code: str) -> Response:
    """Delete one that is answered."""
    press(lambda here: service.remove_message(here, code), edition, said=_("The message is deleted."))
    return redirect(url_for(".listing", edition=edition), 303)
