"""The home of an edition: which of its four pages it is now, and what each of them shows."""

from typing import Any

from flask import render_template, url_for

from assembly import clock
from assembly.agenda.published.schema_org import edition_event
from assembly.agenda.queries import last_release, now_and_next, present_among, running, with_changes_of_today
from assembly.communities.queries import networks
from assembly.editions.queries import editions, pictures
from assembly.formats import in_words
from assembly.i18n import LANGUAGES, _
from assembly.models import Edition, Mode, Phase, Quote, ReleasedSession
from assembly.recordings.queries import states_by_language
from assembly.security import has_opened_registration
from assembly.speakers.board import public_profiles
from assembly.speakers.queries import appearances_in, approved_quotes, co_chairs
from assembly.stats import figures
from assembly.stats.hemicycle import hemicycle
from assembly.stats.queries import participation


def home_page(edition: Edition) -> str:
    """What the edition is, who takes part, and one next step, as its moment asks for."""
    moment, people = _moment(edition), participation(edition)
    sessions, announced = with_changes_of_today(edition)
    langs, others = _languages(sessions)
    return render_template(
        f"editions/public/home_{moment}.html",
        edition=edition,
        paths={lang: url_for("editions.home", lang=lang, edition=edition) for lang in LANGUAGES},
        who_may_come=_who_may_come(edition),
        people=people,
        caption=figures.caption(people, edition.phase, is_closed=_is_over(edition)),
        seats=hemicycle(people.of(edition.phase).communities, people.seats_joined),
        counts=editions.place_counts(edition),
        sessions=sessions,
        announced=announced,
        langs=langs,
        others=others,
        event=edition_event(edition, langs or others),
        **_OF[moment](edition, sessions),
    )


def _moment(edition: Edition) -> str:
    """Which of the four homes it is."""
    if not edition.takes_place:
        return "closed"
    if edition.phase is Phase.BEFORE:
        return "before" if edition.registration_is_open else "closed"
    return "day" if edition.phase is Phase.ON_THE_DAY else "after"


def _is_over(edition: Edition) -> bool:
    """Whether nobody can register any more, invited or not; hours that were never set have not passed."""
    ends = [one.closes_at for one in edition.places if one.has_hours]
    return not edition.takes_place or (bool(ends) and all(map(clock.has_come, ends)))


def _languages(sessions: list[ReleasedSession]) -> tuple[list[str], list[str]]:
    """Find the languages in which one can follow all of it, spoken or interpreted, and into which some of it is
    interpreted besides; where none serves for all of it, those spoken somewhere."""
    heard = [{*one.spoken, *one.into} for one in sessions if one.spoken or one.into]
    everywhere = set[str]().union(*heard[:1]).intersection(*heard)
    somewhere = {lang for one in sessions for lang in (one.into if everywhere else one.spoken)}
    return sorted(everywhere), sorted(somewhere - everywhere)


def _who_may_come(edition: Edition) -> str:
    """Say for whom the places are, by the ways of taking part that are offered; nothing once it is over."""
    ways = {one.mode for one in edition.places if one.is_offered} if edition.phase is not Phase.AFTER else set()
    if ways == {Mode.ONLINE}:
        return _("Anyone can follow online.")
    if ways == {Mode.ON_SITE}:
        return _("Mayors and representatives of cities, regions and public bodies can attend in person.")
    if not ways:
        return ""
    return _(
        "Mayors and representatives of cities, regions and public bodies can attend in person; "
        "anyone can follow online."
    )


def _before(edition: Edition, sessions: list[ReleasedSession]) -> dict[str, Any]:
    return {
        "pool": editions.pool_of(edition, Mode.ON_SITE),
        "networks": networks(),
        "is_registered": has_opened_registration(edition),
        "in_words": in_words,
        **_people(edition, sessions),
    }


def _closed(edition: Edition, sessions: list[ReleasedSession]) -> dict[str, Any]:
    return {**_near(edition), **_people(edition, sessions)}


def _day(edition: Edition, sessions: list[ReleasedSession]) -> dict[str, Any]:
    shown = now_and_next(sessions, present_among(sessions))
    told = {**_near(edition), "now_and_next": shown, "running": running(sessions), "speaking": appearances_in(shown)}
    release = told["release"]
    is_of_today = release is not None and clock.local_day(release.at, edition.zone) >= edition.day
    notice = release.note if is_of_today else None
    return told | {"notice_of_today": notice, "is_registered": has_opened_registration(edition)}


def _after(edition: Edition, sessions: list[ReleasedSession]) -> dict[str, Any]:
    quotes: dict[int, Quote] = {}
    for one in approved_quotes(edition):
        quotes.setdefault(one.person_id, one)  # two voices say more than one person twice
    return {
        "quotes": list(quotes.values())[:2],
        "said_in": {one.session_id: one for one in sessions},
        "tracks": states_by_language(edition),
        "watch_in": {"en": "Watch in English", "fr": "Regarder en français"},
        "picture": pictures.family_picture(edition),
        **({} if quotes else _people(edition, sessions)),
    }


def _near(edition: Edition) -> dict[str, Any]:
    return {
        "release": last_release(edition),
        "practical": {one.topic.value: one for one in editions.practical(edition)},
    }


def _people(edition: Edition, sessions: list[ReleasedSession]) -> dict[str, Any]:
    """Read the co-chairs with their portraits and offices, and who speaks in which session."""
    speaking = appearances_in(sessions)
    return {
        "co_chairs": co_chairs(edition),
        "profiles": public_profiles(edition),
        "speaking": speaking,
        "offices": {one.person_id: one.function for rows in speaking.values() for one in rows if one.function},
    }


_OF = {"before": _before, "closed": _closed, "day": _day, "after": _after}
