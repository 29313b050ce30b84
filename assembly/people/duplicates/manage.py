"""People who may be one person: looked at side by side, made one, or said to be two."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.access.pages import office
from assembly.access.queries import active_of
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import read_coded
from assembly.formats import language
from assembly.forms import lead_to
from assembly.i18n import _, _l
from assembly.models import Edition, Person, Registration
from assembly.people.duplicates import queries as duplicate_queries
from assembly.people.duplicates.forms import TwinsForm
from assembly.people.duplicates.service import merging
from assembly.security import Permission, editions_with, needs
from assembly.speakers.queries import mandates_on
from assembly.transactions import fresh, writing

LABELS = {
    "name": _l("Name"),
    "email": _l("Email address"),
    "badge_name": _l("Name on the badge"),
    "function": _l("Position"),
    "place": _l("Represents"),
    "address_form": _l("Form of address"),
    "phone": _l("Telephone"),
    "lang": _l("Language for our emails"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What the two say differently, and which of them is offered; `side` is the one that must be taken, if any."""

    name: str
    label: str
    kept: str
    gone: str
    from_gone: bool
    side: str = ""


@office.get("/people/duplicates")
@needs(Permission.ADD_PEOPLE)
def duplicates(edition: Edition) -> str:
    """Pairs to look at, the surest first."""
    found = duplicate_queries.twins(edition)
    return render_template(
        "people/manage/duplicates.html",
        found=found,
        most=duplicate_queries.MOST_PAIRS,
        Sign=duplicate_queries.Sign,
    )


@office.get("/people/duplicates/<one>/<other>")
@needs(Permission.ADD_PEOPLE)
def compare(edition: Edition, one: str, other: str) -> Response | str:
    """Two people side by side: which fact stays, what follows, then one of two buttons."""
    return _side_by_side(edition, _pair(edition, one, other))


@office.post("/people/duplicates/<one>/<other>")
@needs(Permission.ADD_PEOPLE)
def make_one(edition: Edition, one: str, other: str) -> Response | tuple[str, int]:
    """They are one person. A second click leads to who stands."""
    if (standing := _one_already(edition, one, other)) is not None:
        return standing
    pair, form = _pair(edition, one, other), TwinsForm()
    if not form.validate_on_submit():
        return redirect(url_for(".compare", edition=edition, one=one, other=other), 303)
    names = {"kept": pair.kept.full_name, "gone": pair.gone.full_name}
    try:
        check_unchanged(form.kept.data, pair.kept.code)
        with writing():
            kept, gone = (fresh(each) for each in (pair.kept, pair.gone))
            merging.merge(fresh(edition), kept, gone, _wanted(form), _ours())
    except DomainError as refusal:
        quicker = _one_already(edition, one, other)
        return quicker or (_side_by_side(edition, _pair(edition, one, other), refusal), refusal.status)
    return lead_to(".duplicates", _("%(kept)s and %(gone)s have been merged.", **names), edition=edition)


@office.post("/people/duplicates/<one>/<other>/two")
@needs(Permission.ADD_PEOPLE)
def keep_two(edition: Edition, one: str, other: str) -> Response:
    """They are two people: nobody is asked again."""
    pair = _pair(edition, one, other)
    if TwinsForm().validate_on_submit():
        with writing():
            merging.say_two(*(fresh(each) for each in (pair.kept, pair.gone)))
        flash(_("The two people are kept separate and will not be suggested again."), "ok")
    return redirect(url_for(".duplicates", edition=edition), 303)


def _one_already(edition: Edition, one: str, other: str) -> Response | None:
    """To the one they have become; None while there are two to look at here."""
    first, second = _both(one, other)
    kept, gone = (first, second) if second.merged_into_id == first.id else (second, first)
    if gone.merged_into_id != kept.id or duplicate_queries.pair(edition, kept, gone) is not None:
        return None
    flash(_("%(kept)s and %(gone)s have been merged.", kept=kept.full_name, gone=gone.full_name), "ok")
    stands = active_of(edition, kept)
    if stands is None:
        return redirect(url_for(".duplicates", edition=edition), 303)
    return redirect(url_for(".person", edition=edition, code=stands.code), 303)


def _both(one: str, other: str) -> tuple[Person, Person]:
    return read_coded(Person, one) or abort(404), read_coded(Person, other) or abort(404)


def _pair(edition: Edition, one: str, other: str) -> duplicate_queries.Pair:
    first, second = _both(one, other)
    return duplicate_queries.pair(edition, first, second) or abort(404)


def _ours() -> list[int | None]:
    """Where whoever looks may change people."""
    return editions_with(Permission.ADD_PEOPLE)


def _wanted(form: TwinsForm) -> merging.Wanted:
    chosen = {name.removeprefix("from-") for name, value in request.form.items() if value == "gone"}
    versions = form.kept_version.number, form.gone_version.number
    return merging.Wanted(versions, frozenset(chosen), "registration" in chosen)


def _side_by_side(edition: Edition, pair: duplicate_queries.Pair, refusal: DomainError | None = None) -> str:
    of_kept, of_gone = pair.of_kept, pair.of_gone
    sides = merging.sides(pair.kept, pair.gone, {edition.id, *_ours()})
    return render_template(
        "people/manage/compare.html",
        pair=pair,
        sign=duplicate_queries.sign_of(edition, pair.kept, pair.gone),
        mandates={one.code: mandates_on(one, edition) for one in (pair.kept, pair.gone)},
        both=bool(of_kept and of_gone),
        facts=_facts(pair, sides),
        elsewhere=any(sides.values()),
        undecided="neither" in sides.values(),
        registration_of_gone=_chosen("registration", pair.better_is_gone),
        roles={one.code: duplicate_queries.roles_of(edition, one) for one in (pair.kept, pair.gone)},
        form=TwinsForm(
            formdata=None,
            kept=pair.kept.code,
            kept_version=str(of_kept.version if of_kept else 0),
            gone_version=str(of_gone.version if of_gone else 0),
        ),
        refusal=refusal,
    )


def _facts(pair: duplicate_queries.Pair, sides: dict[str, str]) -> list[Fact]:
    """Every fact in which they differ; what only one of them says is offered, unless `sides` says which it must be."""
    values = [(name, _of_person(pair.kept, name), _of_person(pair.gone, name)) for name in merging.OF_A_PERSON]
    if pair.of_kept is not None and pair.of_gone is not None:
        values += [
            (name, _of_registration(pair.of_kept, name), _of_registration(pair.of_gone, name))
            for name in merging.OF_A_REGISTRATION
        ]
    found = []
    for name, kept, gone in values:
        offered = not kept or (bool(gone) and name != "name" and pair.better_is_gone)
        side = sides.get(name, "")
        if kept != gone:
            chosen = side == "gone" if side else _chosen(name, offered)
            found.append(Fact(name, str(LABELS[name]), kept, gone, chosen, side))
    return found


def _chosen(name: str, otherwise: bool) -> bool:
    said = request.form.get(f"from-{name}")
    return said == "gone" if said else otherwise


def _of_person(person: Person, name: str) -> str:
    return person.full_name if name == "name" else person.email or ""


def _of_registration(registration: Registration, name: str) -> str:
    shown: dict[str, Any] = {
        "place": registration.community.names if registration.community else registration.org_text,
        "lang": language(registration.lang),
    }
    return str(shown.get(name, getattr(registration, name, "")))
