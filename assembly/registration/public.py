"""The registration form."""

import secrets

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import escape
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from assembly import clock, limiter, sealed
from assembly.access import queries as access_queries
from assembly.communities.queries import by_code, suggested_communities
from assembly.editions.queries.editions import place_counts, pool_of
from assembly.errors import DomainError, SentBefore
from assembly.extensions import csrf
from assembly.fold import clean, email_key
from assembly.formats import moment
from assembly.forms import choice
from assembly.i18n import _, _n, current_language
from assembly.models import Edition, Mode, PlaceCount, Represents, Reserve, State
from assembly.page_cache.drawn import drawn_once, is_for_nobody
from assembly.protocol.service import updating
from assembly.registration import allowances
from assembly.registration.forms.own import AddressForm
from assembly.registration.forms.registering import RegistrationForm
from assembly.registration.queries import participants as registration_participants
from assembly.registration.sent_form import SentForm
from assembly.registration.service import confirming, correcting, looking_up, registering
from assembly.registration.service.submission import OnlineOnly, Submission
from assembly.security import public
from assembly.transactions import writing

_OF_ONE = {"Cache-Control": "no-store"}
"A page that repeats what this browser has sent: nobody reads it later with the button that goes back."

pages = Blueprint("registration", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@pages.get("/participants")
@public(cached=False)
def participants(edition: Edition) -> str:
    """Show who takes part, of those who agreed to be named: all on one page, which is printed and searched."""
    search = clean(request.args.get("q", ""))[:200]
    listed = registration_participants.participants(edition, search)
    return render_template("registration/public/participants.html", participants=listed, search=search)


@pages.route("/register", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def register(edition: Edition) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Six questions on one page; a faulty answer comes back beside its field with nothing lost."""
    if request.method != "POST":
        return _empty(edition), 200, _OF_ONE if "again" in request.args else {}
    form = RegistrationForm()
    if not form.validate():
        return _page(edition, form), 400 if form.csrf_failed else 422
    try:
        answered = _answered(edition, _submission(form))
    except OnlineOnly as refusal:
        form.mode.errors = [str(refusal)]
        return _page(edition, form), refusal.status
    except SentBefore as refusal:
        form.key.data = secrets.token_urlsafe(24)
        return _page(edition, form, refusal), refusal.status
    except DomainError as refusal:
        return _page(edition, form, refusal), refusal.status
    session["received"] = answered.kept
    return redirect(url_for(".received", edition=edition), 303)


def _answered(edition: Edition, sent: Submission) -> SentForm:
    """Register somebody, or ask by email first where an allowance is used up."""
    asked = allowances.used_up(sent.email, sent.assistant_email)
    found = looking_up.look_up(sent, for_later=True)
    sealed.prepare_tokens(3 if sent.assistant_email else 2)
    with writing():
        ask = confirming.ask_to_confirm
        outcome = ask(edition, sent, asked) if asked else registering.register(edition, sent, found)
    return SentForm.of(edition.slug, sent, outcome) if outcome else SentForm.to_confirm(edition.slug, sent, asked)


@pages.get("/register/received")
@public(cached=False)
def received(edition: Edition) -> Response | tuple[str, int, dict[str, str]]:
    """The state in a sentence. The code itself goes to the address given, for anybody can type a name here."""
    told = _sent_here(edition)
    if told is None:
        return redirect(url_for(".register", edition=edition), 303)
    return _received(edition, told, AddressForm(formdata=None)), 200, _OF_ONE


@pages.post("/register/correct-address")
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def correct_address(edition: Edition) -> Response | tuple[str, int, dict[str, str]]:
    """Send the email to another address than the one this browser has just typed, until its link is opened."""
    told, form = _sent_here(edition), AddressForm()
    if told is None or told.state is None:
        abort(400)
    if not form.validate():
        return _received(edition, told, form), 400 if form.csrf_failed else 422, _OF_ONE
    try:
        if email_key(form.email.data) != email_key(told.submission.email):
            limiter.allow(allowances.asked_of_visitor(), *allowances.of_addresses(form.email.data))
            with writing():
                correcting.correct_sent(edition, told.submission, told.sent_at, form.email.data)
    except DomainError as refusal:
        return _received(edition, told, form, refusal), refusal.status, _OF_ONE
    session["received"] = told.to(form.email.data).kept
    return redirect(url_for(".received", edition=edition), 303)


def _sent_here(edition: Edition) -> SentForm | None:
    told = SentForm.read(session.get("received"))
    return told if told is not None and told.edition == edition.slug else None


def _received(edition: Edition, told: SentForm, form: AddressForm, refusal: DomainError | None = None) -> str:
    sent = told.submission
    return render_template(
        f"registration/public/{'received' if told.state else 'to_confirm'}.html",
        sent=sent,
        confirmed=told.state is State.CONFIRMED,
        waiting_number=told.waiting_number,
        asked=told.asked,
        place=sent.place if sent.represents is Represents.COMMUNITY else "",
        may_correct=correcting.may_correct_sent(edition, sent.key, told.sent_at),
        form=form,
        refusal=refusal,
    )


def _empty(edition: Edition) -> str:
    """The form before anything is typed. Without a query it is the same for everybody but for its two tokens and the
    places left, so it is drawn once and these are put in."""
    ways = _ways(edition)
    key, token, mark = secrets.token_urlsafe(24), generate_csrf(), secrets.token_hex(8)

    def draw(ways: list[SelectChoice]) -> str:
        form = RegistrationForm()
        form.key.data = key
        _prefill(form, edition)
        return _page(edition, form, ways=ways)

    if request.args or not _is_open(ways) or not is_for_nobody():
        return draw(ways)
    notes = {f"{mark}-{number}": escape(way.render_kw["note"]) for number, way in enumerate(ways)}
    noted = [choice(way.value, way.label, note, way.render_kw["closed"]) for note, way in zip(notes, ways, strict=True)]
    offered = tuple((way.value, way.render_kw["closed"]) for way in ways)
    own = {token: token, key: key} | notes
    return drawn_once(("register", edition.id, current_language(), offered), lambda: draw(noted), own)


def _is_open(ways: list[SelectChoice]) -> bool:
    return not all(way.render_kw["closed"] for way in ways)


def _page(
    edition: Edition,
    form: RegistrationForm,
    refusal: DomainError | None = None,
    *,
    ways: list[SelectChoice] | None = None,
) -> str:
    online_only = _("You can follow online. In-person places are for cities, regions and public bodies.")
    form.represents.choices = [
        choice(one.value, one.label, f"· {online_only}" if one is Represents.ORGANISATION else "") for one in Represents
    ]
    form.mode.choices = ways = _ways(edition) if ways is None else ways
    return render_template(
        "registration/public/register.html",
        is_open=_is_open(ways),
        form=form,
        refusal=refusal,
        communities=suggested_communities(),
    )


def _ways(edition: Edition) -> list[SelectChoice]:
    """The modes on offer, each with what there is to know: places left, and until when, on whose clocks."""
    counts = place_counts(edition)
    return [
        choice(
            mode.value,
            mode.label,
            "· " + " · ".join(filter(None, (_left(edition, counts[mode]), _when(edition, counts[mode])))),
            closed=not counts[mode].takes_everybody,
        )
        for mode in Mode
        if mode in counts
    ]


def _left(edition: Edition, count: PlaceCount) -> str:
    if count.is_open and count.by_invitation:
        return _("by invitation")
    pool = pool_of(edition, count.mode) if count.is_open and count.mode is Mode.ON_SITE else None
    if pool is None:
        return ""
    if not pool.left:
        return _("waiting list")
    left = _n("%(num)s place left", "%(num)s places left", pool.left)
    return left if pool.open_to is Reserve.EVERYBODY else f"{left} {pool.reserve.label}"


def _when(edition: Edition, count: PlaceCount) -> str:
    if not count.is_offered:
        return _("no longer offered")
    if count.is_open:
        return _("until %(moment)s", moment=moment(count.closes_at, edition.zone))
    closes_at = min(count.closes_at, edition.ends_at)
    if closes_at < clock.now():
        return _("closed on %(moment)s", moment=moment(closes_at, edition.zone))
    return _("opens on %(moment)s", moment=moment(count.opens_at, edition.zone))


def _prefill(form: RegistrationForm, edition: Edition) -> None:
    """`?community=rzeszow` or, for the next person of the same city, what this browser has just sent, or whom it has
    opened the page of."""
    code = clean(request.args.get("community", ""))
    community = by_code(code) if code else None
    if community is not None:
        form.place.data, form.community.data = community.native_name, community.code
    elif request.args.get("again") == "office":
        _prefill_for_office(form, edition)
    elif "again" in request.args:
        told = _sent_here(edition)
        if told is not None and told.submission.represents is Represents.COMMUNITY:
            form.place.data, form.community.data = told.submission.place, told.submission.community
        form.assistant_email.data = told.submission.assistant_email if told is not None else ""
    if form.place.data:
        form.represents.data = Represents.COMMUNITY.value


def _prefill_for_office(form: RegistrationForm, edition: Edition) -> None:
    """The city of the registration this browser has opened, and the address of whoever acts for it."""
    link = access_queries.link_by_hash(session.get("own_link", ""))
    if link is not None and link.is_valid and link.registration.edition == edition:
        form.place.data = updating.place_of(link.registration)
        form.assistant_email.data = link.sent_to or link.registration.person.email or ""


def _submission(form: RegistrationForm) -> Submission:
    return Submission(
        **form.typed("key", "place", "given", "family", "function", "email", "assistant_email", "community"),
        represents=Represents(form.represents.data),
        mode=Mode(form.mode.data),
        lang=current_language(),
    )
