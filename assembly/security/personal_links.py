"""The markers of pages that a personal link opens on a device."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, abort, after_this_request, g, request, session
from sqlalchemy import Select, or_, select

from assembly.errors import DomainError
from assembly.extensions import read_one
from assembly.history import set_actor
from assembly.i18n import _l
from assembly.models import AccessLink, Edition, Invitation, NetworkList, Purpose, Signing, SpeakerInvitation
from assembly.security.marking import View, mark

KEPT_ENDED = "X-Kept-Ended"
"Tells a phone that keeps the entry code (`static/js/code_worker.js`) that its link, or the code, has ended."
_Row = TypeVar("_Row")
WHOSE = "whose"
"The hidden field of every form behind a personal link: the code of the registration or invitation it was drawn for."


class AnotherOpened(DomainError):
    """The form was drawn for one registration, and the link of another has been opened in this browser since."""

    sentence = _l("Another registration has been opened on this device. Open the link in your email again.")


def _says_that_link_ended(answer: Response) -> Response:
    answer.headers[KEPT_ENDED] = "link"
    return answer


def own_registration(view: View) -> View:
    """Whoever opened their personal link on this device; the view receives that link as `link`."""
    return _own_registration(view, needs_link=True)


def own_registration_if_opened(view: View) -> View:
    """The same, and a device that never opened one: `link` is then None. A link that is over is refused."""
    return _own_registration(view, needs_link=False)


def _own_registration(view: View, *, needs_link: bool) -> View:
    def guard(values: dict[str, Any]) -> None:
        if session.get("own_link") is None and not needs_link:
            values["link"] = None
            return
        link = _link_of_cookie()
        if link is None or not link.is_valid:
            if session.pop("own_link", None):
                after_this_request(_says_that_link_ended)
            abort(403, description="own")
        _same_as_drawn(link.registration.code)
        set_actor(link.registration.actor)
        g.acts_for_another = link.purpose is not Purpose.OWN
        values["link"] = link

    return mark(view, "own", guard)


def opened_link() -> AccessLink | None:
    """Find the personal link opened on this device while it is valid, for a public page that has forms for it."""
    link = _link_of_cookie()
    if link is None or not link.is_valid:
        return None
    g.whose = link.registration.code
    return link


def has_opened_registration(edition: Edition) -> bool:
    """Whether this device has opened the personal link of somebody who means to come to this edition."""
    link = _link_of_cookie()
    if link is None or not link.is_valid:
        return False
    return link.registration.edition_id == edition.id and link.registration.state.is_active


def _link_of_cookie() -> AccessLink | None:
    code = session.get("own_link")
    return read_one(select(AccessLink).where(AccessLink.token_hash == code)) if code else None


def own_signing(view: View) -> View:
    """Whoever opened the link of a signing on this device; the view receives that `signing`."""

    def guard(values: dict[str, Any]) -> None:
        code, ours = session.get("own_signing"), select(Signing)
        found = _opened("own_signing", ours.where(Signing.token_hash == code), lambda one: one.link_is_valid)
        set_actor(f"signing:{found.code}")
        values["signing"] = found

    return mark(view, "own", guard)


def own_invitation(view: View) -> View:
    """Whoever opened the link of an invitation on this device; the view receives that `invitation`."""

    def guard(values: dict[str, Any]) -> None:
        code, ours = session.get("own_invitation"), select(Invitation)
        found = _opened("own_invitation", ours.where(Invitation.token_hash == code), lambda one: one.is_open)
        _same_as_drawn(found.code)
        set_actor(f"invitation:{found.code}")
        values["invitation"] = found

    return mark(view, "own", guard)


def own_speaker(view: View) -> View:
    """Whoever opened a link of a speaker's invitation on this device; the view receives that `invitation`.

    `g.acts_for_another` says whether it was the link of the office. One that was withdrawn is passed on: its page says
    so.
    """

    def guard(values: dict[str, Any]) -> None:
        code = session.get("own_speaker")
        either = or_(SpeakerInvitation.token_hash == code, SpeakerInvitation.office_token_hash == code)
        found = _opened("own_speaker", select(SpeakerInvitation).where(either), lambda one: one.link_is_valid)
        _same_as_drawn(found.code)
        g.acts_for_another = code != found.token_hash
        set_actor(f"speaker_invitation:{found.code}")
        values["invitation"] = found

    return mark(view, "own", guard)


def own_network_list(view: View) -> View:
    """Whoever opened the link of a network's list on this device; the view receives it as `shown`. Nothing changes."""

    def guard(values: dict[str, Any]) -> None:
        code, ours = session.get("own_network_list"), select(NetworkList)
        shown = _opened("own_network_list", ours.where(NetworkList.token_hash == code), lambda one: one.is_open)
        values["shown"] = shown

    return mark(view, "own", guard)


def _opened(cookie: str, sought: Select[_Row], is_valid: Callable[[_Row], bool]) -> _Row:
    """What the link opened on this device stands for. Whoever has opened none, or one that is over, is refused."""
    found = read_one(sought) if session.get(cookie) else None
    if found is None or not is_valid(found):
        session.pop(cookie, None)
        abort(403, description="own")
    return found


def _same_as_drawn(code: str) -> None:
    """A form acts on what its page showed: the cookie is one for all tabs. Raises AnotherOpened.

    What is drawn now carries the code in its turn (`token` in macros/forms.html).
    """
    if request.method == "POST" and request.form.get(WHOSE, "") != code:
        raise AnotherOpened
    g.whose = code
