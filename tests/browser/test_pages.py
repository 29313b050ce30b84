"""Every page, in both languages, on a telephone and on a desk: for everybody, whole, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pdf_samples
import pytest
from browser import (
    AXE,
    Device,
    Visitor,
    accessibility_faults,
    begin_to_sign,
    faults,
    fill_in,
    hand_in,
    mail_to,
    press,
    says,
    sideways,
    sign_in,
    stand_at,
)
from factories import DOOR, ORGANISER, draft, submission
from import_programmes import HEADS
from invitees import invited_links
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import select
from walking import endpoint_of

from assembly import create_app, kept_forms
from assembly.access.queries import valid_badge
from assembly.access.service.new_address import ask_new_address
from assembly.accounts.queries import user_by_email
from assembly.badges.service import Which, prepare_batch
from assembly.messages.service import groups, news
from assembly.models import (
    AccessLink,
    Admission,
    Bilingual,
    Edition,
    Extra,
    Invitation,
    Mail,
    Mode,
    NoticeKind,
    Person,
    Purpose,
    Registration,
    Session,
    State,
    Subscription,
    UnconfirmedForm,
)
from assembly.privacy.service import consents
from assembly.privacy.service.accessibility import keep_message
from assembly.registration.service import confirming
from assembly.sealed import unseal
from assembly.sign_ups import service as sign_ups
from assembly.sign_ups.queries import choices
from assembly.signatures.service.declaration import save_declaration
from assembly.tables import csv_file
from assembly.transactions import writing
from config import Config

PAGES = {
    "home": ("nobody", "/{lang}/"),
    "home-2023": ("nobody", "/{lang}/2023/"),
    "home-2025": ("nobody", "/{lang}/2025/"),
    "home-over-time": ("nobody", "/{lang}/demo/home/"),
    "home-closed": ("nobody", "/{lang}/demo/home/closed"),
    "home-day": ("nobody", "/{lang}/demo/home/day"),
    "home-after": ("nobody", "/{lang}/demo/home/after"),
    "practical": ("nobody", "/{lang}/2027/practical"),
    "practical-2025": ("nobody", "/{lang}/2025/practical"),
    "contact": ("nobody", "/{lang}/2027/contact"),
    "live": ("nobody", "/{lang}/2027/live"),
    "live-over": ("nobody", "/{lang}/2023/live"),
    "report": ("nobody", "/{lang}/2023/report"),
    "report-full": ("nobody", "/{lang}/2023/full-report"),
    "report-press": ("nobody", "/{lang}/2023/report/press"),
    "report-none": ("nobody", "/{lang}/2024/report"),
    "open-data": ("nobody", "/{lang}/open-data"),
    "accessibility": ("nobody", "/{lang}/accessibility"),
    "accessibility-message": ("nobody", "/{lang}/accessibility/message"),
    "legal": ("nobody", "/{lang}/legal"),
    "programme": ("nobody", "/{lang}/2023/agenda"),
    "session": ("nobody", "{session}"),
    "speakers": ("nobody", "/{lang}/2023/speakers"),
    "participants": ("nobody", "/{lang}/2027/participants"),
    "participants-none": ("nobody", "/{lang}/2023/participants"),
    "speaker": ("nobody", "{speaker}"),
    "recordings": ("nobody", "/{lang}/2023/recordings"),
    "recording": ("nobody", "{recording}"),
    "recording-tell-me": ("nobody", "{awaited}/fr/tell-me"),
    "recording-tell-me-asked": ("nobody", "{awaited}/fr/tell-me/asked"),
    "recordings-search": ("nobody", "/{lang}/2023/search?q=numerique"),
    "communities": ("nobody", "/{lang}/communities"),
    "communities-fault": ("nobody", "/{lang}/communities?on=yesterday"),
    "communities-2023": ("nobody", "/{lang}/communities?on=2023-06-30"),
    "supporters": ("nobody", "/{lang}/communities?role=support"),
    "join": ("nobody", "/{lang}/communities/join"),
    "join-form": ("nobody", "/{lang}/communities/join/form"),
    "join-link": ("nobody", "{signing_link}"),
    "declaration": ("nobody", "/{lang}/declaration"),
    "about": ("nobody", "/{lang}/about"),
    "register": ("nobody", "/{lang}/2027/register"),
    "register-closed": ("nobody", "/{lang}/2023/register"),
    "sign-in": ("nobody", "/{lang}/sign-in"),
    "privacy": ("nobody", "/{lang}/privacy"),
    "not-found": ("nobody", "/{lang}/nothing-here"),
    "my-without-link": ("nobody", "/{lang}/my/"),
    "code-unknown": ("nobody", "/b/unknown"),
    "mails": ("nobody", "/{lang}/demo/mails/"),
    "mail": ("nobody", "{mail}"),
    "link": ("nobody", "{link}"),
    "received": ("mayor", "/{lang}/2027/register/received"),
    "my": ("mayor", "/{lang}/my/"),
    "cancel": ("mayor", "/{lang}/my/cancel"),
    "my-sessions": ("mayor", "/{lang}/my/sessions"),
    "my-missed": ("mayor", "/{lang}/my/missed"),
    "details": ("mayor", "/{lang}/my/details"),
    "consents": ("mayor", "/{lang}/my/consents"),
    "my-code": ("mayor", "/{lang}/my/code/"),
    "my-change": ("mayor", "/{lang}/my/change"),
    "my-address": ("mayor", "/{lang}/my/address"),
    "new-address": ("nobody", "{new_address}"),
    "my-hand-over": ("mayor", "/{lang}/my/hand-over"),
    "my-along": ("mayor", "/{lang}/my/along"),
    "my-link": ("nobody", "/{lang}/2027/my-link"),
    "join-received": ("signer", "/{lang}/communities/join/received"),
    "signing": ("signer", "/{lang}/communities/mine"),
    "signing-withdraw": ("signer", "/{lang}/communities/mine/withdraw"),
    "signatures": ("organiser", "/{lang}/manage/2027/signatures/"),
    "signatures-withdrawn": ("organiser", "/{lang}/manage/2027/signatures/?state=withdrawn"),
    "signature-to-check": ("organiser", "{to_check}"),
    "signatures-recorded": ("organiser", "/{lang}/manage/2023/signatures/recorded/"),
    "signature-recorded": ("organiser", "{recorded}"),
    "signature-correct": ("organiser", "{recorded}/correct"),
    "signed-before": ("organiser", "/{lang}/manage/2027/signatures/before/"),
    "signed-before-change": ("organiser", "/{lang}/manage/2027/signatures/before/sign-2023-01-01"),
    "declaration-version": ("organiser", "/{lang}/manage/2027/signatures/declaration/1"),
    "declaration-text": ("organiser", "/{lang}/manage/2027/signatures/declaration/"),
    "signature-new": ("organiser", "/{lang}/manage/2027/signatures/recorded/new"),
    "today": ("organiser", "/{lang}/manage/2027/"),
    "trial-day": ("organiser", "/{lang}/manage/2027/trial-day/"),
    "today-after": ("organiser", "/{lang}/manage/2023/"),
    "people": ("organiser", "/{lang}/manage/2027/people"),
    "badges-of-list": ("organiser", "/{lang}/manage/2027/badges/batches/list?q=a"),
    "recordings-import": ("organiser", "/{lang}/manage/2023/recordings/import"),
    "people-confirmed": ("organiser", "/{lang}/manage/2027/people?state=confirmed"),
    "people-duplicates": ("organiser", "/{lang}/manage/2027/people/duplicates"),
    "people-import": ("organiser", "/{lang}/manage/2027/people/import"),
    "people-chosen": ("organiser", "/{lang}/manage/2027/people?category=press&mode=on_site&sort=place"),
    "people-table": ("organiser", "/{lang}/manage/2027/people/table?state=confirmed"),
    "people-protocol": ("organiser", "/{lang}/manage/2027/people/protocol?first=1&second=2"),
    "admission-undo": ("organiser", "{undo}"),
    "kept-form": ("organiser", "{kept}"),
    "people-edit": ("organiser", "{person_edit}"),
    "people-add": ("organiser", "/{lang}/manage/2027/people/add"),
    "invitations": ("organiser", "/{lang}/manage/2027/invitations/"),
    "invitations-none": ("organiser", "/{lang}/manage/2023/invitations/"),
    "invitation-office": ("organiser", "{invitation}"),
    "invitation-edit": ("organiser", "{invitation}/edit"),
    "invite": ("organiser", "/{lang}/manage/2027/invitations/add"),
    "invitations-import": ("organiser", "/{lang}/manage/2027/invitations/import"),
    "calls": ("organiser", "/{lang}/manage/2027/invitations/calls"),
    "network-lists": ("organiser", "/{lang}/manage/2027/invitations/networks"),
    "invited": ("nobody", "{invited}"),
    "network-list-open": ("nobody", "{network_list}"),
    "confirm": ("nobody", "{confirm}"),
    "phones": ("organiser", "/{lang}/manage/2027/phones/"),
    "badge-batches": ("organiser", "/{lang}/manage/2027/badges/batches/"),
    "badge-batch": ("organiser", "{batch}"),
    "attendance": ("organiser", "/{lang}/manage/2027/badges/attendance/"),
    "for-many": ("organiser", "/{lang}/manage/2027/badges/for-many/"),
    "door-guide": ("nobody", "/{lang}/checkin/2027/guide"),
    "programme-2027": ("nobody", "/{lang}/2027/agenda"),
    "programme-changes": ("nobody", "/{lang}/2027/agenda/changes"),
    "selection": ("nobody", "/{lang}/2027/agenda/selection"),
    "speakers-2027": ("nobody", "/{lang}/2027/speakers"),
    "speaker-invitations": ("organiser", "/{lang}/manage/2027/speaker-invitations/"),
    "speaker-invitation-office": ("organiser", "{asked}"),
    "accessibility-messages": ("organiser", "/{lang}/manage/2027/messages/accessibility/"),
    "guide": ("organiser", "/{lang}/manage/2027/guide/"),
    "guide-task": ("organiser", "/{lang}/manage/2027/guide/entrances"),
    "calendar-updates": ("organiser", "/{lang}/manage/2027/messages/calendars/"),
    "programme-today": ("organiser", "/{lang}/manage/2027/programme/today/"),
    "live-office": ("organiser", "/{lang}/manage/2027/live/"),
    "live-channel": ("organiser", "/{lang}/manage/2027/live/add"),
    "office-programme": ("organiser", "/{lang}/manage/2027/programme/"),
    "office-session": ("organiser", "/{lang}/manage/2027/programme/{signed_up}"),
    "desk": ("organiser", "/{lang}/manage/2027/desk/"),
    "desk-speakers": ("organiser", "/{lang}/manage/2027/desk/speakers"),
    "desk-proposal": ("organiser", "{proposal}"),
    "desk-accept": ("organiser", "{proposal}/accept"),
    "desk-quotes": ("organiser", "/{lang}/manage/2027/desk/quotes"),
    "desk-send-back": ("organiser", "{send_back}"),
    "desk-ceremony": ("organiser", "/{lang}/manage/2027/desk/ceremony"),
    "co-chair-day": ("co_chair", "/{lang}/manage/2027/desk/"),
    "co-chair-speakers": ("co_chair", "/{lang}/manage/2027/desk/speakers"),
    "co-chair-proposal": ("co_chair", "{proposal}"),
    "co-chair-proposal-correct": ("co_chair", "{proposal}/correct"),
    "co-chair-quotes": ("co_chair", "/{lang}/manage/2027/desk/quotes"),
    "speaker-link": ("nobody", "{speaker_link}"),
    "speaker-page": ("own_speaker", "/{lang}/speaker"),
    "speaker-profile": ("own_speaker", "/{lang}/speaker/profile"),
    "speaker-slides": ("own_speaker", "/{lang}/speaker/slides"),
    "office-session-add": ("organiser", "/{lang}/manage/2027/programme/add"),
    "office-part-add": ("organiser", "/{lang}/manage/2027/programme/{signed_up}/people/add?q=a"),
    "office-programme-import": ("organiser", "/{lang}/manage/2027/programme/import"),
    "office-part": ("organiser", "{part}"),
    "office-programme-preview": ("organiser", "{preview}"),
    "office-programme-reading": ("organiser", "{preview}/reading"),
    "office-document-add": ("organiser", "/{lang}/manage/2027/programme/{signed_up}/documents/add"),
    "office-publishing": ("organiser", "/{lang}/manage/2027/programme/publishing"),
    "office-confirmations": ("organiser", "/{lang}/manage/2027/programme/confirmations"),
    "office-speakers": ("organiser", "/{lang}/manage/2023/speakers/"),
    "office-speakers-coming": ("organiser", "/{lang}/manage/2027/speakers/"),
    "office-speaker-add": ("organiser", "/{lang}/manage/2027/speakers/add"),
    "office-speaker": ("organiser", "{office_speaker}"),
    "office-mandate-add": ("organiser", "{office_speaker}/add-mandate"),
    "office-quotes": ("organiser", "/{lang}/manage/2023/quotes/"),
    "office-quote-add": ("organiser", "/{lang}/manage/2023/quotes/add"),
    "office-announcements": ("organiser", "/{lang}/manage/2023/announcements/"),
    "office-announcement-add": ("organiser", "/{lang}/manage/2027/announcements/add"),
    "office-recordings": ("organiser", "/{lang}/manage/2023/recordings/"),
    "office-recording": ("organiser", "{track}"),
    "office-recordings-board": ("organiser", "/{lang}/manage/2023/recordings/missing"),
    "office-recording-add": ("organiser", "/{lang}/manage/2023/recordings/add"),
    "office-recording-language": ("organiser", "{track}/languages/fr"),
    "office-recording-speech": ("organiser", "{track}/parts/add"),
    "office-recording-captions": ("organiser", "{track}/captions/add"),
    "badges": ("organiser", "/{lang}/manage/2027/badges/"),
    "badges-none": ("organiser", "/{lang}/manage/2027/badges/?reference=Z9-99"),
    "settings": ("organiser", "/{lang}/manage/2027/settings/"),
    "extras": ("organiser", "/{lang}/manage/2027/settings/extras"),
    "opening": ("organiser", "/{lang}/manage/2027/settings/opening"),
    "plan": ("organiser", "/{lang}/manage/2027/settings/plan/"),
    "plan-new-date": ("organiser", "/{lang}/manage/2027/settings/plan/rescheduled"),
    "day-and-place": ("organiser", "/{lang}/manage/2027/settings/day-and-place"),
    "room-add": ("organiser", "/{lang}/manage/2027/settings/add-room"),
    "door-add": ("organiser", "/{lang}/manage/2027/settings/add-door"),
    "door-rename": ("organiser", "/{lang}/manage/2027/settings/doors/A"),
    "practical-settings": ("organiser", "/{lang}/manage/2027/settings/practical"),
    "people-and-data": ("organiser", "/{lang}/manage/2027/settings/people-and-data"),
    "pictures": ("organiser", "/{lang}/manage/2023/settings/pictures"),
    "picture-add": ("organiser", "/{lang}/manage/2027/settings/add-picture"),
    "editions": ("organiser", "/{lang}/manage/editions/"),
    "edition-copy": ("organiser", "/{lang}/manage/editions/new?from=2027"),
    "system": ("organiser", "/{lang}/manage/2027/settings/system"),
    "people-2023": ("organiser", "/{lang}/manage/2023/people?page=4"),
    "people-long-name": ("organiser", "/{lang}/manage/2023/people?q=heredia"),
    "people-none": ("organiser", "/{lang}/manage/2023/people?q=nobody-of-this-name"),
    "person": ("organiser", "{person}"),
    "sign-ups": ("organiser", "/{lang}/manage/2027/sign-ups"),
    "signed-up": ("organiser", "/{lang}/manage/2027/sign-ups/{signed_up}"),
    "seats": ("organiser", "/{lang}/manage/2027/sign-ups/{signed_up}/seats"),
    "needs": ("organiser", "/{lang}/manage/2027/needs"),
    "questions": ("organiser", "/{lang}/manage/2027/questions/"),
    "question-add": ("organiser", "/{lang}/manage/2027/questions/add"),
    "places": ("organiser", "/{lang}/manage/2027/places/"),
    "places-change": ("organiser", "/{lang}/manage/2027/places/on_site"),
    "search": ("organiser", "/{lang}/manage/2023/search?q=ou"),
    "search-none": ("organiser", "/{lang}/manage/2023/search?q=nobody-of-this-name"),
    "messages": ("organiser", "/{lang}/manage/2027/messages/"),
    "message-sent": ("organiser", "{sent}"),
    "messages-none": ("organiser", "/{lang}/manage/2027/messages/?state=failed"),
    "groups": ("organiser", "/{lang}/manage/2027/messages/groups/"),
    "group-new": ("organiser", "/{lang}/manage/2027/messages/groups/new"),
    "group-draft": ("organiser", "{draft}"),
    "group-planned": ("organiser", "{planned}"),
    "series": ("organiser", "/{lang}/manage/2027/messages/series/"),
    "step": ("organiser", "/{lang}/manage/2027/messages/series/day_before"),
    "texts": ("organiser", "/{lang}/manage/2027/messages/texts/"),
    "text": ("organiser", "/{lang}/manage/2027/messages/texts/registration_confirmed"),
    "leave-news": ("nobody", "{leave}"),
    "directory": ("organiser", "/{lang}/manage/2027/communities/"),
    "directory-none": ("organiser", "/{lang}/manage/2027/communities/?q=nobody-of-this-name"),
    "entry": ("organiser", "/{lang}/manage/2027/communities/oulu/edit"),
    "entry-add": ("organiser", "/{lang}/manage/2027/communities/add"),
    "import": ("organiser", "/{lang}/manage/2027/communities/import"),
    "suggestions": ("organiser", "/{lang}/manage/2027/communities/suggestions"),
    "duplicates": ("organiser", "/{lang}/manage/2027/communities/duplicates"),
    "merge": ("organiser", "/{lang}/manage/2027/communities/emilia-romagna/merge?with=brussels"),
    "merge-with": ("organiser", "/{lang}/manage/2027/communities/oulu/merge"),
    "networks": ("organiser", "/{lang}/manage/2027/networks/"),
    "network": ("organiser", "/{lang}/manage/2027/networks/espon/edit"),
    "team": ("organiser", "/{lang}/manage/2027/team/"),
    "style": ("organiser", "/{lang}/manage/style"),
    "account": ("organiser", "/{lang}/account"),
    "account-app": ("organiser", "/{lang}/account/app"),
    "account-passkey": ("organiser", "/{lang}/account/passkeys/add"),
    "hand-over": ("organiser", "/{lang}/manage/2027/team/hand-over"),
    "ask-for-link": ("nobody", "/{lang}/sign-in/link"),
    "results": ("organiser", "/{lang}/manage/2023/results"),
    "article": ("organiser", "/{lang}/manage/2023/article/"),
    "article-start": ("organiser", "/{lang}/manage/2024/article/"),
    "article-preview": ("organiser", "/{lang}/manage/2023/article/preview"),
    "article-review": ("organiser", "/{lang}/manage/2023/review/"),
    "article-withdraw": ("organiser", "/{lang}/manage/2023/article/withdraw"),
    "survey": ("organiser", "/{lang}/manage/2023/survey/"),
    "survey-import": ("organiser", "/{lang}/manage/2023/survey/import"),
    "statistics": ("organiser", "/{lang}/manage/2023/statistics/"),
    "results-early": ("organiser", "/{lang}/manage/2027/results"),
    "door": ("door", "/{lang}/checkin/2027/"),
    "door-found": ("door", "/{lang}/checkin/2027/?q=a"),
    "door-none": ("door", "/{lang}/checkin/2027/?q=nobody-of-this-name"),
    "door-which": ("door", "/{lang}/checkin/2027/which"),
    "door-walk-in": ("door", "/{lang}/checkin/2027/walk-in"),
    "door-group": ("door", "/{lang}/checkin/2027/group/rzeszow"),
    "forbidden": ("door", "/{lang}/manage/2027/people"),
    "guest-long-name": ("door", "{long}"),
    "which-door": ("organiser", "{long}"),
}
SAME_TEMPLATE = {
    *(
        "home-2025",
        "practical-2025",
        "live-over",
        "communities-fault",
        "communities-2023",
        "supporters",
        "register-closed",
    ),
    *("my-without-link", "forbidden", "signatures-withdrawn", "today-after", "people-confirmed", "people-chosen"),
    *("people-2023", "people-long-name", "people-none", "invitations-none", "badges-none", "search-none", "entry-add"),
    *("messages-none", "group-planned", "directory-none", "results-early", "door-add", "door-found", "door-none"),
    *("which-door", "register-closed", "participants-none"),
    *("co-chair-day", "co-chair-speakers", "co-chair-proposal", "co-chair-quotes"),
    *("programme-2027", "speakers-2027", "office-speakers-coming"),
}
"Pages drawn by a template that another page here shows as well."
MAIN = {"home", "programme", "session", "register", "received", "my", "recordings", "report", "people", "door"}
"The ten pages that `make test` looks at in English, on a desk; all others it sees in French, on a telephone."
IN_PROOF = pytest.mark.proof("make test looks at each template once: the main ten on a desk, the others on a telephone")
LANGS = pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=IN_PROOF)])
LOOKS = [
    pytest.param(name, lang, marks=() if name not in SAME_TEMPLATE and (name in MAIN) == (lang == "en") else IN_PROOF)
    for name in PAGES
    for lang in ("en", "fr")
]
NOT_HERE = {
    "a file, a picture, data or a bare word": (
        *("communities.logo", "communities.search", "documents.document", "editions.healthz", "editions.picture"),
        *("editions.readyz", "programme.document_file", "signing_office.document", "speaker_page.portrait"),
        *("speakers.portrait", "speakers_office.portrait", "door_api.badge", "door_api.guest_list"),
        *("recordings.picture", "statistics.file", "videos.picture"),
    ),
    "leads on to another page": ("editions.root", "office.start", "own.find_link"),
    "has the form of a page that adds": (
        *("announcements_office.one", "groups.edit", "live_office.channel", "mandates_office.one", "networks.add"),
        *("programme.document", "questions.edit", "quotes_office.one", "settings.picture", "settings.room"),
        *("videos.add_track", "videos.captions", "videos.part"),
    ),
    "after the link of an email: test_alerts, test_quote_approval, test_review": (
        *("alerts.page", "own_quote.page", "review.page"),
    ),
    "an email: test_mail_look": ("demo.html",),
    "needs a second factor or a new link: test_accounts": (
        *("accounts.codes", "accounts.confirm_app", "accounts.new_codes", "accounts.open_link", "accounts.remove_app"),
        *("accounts.remove_passkey", "accounts.second_step"),
    ),
    "follows a file that was sent: test_directory, test_invitations, test_people_import, test_import, test_survey": (
        *("directory.import_preview", "invitations.import_preview", "people.compare", "people.import_preview"),
        *("directory.import_reading", "invitations.import_reading", "people.import_reading"),
        *("survey_office.import_preview", "survey_office.import_reading", "survey_office.question"),
        *("videos.import_preview", "videos.import_reading"),
    ),
    "after the link of an invitation: test_invitations": ("invited.network_list", "invited.say", "invited.status"),
    "open on the day alone: test_day_card": ("day_card.card",),
    "open while a stream is on": ("live.watch",),
    "once something was scanned: below": ("door.last", "door.undo"),
    "needs a paired phone: test_offline_door": ("door_app.app",),
    "with TLS=1 alone: test_local_certificate": ("door_app.trust",),
}
"Endpoints that answer a GET and are not in the list, by the reason."
STATUS = {"not-found": 404, "forbidden": 403}
ADMITTED = {"en": "Törmikoski", "fr": "Trégouët-Madiot"}


@pytest.fixture(scope="module")
def code_of(settings: Config) -> Callable[[str], str]:
    """The path a guest's entry code holds, by family name."""
    app = create_app(settings)

    def find(family: str) -> str:
        with app.app_context():
            newest = select(Registration).join(Person).where(Person.family == family).order_by(Registration.id.desc())
            guest = app.extensions["sqlalchemy"].session.scalars(newest).first()
            return f"/b/{unseal(valid_badge(guest).token_sealed)}"  # type: ignore[union-attr]

    return find


@pytest.fixture(scope="module")
def of_messages(settings: Config) -> dict[str, str]:
    """A draft of a message to a group, one that is planned, and a link to leave the news."""
    app, found = create_app(settings), {}
    with app.app_context():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        with writing():
            coming = (
                select(AccessLink)
                .join(Registration)
                .where(Registration.edition == edition, Registration.state == State.CONFIRMED)
            )
            consents.answer(session.scalars(coming).first(), NoticeKind.NEWS, said_yes=True)
        for name in ("draft", "planned"):
            with writing():
                message = groups.write(edition, draft(is_news=name == "planned"), f"{name} of the photographs")
            found[name] = f"/en/manage/2027/messages/groups/{message.code}"
        with writing():
            groups.send(message, None)
        with writing():
            news.subscribe([session.scalars(select(Person.id)).first()])
            keep_message(edition, page="Programme", text="No heading.", email="ada@example.org")
        found["leave"] = f"/en/news/leave/{unseal(session.scalars(select(Subscription.token_sealed)).one())}"
    return found


@pytest.fixture(scope="module")
def of_sign_ups(settings: Config) -> dict[str, str]:
    """A session with one seat, which is taken, and somebody waiting for it; sign-up is on from here."""
    app = create_app(settings)
    with app.app_context(), writing():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        edition.extras = [*edition.extras, Extra.SESSION_SIGN_UP.value]
        one, *others = choices(edition)
        wanted = session.get_one(Session, one.row.session_id)
        wanted.capacity = 1
        session.get_one(Session, others[0].row.session_id).capacity = 40
        there = (
            Registration.edition == edition,
            Registration.state == State.CONFIRMED,
            Registration.mode == Mode.ON_SITE,
        )
        for guest in session.scalars(select(Registration).where(*there).limit(3)):
            sign_ups.choose(guest, [wanted.code])
        return {"signed_up": wanted.code}


@pytest.fixture(scope="module")
def of_late_acts(settings: Config) -> dict[str, str]:
    """An admission to undo, a form sent too late, a text of the declaration, a link to a new address, names to list."""
    app = create_app(settings)
    with app.app_context():
        session = app.extensions["sqlalchemy"].session
        admission = session.scalars(select(Admission).order_by(Admission.first_at)).first()
        guest, add = admission.registration, "/en/manage/2027/people/add"
        undo = f"/en/manage/{guest.edition.slug}/people/{guest.code}/arrivals/{admission.scan_id}/undo"
        typed = {"given": "Zofia", "family": "Wszędybylska", "place": "Rzeszów", "note": "called twice"}
        late = app.test_request_context(add, method="POST", data=typed, headers={"Sec-Fetch-Mode": "navigate"})
        with late, writing():
            code = kept_forms.keep(user_by_email(ORGANISER[0]))
            save_declaration(Bilingual("We sign.\n\nTogether.", "Nous signons.\n\nEnsemble."), seen=0)
        coming = (Edition.slug == "2027", Registration.state == State.CONFIRMED, AccessLink.purpose == Purpose.OWN)
        links = select(AccessLink).join(Registration).join(Edition).where(*coming).order_by(AccessLink.id).limit(12)
        with writing():
            for link in session.scalars(links).all():
                consents.answer(link, NoticeKind.LISTING, said_yes=True)
            ask_new_address(link.registration, "zofia.new@example.org")
        token = session.scalars(select(Mail).where(Mail.template == "new_address")).first().facts["token"]
    return {"undo": undo, "kept": f"/en/sign-in/kept/{code}", "new_address": f"/en/new-address/{token}"}


@pytest.fixture(scope="module")
def of_invitations(settings: Config) -> dict[str, str]:
    """An invitation in the office, the link of one, and that of a network's list."""
    app = create_app(settings)
    with app.app_context():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        with writing():
            invited, shown = invited_links(edition)
        code = session.scalars(select(Invitation.code).order_by(Invitation.id.desc())).first()
    at = f"/en/manage/2027/invitations/{code}"
    return {"invited": f"{invited}?answer=online", "network_list": shown, "invitation": at}


@pytest.fixture(scope="module")
def of_forms(settings: Config) -> dict[str, str]:
    """The link of a form to confirm by email, and a batch of badges."""
    app = create_app(settings)
    with app.app_context(), writing():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        confirming.ask_to_confirm(edition, submission(), "mayor@example.org")
        batch = prepare_batch(edition, Which.NEW, user_by_email(ORGANISER[0]).id)
        confirm = unseal(session.scalars(select(UnconfirmedForm.token_sealed)).one())
        return {"confirm": f"/en/confirm/{confirm}", "batch": f"/en/manage/2027/badges/batches/{batch.code}/"}


@pytest.fixture(scope="module")
def known(
    browser: Browser,
    base_url: str,
    code_of: Callable[[str], str],
    of_messages: dict[str, str],
    of_sign_ups: dict[str, str],
    of_invitations: dict[str, str],
    of_forms: dict[str, str],
    of_late_acts: dict[str, str],
    of_speakers: dict[str, str],
    by_link: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    """Sessions of a mayor who has registered, of the office and of a door; and the addresses in her mail."""
    contexts = {
        who: browser.new_context(base_url=base_url, locale="en") for who in ("mayor", "organiser", "door", "signer")
    }
    mayor, office, door, signer = (context.new_page() for context in contexts.values())
    mayor.goto("/en/2027/register")
    fill_in(mayor, represents="community", mode="on_site", place="Rzeszów", given="Zofia", family="Wszędybylska")
    fill_in(mayor, function="Mayor", email="zofia@example.org")
    press(mayor, says("en", "Register"))
    mail_to(mayor, "zofia@example.org", says("en", "Registration confirmed"), "en")
    mail = mayor.url
    mayor.get_by_role("article").get_by_role("link", name="/en/r/").click()
    mayor.wait_for_url("**/en/r/*")
    link = mayor.url
    press(mayor, says("en", "Open my registration"))
    mayor.goto("/en/2023/agenda")
    session = mayor.locator(".programme a").nth(1).get_attribute("href")
    mayor.goto("/en/2023/speakers")
    speaker = mayor.locator(".card a").first.get_attribute("href")
    mayor.goto("/en/2023/recordings")
    recording = mayor.locator(".recordings a").nth(2).get_attribute("href")
    mayor.goto("/en/2027/recordings")
    awaited = mayor.locator(".recordings a", has_text="The whole day in one video").get_attribute("href")
    sign_in(office, ORGANISER, "en")
    office.goto("/en/manage/2023/recordings/")
    track = office.locator(".programme a[href*=manage]").nth(2).get_attribute("href")
    signing_link = begin_to_sign(signer, "en", "sign@oulu.example.org")
    press(signer, says("en", "Open my declaration"))
    hand_in(signer, "en", pdf_samples.scan(2))
    office.goto("/en/manage/2027/signatures/")
    to_check = office.locator("tbody a").first.get_attribute("href")
    office.goto("/en/manage/2023/signatures/recorded/")
    recorded = office.locator("tbody a").first.get_attribute("href")
    sign_in(door, DOOR, "en")
    stand_at(door, "2027", "A", "en")
    office.goto("/en/manage/2027/programme/import")
    table = csv_file(HEADS, [("", "Panel", "", "15/04/2027", "17:00", "17:30", "Late", "Tard"), ("", "?", *[""] * 6)])
    office.set_input_files("#table", {"name": "sessions.csv", "mimeType": "text/csv", "buffer": table})
    press(office, says("en", "Preview the import"))
    preview = urlsplit(office.url).path
    office.goto("/en/manage/2023/article/")
    press(office, says("en", "Write the article"))
    office.goto("/en/manage/2027/messages/")
    sent = office.locator("tbody a").first.get_attribute("href")
    office.goto("/en/manage/2027/people")
    person = office.locator("tbody a").first.get_attribute("href")
    states = {who: context.storage_state() for who, context in contexts.items()}
    yield (
        states
        | of_messages
        | of_sign_ups
        | of_invitations
        | of_forms
        | of_late_acts
        | of_speakers
        | by_link
        | {
            "mail": mail,
            "link": link,
            "session": session,
            "recording": recording,
            "awaited": awaited,
            "track": track,
            "speaker": speaker,
            "office_speaker": f"/en/manage/2023/speakers/{str(speaker).rpartition('/')[2]}",
            "person": person,
            "sent": sent,
            "preview": preview,
            "person_edit": f"{person}/edit",
            "signing_link": signing_link,
            "to_check": to_check,
            "recorded": recorded,
            "long": code_of("Fernández de Heredia y Ruiz-Castañeda"),
        }
    )
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def devices(browser: Browser, base_url: str, known: dict[str, Any]) -> Iterator[Callable[[str, str], Device]]:
    """One device for each person and language: a browser that already has our fonts is three times as fast."""
    made: dict[tuple[str, str], Device] = {}

    def device(who: str, lang: str) -> Device:
        if (who, lang) not in made:
            context = browser.new_context(base_url=base_url, locale=lang, storage_state=known[who])
            context.add_init_script(AXE)  # with each page, quicker than into each page
            made[who, lang] = Device(context, base_url)
        made[who, lang].complaints.clear()
        return made[who, lang]

    yield device
    for one in made.values():
        one.context.close()


@pytest.mark.parametrize(("name", "lang"), LOOKS)
def test_the_page_is_for_everybody(
    devices: Callable[[str, str], Device], known: dict[str, Any], name: str, lang: str
) -> None:
    who, path = PAGES[name]
    device = devices(who, lang)
    page, address = device.page, path.format(**known, lang=lang).replace("/en/", f"/{lang}/")
    assert page.goto(address).status == STATUS.get(name, 200)  # type: ignore[union-attr]
    assert page.locator("html").get_attribute("lang") == lang
    assert not [*faults(page, lang, name), *device.complaints]


def test_each_address_of_page_is_looked_at(settings: Config, known: dict[str, Any]) -> None:
    app = create_app(settings)
    addresses = [path.format(**known, lang="en") for _who, path in PAGES.values()]
    looked_at = {str(endpoint_of(app, urlsplit(address).path)) for address in addresses}
    get = {one.endpoint for one in app.url_map.iter_rules() if "GET" in (one.methods or ()) and "." in one.endpoint}
    files = {one.endpoint for one in app.url_map.iter_rules() if re.search("[.][a-z]+$", one.rule)}
    assert get - files - looked_at == {endpoint for group in NOT_HERE.values() for endpoint in group}


@LANGS
def test_a_form_that_comes_back_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device = devices("nobody", lang)
    page = device.page
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", email="nowhere")
    press(page, says(lang, "Register"))
    found = faults(page, lang, "register-faults")
    page.goto(f"/{lang}/sign-in")
    fill_in(page, email="nobody@example.org", passphrase="not the right one")
    press(page, says(lang, "Sign in"))
    found += faults(page, lang, "sign-in-faults")
    assert not [*found, *device.complaints]


@LANGS
def test_what_the_door_sees_is_for_everybody(
    devices: Callable[[str, str], Device], code_of: Callable[[str], str], lang: str
) -> None:
    device, code, found = devices("door", lang), code_of(ADMITTED[lang]), []
    for before, button, after in (
        ("guest", "Admit", "verdict-in"),
        ("guest-inside", "Scan again", "verdict-ask"),
    ):
        device.page.goto(code)
        found += faults(device.page, lang, before)
        press(device.page, says(lang, button))
        found += faults(device.page, lang, after)
    press(device.page, says(lang, "Call the supervisor"))
    found += faults(device.page, lang, "guest-called")
    device.page.goto(f"/{lang}/checkin/2027/last")
    found += faults(device.page, lang, "door-last")
    device.page.locator(".hits a").first.click()
    found += faults(device.page, lang, "door-undo")
    press(device.page, says(lang, "Undo this scan"))
    assert not [*found, *device.complaints, *faults(device.page, lang, "door-undone")]


@LANGS
def test_rehearsed_walk_in_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device = devices("door", lang)
    device.page.goto(f"/{lang}/checkin/2027/walk-in")
    fill_in(device.page, given="Żaneta", family="Brzęczyszczykiewicz-Łukaszewicz", place="Rzeszów")
    press(device.page, says(lang, "Register and admit"))
    assert not [*faults(device.page, lang, "walk-in-rehearsed"), *device.complaints]


@LANGS
def test_asked_new_address_is_for_everybody(devices: Callable[[str, str], Device], lang: str) -> None:
    device, found = devices("mayor", lang), []
    for typed, name in (("nowhere", "my-address-faults"), ("zofia@new.example.org", "my-address-asked")):
        device.page.goto(f"/{lang}/my/address")
        fill_in(device.page, email=typed)
        press(device.page, says(lang, "Send the link"))
        found += faults(device.page, lang, name)
    assert not [*found, *device.complaints]


def test_two_addresses_lead_to_pages_inspected_above(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/en/")
    home = page.get_by_role("main").inner_html()
    page.goto("/en/2027/")
    assert page.get_by_role("main").inner_html() == home
    page.goto("/en/2027/register/received")
    expect(page).to_have_url(re.compile("/en/2027/register$"))


def test_the_instruments_find_what_is_bad(new_context: Callable[..., BrowserContext], base_url: str) -> None:
    device = Device(new_context(), base_url)
    page = device.page
    page.goto("/en/")
    assert (device.complaints, sideways(page), accessibility_faults(page)) == ([], [], [])
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button><p style=\"width:3000px\">wide')")
    page.evaluate("document.querySelector('p:last-child').style.width = '3000px'")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.invalid/', alt: ''}))")
    expect(page.locator("img[src*=elsewhere]")).to_have_count(1)
    assert any(fault.startswith("button-name") for fault in accessibility_faults(page))
    assert sideways(page)
    assert any("CSP style-src" in complaint for complaint in device.complaints)
    assert any("CSP img-src" in complaint for complaint in device.complaints)
    page.goto("about:blank")
    page.set_content("<img src='http://elsewhere.invalid/x.png'>")
    assert "request to http://elsewhere.invalid/x.png" in device.complaints
