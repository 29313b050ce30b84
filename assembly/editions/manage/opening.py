"""What is missing before an edition opens, and making it public."""

from collections.abc import Callable

from flask import redirect, render_template, url_for

from assembly.editions.checklist import missing
from assembly.editions.manage.blueprint import office
from assembly.editions.queries import editions, setting_up
from assembly.editions.service import opening
from assembly.errors import DomainError
from assembly.forms import Answer, Button, lead_to, refused_on
from assembly.i18n import _
from assembly.models import Edition, MailText, Practical
from assembly.security import Permission, needs
from assembly.speakers.queries import co_chairs
from assembly.transactions import fresh, writing


@office.get("/opening")
@needs(Permission.EDIT_SETTINGS)
def checklist(edition: Edition) -> str:
    """What is missing, each with the page where one mends it; and the button."""
    return _page(edition)


@office.post("/opening/public")
@needs(Permission.EDIT_SETTINGS)
def announce(edition: Edition) -> Answer:
    """From now on everybody sees it."""
    return _act(edition, opening.announce, _("This assembly is now public."))


@office.post("/opening/hide")
@needs(Permission.EDIT_SETTINGS)
def hide(edition: Edition) -> Answer:
    """Nobody sees it again but the office, while nobody has registered."""
    return _act(edition, opening.hide, _("Only the organising team can see this assembly."))


@office.post("/opening/mails-read")
@needs(Permission.EDIT_SETTINGS)
def mails_read(edition: Edition) -> Answer:
    """The copied texts of the mails still hold."""
    return _act(edition, lambda one: opening.copied_words_are_right(one, MailText), _("Saved."))


@office.post("/opening/practical-read")
@needs(Permission.EDIT_SETTINGS)
def practical_read(edition: Edition) -> Answer:
    """The copied practical information still holds."""
    return _act(edition, lambda one: opening.copied_words_are_right(one, Practical), _("Saved."))


def _act(edition: Edition, act: Callable[[Edition], None], said: str) -> Answer:
    if not Button().validate_on_submit():
        return redirect(url_for(".checklist", edition=edition), 303)
    with refused_on(lambda refusal: _page(edition, refusal)), writing():
        act(fresh(edition))
    return lead_to(".checklist", said, edition=edition)


def _page(edition: Edition, refusal: DomainError | None = None) -> str:
    facts = setting_up.facts_of(edition)
    items = missing(facts)
    return render_template(
        "editions/manage/checklist.html",
        refusal=refusal,
        blocking=[one for one in items if one.blocks],
        advice=[one for one in items if not one.blocks],
        facts=facts,
        chairs=co_chairs(edition),
        registered=editions.was_registered_at(edition),
        invited=editions.was_invited_to(edition),
    )
