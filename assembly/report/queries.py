"""Reads of the report: its facts as they are now, its sheets, what is published."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, lazyload

from assembly import clock
from assembly.agenda.queries import programme
from assembly.communities.queries import networks
from assembly.editions.queries.pictures import family_picture
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    Announcement,
    ArticleDraft,
    Bilingual,
    Edition,
    FactSheet,
    ReleasedSession,
    Report,
    ReviewComment,
    ReviewLink,
    Session,
    Signature,
    SignatureKind,
    Status,
    Survey,
    Track,
)
from assembly.recordings.queries import watchable
from assembly.report.facts import Announced, Counted, Facts, Fixed, Grouped, KeyMessage, Place, Said, Surveyed
from assembly.report.survey.questions import from_json, tables
from assembly.signatures.queries import joined_before, joined_in_year_of, joined_on_day
from assembly.speakers.queries import announcements, approved_quotes, co_chairs
from assembly.stats.overview import named_in_both
from assembly.stats.queries import balance_before, participation, signatures_as_of
from assembly.stats.statistic import Row, Share, Statistic
from assembly.transactions import locked
from assembly.values import values_of


def facts(edition: Edition, figures_on: date) -> Facts:
    """The facts as they stand now. `figures_on` is the day of publication, which claim 10 speaks of.

    Claims 11 to 13 speak of the day of the assembly, whatever was signed later.
    """
    came = participation(edition).admitted
    balance = balance_before(SignatureKind.SIGN, figures_on)
    last_day = clock.local_day(edition.ends_at, edition.zone)
    counted = named_in_both(edition)
    return Facts(
        **_about(edition),
        **_words_and_pictures(edition),
        figures_on=figures_on.isoformat(),
        participants=came.people or None,
        communities=came.communities if came.people else None,
        countries=came.countries if came.people else None,
        online=None,
        signatories=signatures_as_of(SignatureKind.SIGN, figures_on),
        supporters=signatures_as_of(SignatureKind.SUPPORT, figures_on),
        balance=balance.count if balance else 0,
        balance_on=balance.as_of_on.isoformat() if balance else None,
        networks=tuple(one.short_name for one in networks()),
        joined_on_day=tuple(map(_place, joined_on_day(edition))),
        joined_before=tuple(map(_place, joined_before(edition))),
        joined_this_year=len(joined_in_year_of(last_day)),
        figures=tuple(_fixed(counted[0].values())),
        survey=_surveyed(edition),
        groups=(*_grouped(*counted), *_of_survey(edition)),
    )


def _about(edition: Edition) -> dict[str, Any]:
    """What the edition says of itself."""
    return {
        "edition": edition.slug,
        "ordinal": edition.ordinal,
        "name": edition.name,
        "purpose": edition.purpose,
        "host_event": edition.host_event,
        "city": edition.venue.city,
        "body": edition.body,
        "vision": edition.vision,
        "met_on": edition.day.isoformat(),
        "lead_up_from_on": edition.lead_up_from_on.isoformat(),
    }


def _words_and_pictures(edition: Edition) -> dict[str, Any]:
    """What was said and announced, and what one can look at."""
    picture, online, public = family_picture(edition), _online(edition), programme(edition)
    return {
        "quotes": tuple(_said(edition, public)),
        "announcements": tuple(map(_announced, announcements(edition))),
        "watch_in": tuple(sorted({track.lang for tracks in online.values() for track in tracks})),
        "recordings": tuple(online),
        "picture": picture.code if picture else None,
        "picture_alt": picture.alt if picture else None,
        "key_messages": tuple(_key_messages(public)),
    }


def survey_of(edition: Edition) -> Survey | None:
    """What an outside survey found."""
    return read_one(select(Survey).where(Survey.edition_id == edition.id))


def _surveyed(edition: Edition) -> Surveyed | None:
    one = survey_of(edition)
    return Surveyed(one.link, one.answers, one.satisfied, one.recommend) if one else None


def _of_survey(edition: Edition) -> list[Grouped]:
    one = survey_of(edition)
    return tables(from_json(one.questions), one.link, one.answers) if one else []


def _fixed(counted: Iterable[Statistic]) -> list[Fixed]:
    """The totals that were measured and are no attribute of people themselves."""
    fixed = []
    for one in counted:
        what, value = one.definition, one.value
        if value is None or what.is_personal:
            continue
        part, whole = (value.part, value.whole) if isinstance(value, Share) else (value, None)
        label, text, basis = map(Bilingual.of, (what.label, what.text, what.basis))
        fixed.append(Fixed(what.key, part, whole, label, text, basis, what.query, what.version))
    return fixed


def _grouped(in_english: Mapping[str, Statistic], in_french: Mapping[str, Statistic]) -> list[Grouped]:
    """The statistics of several rows that were measured, but for the arrivals, which are of use on the day alone."""
    found = []
    for key, one in in_english.items():
        what, french = one.definition, {row.key: row.label for row in _lines(in_french[key])}
        rows = tuple(Counted(row.key, Bilingual(row.label, french[row.key]), row.count) for row in _lines(one))
        if not rows or key == "slots":
            continue
        label, text, basis, head = map(Bilingual.of, (what.label, what.text, what.basis, what.head))
        note = Bilingual(one.note, in_french[key].note)
        found.append(Grouped(key, label, text, basis, head, note, rows, what.query, what.version))
    return found


def _lines(one: Statistic) -> list[Row]:
    """Its rows, small groups said together as one."""
    return [*one.rows, *([Row("", " + ".join(one.together), one.together_count)] if one.together else [])]


def _place(signature: Signature) -> Place:
    one = signature.community
    return Place(one.code, one.names, one.native_name, one.kind.value, one.country)


def _said(edition: Edition, public: list[ReleasedSession]) -> list[Said]:
    """Approved words, each with the function of the day; a co-chair is named as one."""
    titles = {row.session_id: row.title for row in public}
    chairs = {mandate.person_id: mandate.function for mandate in co_chairs(edition)}
    return [
        Said(
            person=quote.person.code,
            name=quote.said_by,
            name_lang=quote.person.name_lang,
            functions=(quote.mandate.function, *(chairs[one] for one in [quote.person_id] if one in chairs)),
            **values_of(quote, "words", "original_lang", "original", "caption"),
            session=titles.get(quote.session_id or 0, Bilingual()),
        )
        for quote in approved_quotes(edition)
    ]


def _key_messages(public: list[ReleasedSession]) -> list[KeyMessage]:
    """Those written in both languages, of the public sessions that are over, in time."""
    over = {row.session_id: row for row in public if row.ends_at <= clock.now()}
    texts = {one.id: one.key_messages for one in _sessions(over)}
    return [KeyMessage(row.code, row.title, texts[key]) for key, row in over.items() if not texts[key].missing()]


def half_translated(edition: Edition) -> list[Session]:
    """The public sessions whose key messages exist in one language alone, so that the report leaves them out."""
    mine = _sessions(row.session_id for row in programme(edition))
    return [one for one in mine if one.key_messages and one.key_messages.missing()]


def _sessions(ids: Iterable[int]) -> list[Session]:
    mine = select(Session).where(Session.id.in_(list(ids))).options(lazyload(Session.languages))
    return read_all(mine.order_by(Session.starts_at, Session.id))


def _announced(one: Announcement) -> Announced:
    planned = one.planned_on.isoformat() if one.planned_on else None
    return Announced(one.title, one.text, one.partners, one.languages, planned, one.link)


def _online(edition: Edition) -> dict[str, list[Track]]:
    """The tracks one can watch, by recording, of sessions that took place."""
    found = {
        one.recording.code: one.online
        for one in watchable(edition)
        if one.session is None or one.session.status is Status.SCHEDULED
    }
    return {code: tracks for code, tracks in found.items() if tracks}


def report_of(edition: Edition) -> Report | None:
    """What is published of this edition, with its sheet."""
    return read_one(select(Report).where(Report.edition_id == edition.id).options(joinedload(Report.sheet)))


def live_facts(edition: Edition) -> Facts:
    """The facts as they are now; those of the movement on the day of first publication, today if it is yet to come."""
    report = report_of(edition)
    return facts(edition, clock.local_day(report.public_at if report else clock.now(), edition.zone))


def draft_of(edition: Edition) -> ArticleDraft | None:
    """The article somebody is writing."""
    return read_one(select(ArticleDraft).where(ArticleDraft.edition_id == edition.id))


def is_held_back(edition: Edition) -> bool:
    """Whether its article was not published at the end of an embargo, and nobody has seen to it since."""
    held = ArticleDraft.edition_id == edition.id, ArticleDraft.held_back_at.is_not(None)
    return db.session.scalar(select(ArticleDraft.id).where(*held)) is not None


def draft_to_change(which: ColumnElement[bool]) -> ArticleDraft | None:
    """A draft as it is now; other writers wait for it until this transaction ends."""
    return read_one(locked(select(ArticleDraft).where(which), of=ArticleDraft))


def review_of(edition: Edition) -> ReviewLink | None:
    """The link at which the networks read its draft."""
    return read_one(select(ReviewLink).where(ReviewLink.edition_id == edition.id))


def review_by_hash(token_hash: str) -> ReviewLink | None:
    """The review a link opens."""
    return read_one(select(ReviewLink).where(ReviewLink.token_hash == token_hash))


def comments(edition: Edition) -> list[ReviewComment]:
    """What was written about its draft, in time."""
    mine = select(ReviewComment).where(ReviewComment.edition_id == edition.id)
    return read_all(mine.order_by(ReviewComment.at, ReviewComment.id))


def due_drafts() -> list[int]:
    """Those whose embargo is over, by id."""
    due = select(ArticleDraft.id).where(ArticleDraft.publish_at <= clock.now())
    return read_all(due.order_by(ArticleDraft.id))


def last_number(edition: Edition) -> int:
    """The number of its latest sheet, 0 without any."""
    return db.session.scalar(select(func.max(FactSheet.number)).where(FactSheet.edition_id == edition.id)) or 0
