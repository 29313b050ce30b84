"""The words of our mails: ours to start from, the organiser's in their place, read on a real person."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.access.queries import newest
from assembly.forms import lead_to, press
from assembly.i18n import LANGUAGES, _, speaking
from assembly.mail import texts
from assembly.mail.texts import PLACES, Text
from assembly.messages.forms import TextForm
from assembly.messages.queries.catching_up import newest_of_step
from assembly.messages.reading import Read, in_both
from assembly.messages.service import texts as text_service
from assembly.models import Edition, State, Step
from assembly.registration.emails.states import values_of_edition
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("texts", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/messages/texts")


@office.get("/")
@needs(Permission.WRITE_MESSAGES)
def listing(edition: Edition) -> str:
    """Each kind of mail, and whether its words are ours."""
    return render_template(
        "messages/manage/texts.html",
        texts=[(one, texts.replaced(edition.id, one.name)) for one in texts.all_texts()],
    )


@office.route("/<code>", methods=["GET", "POST"])
@needs(Permission.WRITE_MESSAGES)
def one(edition: Edition, code: str) -> Response | str | tuple[str, int]:
    """Its words, and the whole mail below."""
    text = _text(code)
    own, (subject, opening) = texts.replaced(edition.id, text.name), text.ours()
    form = TextForm(subject=own.subject if own else subject, opening=own.opening if own else opening)
    if form.validate_on_submit():
        with writing():
            text_service.replace(edition, text.name, subject=form.subject.data, opening=form.opening.data)
        return lead_to(".one", _("Saved. Emails will use this text from now on."), edition=edition, code=code)
    page = render_template(
        "messages/manage/text.html",
        text=text,
        own=own,
        form=form,
        places=PLACES,
        readings=readings_of(edition, text),
    )
    return (page, 422) if form.is_submitted() else page


@office.post("/<code>/restore")
@needs(Permission.WRITE_MESSAGES)
def restore(edition: Edition, code: str) -> Response:
    """Back to our text."""
    text = _text(code)
    press(lambda: text_service.restore(edition, text.name))
    return redirect(url_for(".one", edition=edition, code=code), 303)


def readings_of(edition: Edition, text: Text) -> list[Read]:
    """The whole mail to the newest registration it fits; while there is none, its words to an invented person."""
    someone = newest(edition, State(text.state)) if text.state else None
    if text.name in set(Step) and Step(text.name).is_catch_up:
        someone = newest_of_step(edition, Step(text.name)) or someone
    if someone is not None:
        return in_both(text.kind, edition, {"registration": someone.code, "assistant": False, "is_preview": True})
    return [_invented(edition, text, lang) for lang in LANGUAGES]


def _invented(edition: Edition, text: Text, lang: str) -> Read:
    with speaking(lang):
        values = {"name": lambda: "Anna Svensson", **values_of_edition(edition)}
        subject, opening = texts.said(edition.id, text.name, values)
        return Read(lang, subject, "\n\n".join(opening))


def _text(code: str) -> Text:
    return texts.by_name(code) or abort(404)
