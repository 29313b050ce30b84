"""The speakers of an edition: the list with what is missing, one of them, one more."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly import pictures
from assembly.agenda.queries import in_draft
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.fold import clean
from assembly.formats import LANGUAGES_OF_EUROPE, language
from assembly.forms import Answer, Button, lead_to
from assembly.i18n import _
from assembly.models import AppearanceState, Edition, MandateRole, Person, Presence, Session
from assembly.paging import page_of
from assembly.security import Permission, may, needs
from assembly.speakers import board
from assembly.speakers.board import NO_SESSION, Filters, Gap, Listed
from assembly.speakers.facts import MandateFacts, SpeakerFacts, portrait_mark
from assembly.speakers.forms.people import NewSpeakerForm, SpeakerForm
from assembly.speakers.manage.saved_sentence import saved
from assembly.speakers.queries import name_and_position
from assembly.speakers.service import people
from assembly.transactions import fresh, writing
from assembly.web import page_asked, stored_file, takes_files

office = Blueprint("speakers_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/speakers")


@office.get("/")
@needs(Permission.PUBLISH)
def listing(edition: Edition) -> str:
    """Everybody, co-chairs first, with their sessions, their answers, and what is missing in which language, fifty a
    page."""
    everybody, asked = board.listed(edition), _filters()
    return render_template(
        "speakers/manage/list.html",
        everybody=everybody,
        page=page_of([one for one in everybody if asked.fit(one)], page_asked()),
        asked=asked,
        missing={gap: count for gap in Gap if (count := sum(gap in one.gaps for one in everybody))},
        gaps=[(one.value, one.label) for one in Gap],
        states=[(one.value, one.label) for one in AppearanceState] + [(NO_SESSION, _("Not in a session yet"))],
        presences=[(one.value, one.label) for one in Presence],
    )


def _filters() -> Filters:
    """What the address asks for; what is no filter is none."""
    said = {name: clean(request.args.get(name, ""))[:200] for name in ("q", "state", "presence", "missing")}
    return Filters(
        said["q"],
        said["state"] if said["state"] in {*AppearanceState, NO_SESSION} else "",
        Presence(said["presence"]) if said["presence"] in set(Presence) else None,
        Gap(said["missing"]) if said["missing"] in set(Gap) else None,
    )


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition) -> Answer:
    """Somebody new; whoever is known already by a name like theirs can be taken instead. The address may name the
    `session` they are added for, who was looked for, and the `role` of their position."""
    form, alike = NewSpeakerForm(), []
    if not form.is_submitted():
        form.role.data = request.args.get("role", MandateRole.OFFICIAL.value)
        form.given.data, _space, form.family.data = clean(request.args.get("name", ""))[:200].rpartition(" ")
    if form.validate_on_submit():
        alike = [] if form.another.data else _alike(edition, form)
        if not alike:
            with writing():
                code = _create(fresh(edition), form)
            return _listed_now(edition, code, another=bool(form.more.data))
    page = render_template(
        "speakers/manage/add.html",
        form=form,
        alike=[(one, board.mandates_of(one)[:1]) for one in alike],
        languages=_languages(),
        session=_session(edition),
    )
    return page, 422 if form.is_submitted() else 200


def _session(edition: Edition) -> Session | None:
    """The session of the draft that somebody is to be added to, if the address names one."""
    return in_draft(edition, request.args["session"]) if "session" in request.args else None


def _listed_now(edition: Edition, code: str, *, another: bool = False) -> Response:
    """Back to the session they are for, to one more, or to their own page."""
    name, session = _listed(edition, code).person.full_name, _session(edition)
    flash(_("%(name)s is on the list.", name=name), "ok")
    if session is not None:
        return redirect(url_for("programme.add_part", edition=edition, code=session.code, q=name, person=code), 303)
    target = url_for(".add", edition=edition) if another else url_for(".one", edition=edition, code=code)
    return redirect(target, 303)


def _alike(edition: Edition, form: NewSpeakerForm) -> list[Person]:
    registered = may(Permission.SEE_PEOPLE, edition)
    return board.alike_people(edition, form.given.data, form.family.data, registered=registered)


def _create(edition: Edition, form: NewSpeakerForm) -> str:
    office = None
    if form.function.data:
        office = MandateFacts(MandateRole(form.role.data), None, form.body.data, form.function.data, None, None)
    return str(people.create_speaker(edition, form.person, office).person.code)


@office.post("/<code>/take")
@needs(Permission.PUBLISH)
def take(edition: Edition, code: str) -> Response:
    """Put somebody we know on the list."""
    person = board.known(edition, code, registered=may(Permission.SEE_PEOPLE, edition)) or abort(404)
    if Button().validate_on_submit():
        with writing():
            people.add_speaker(fresh(edition), fresh(person))
        return _listed_now(edition, code)
    return redirect(url_for(".add", edition=edition), 303)


@office.route("/<code>", methods=["GET", "POST"])
@takes_files(16)
@needs(Permission.PUBLISH)
def one(edition: Edition, code: str) -> Answer:
    """Who they are, what the programme says of them, their sessions and mandates."""
    listed, form = _listed(edition, code), SpeakerForm()
    is_expected = board.is_expected(listed.person)
    if is_expected:  # the name is corrected where they are registered
        form.given.data, form.family.data = listed.person.given, listed.person.family
    if not form.is_submitted():
        _show(form, listed)
        return _page(edition, listed, form), 200
    if not form.validate():
        return _page(edition, listed, form), 422
    try:
        picture = pictures.fresh(form.portrait.content, square=True) if form.portrait.content else None
    except DomainError as refusal:
        form.portrait.errors = [str(refusal)]
        return _page(edition, listed, form), refusal.status
    before = name_and_position(edition, listed.person)
    try:
        with writing():
            _store(fresh(edition), listed.person.id, form, picture)
    except ChangedMeanwhile as refusal:
        listed = _listed(edition, code)
        theirs = form.differing(SpeakerFacts.read(listed.person, listed.speaker))
        form.portrait_seen.data = portrait_mark(listed.speaker)
        return _page(edition, listed, form, refusal, theirs), refusal.status
    except DomainError as refusal:
        return _page(edition, _listed(edition, code), form, refusal), refusal.status
    return lead_to(".one", saved(edition, _listed(edition, code).person, before), edition=edition, code=code)


def _store(edition: Edition, person_id: int, form: SpeakerForm, picture: pictures.Fresh | None) -> None:
    person = db.session.get_one(Person, person_id)
    speaker = people.change_speaker(edition, person, form.facts, seen=form.seen.data)
    if picture is not None:
        people.set_portrait(speaker, picture, seen=form.portrait_seen.data)
    elif form.without_portrait.data:
        people.drop_portrait(speaker, seen=form.portrait_seen.data)


def _show(form: SpeakerForm, listed: Listed) -> None:
    form.show(SpeakerFacts.read(listed.person, listed.speaker))
    form.portrait_seen.data = portrait_mark(listed.speaker)


@office.get("/<code>/portrait")
@needs(Permission.PUBLISH)
def portrait(edition: Edition, code: str) -> Response:
    """Their portrait as the office sees it, published or not."""
    speaker = _listed(edition, code).speaker
    return stored_file(speaker.portrait if speaker else None)


@office.post("/<code>/still-right")
@needs(Permission.PUBLISH)
def still_right(edition: Edition, code: str) -> Response:
    """Both languages of the biography say the same, though one was changed later."""
    speaker = _listed(edition, code).speaker
    if Button().validate_on_submit() and speaker is not None:
        with writing():
            people.words_still_right(fresh(speaker))
    return redirect(url_for(".one", edition=edition, code=code), 303)


@office.post("/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Answer:
    """Off the list, unless something that must stay refers to them."""
    listed = _listed(edition, code)
    if not Button().validate_on_submit():
        return redirect(url_for(".one", edition=edition, code=code), 303)
    name = listed.person.full_name
    try:
        with writing():
            people.remove_speaker(fresh(edition), fresh(listed.person))
    except DomainError as refusal:
        listed, form = _listed(edition, code), SpeakerForm(formdata=None)
        _show(form, listed)
        return _page(edition, listed, form, refusal), refusal.status
    return lead_to(".listing", _("%(name)s is no longer on the list.", name=name), edition=edition)


def _page(
    edition: Edition,
    listed: Listed,
    form: SpeakerForm,
    refusal: DomainError | None = None,
    theirs: list[tuple[str, object]] | None = None,
) -> str:
    speaker = listed.speaker
    return render_template(
        "speakers/manage/one.html",
        one=listed,
        form=form,
        refusal=refusal,
        theirs=theirs or [],
        is_expected=board.is_expected(listed.person),
        registration=board.registration_here(edition, listed.person),
        mandates=board.mandates_of(listed.person),
        stale=speaker is not None and "biography" in speaker.stale_words(),
        languages=_languages(),
        accept=pictures.ACCEPT,
    )


def _languages() -> list[tuple[str, str]]:
    return sorted(((code, language(code)) for code in LANGUAGES_OF_EUROPE), key=lambda pair: pair[1])


def _listed(edition: Edition, code: str) -> Listed:
    return board.one_listed(edition, code) or abort(404)
