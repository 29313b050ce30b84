"""Every route and method, for six kinds of people, against one literal table. A route without a row fails.

What belongs to another edition is not there. What another site sends is refused and changes nothing.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
from cochairs import fill_the_desk
from factories import MAYOR, draft, make_user
from factories import sign_in as sign_in_as
from flask import Flask
from flask.testing import FlaskClient
from inspector import InspectingClient
from invitees import invited_links
from mails import deliver, link_in
from phones import make_phone
from signers import CITY, signing_link
from speakers import announce, ask_by_email, link_of, speaker_of
from sqlalchemy import select
from static_checks import contents

from assembly.accounts.service.hand_over import begin_hand_over
from assembly.extensions import db
from assembly.messages.service import groups
from assembly.models import (
    Announcement,
    Badge,
    CeremonyPlace,
    Device,
    Edition,
    GroupMessage,
    HandOver,
    Invitation,
    Mail,
    Mandate,
    Picture,
    Quote,
    QuoteRequest,
    Recording,
    Registration,
    ReviewLink,
    Session,
    Signature,
    Signing,
    Speaker,
    SpeakerProposal,
    Stream,
    Track,
    TrackState,
    User,
)
from assembly.report import service as articles
from assembly.sealed import unseal
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"
NOBODY, GUEST, DOOR, CHAIR, HERE, ELSEWHERE = "nobody", "guest", "door", "co-chair", "organiser", "organiser elsewhere"
EVERYBODY = {NOBODY, GUEST, DOOR, CHAIR, HERE, ELSEWHERE}
SIGNED_IN, OFFICE, TEAM, DOORS = {DOOR, CHAIR, HERE, ELSEWHERE}, {CHAIR, HERE}, {HERE}, {DOOR, HERE}
PUBLIC = """editions.root editions.current editions.home editions.practical editions.contact
live.page live.watch
editions.card editions.manifest editions.open_data editions.picture editions.healthz editions.readyz editions.robots
agenda.programme agenda.session agenda.card
documents.document
agenda.changes agenda.selection agenda.as_json agenda.as_xml agenda.as_pdf
calendar.programme calendar.session calendar.selection calendar.day
recordings.listing recordings.feed recordings.podcast recordings.one recordings.search
recordings.as_json recordings.oembed editions.site_map
recordings.picture recordings.captions
recordings.started recordings.play recordings.ask_for_alert recordings.alert_asked
alerts.page alerts.confirm alerts.remove
review.page press.page press.share_card full_report.page full_report.file full_report.word full_report.markdown
report.page report.file report.word report.markdown report.website report.data
speakers.listing speakers.one speakers.portrait registration.register registration.received registration.correct_address
registration.participants
communities.about communities.logo
communities.search
signatures.signatories signatures.data signatures.join signatures.table signatures.declaration joining.form
joining.received invited.open_link invited.enter invited.open_list invited.enter_list
own_signing.open_link own_signing.enter privacy.statement privacy.accessibility privacy.accessibility_message
privacy.legal
speaker_page.open_link speaker_page.enter own_quote.page
own.open_link own.enter own.open_new_address own.confirm_new_address own.find_link own.send_link
confirming.forms confirming.register
accounts.sign_in accounts.ask_for_link accounts.open_link accounts.use_link accounts.sign_out
accounts.second_step accounts.passkey_options accounts.enter_by_passkey
office.start checkin.code door_app.app door_app.manifest door_app.guide
door_app.service_worker own.code_worker door_app.trust door_app.authority door_api.description door_api.pair
news.leave_page news.leave demo.mails demo.one demo.html demo.picture
demo_homes.listing demo_homes.at films.one static"""
ALLOWED: dict[str, set[str]] = dict.fromkeys(PUBLIC.split(), EVERYBODY) | {
    "own.status": EVERYBODY,
    "own.badge": {GUEST},
    "own.cancel": {GUEST},
    "own.accept_offer": {GUEST},
    "own.decline_offer": {GUEST},
    "own.code_picture": {GUEST},
    "own.code": {GUEST},
    "own.sessions": {GUEST},
    "agenda.choose": {GUEST},
    "own.details": {GUEST},
    "own.consents": {GUEST},
    "own.change": {GUEST},
    "own.address": {GUEST},
    "own.hand_over": {GUEST},
    "own.bring": {GUEST},
    "own.leave_out": {GUEST},
    "own.badge_along": {GUEST},
    "own.end_assistant": {GUEST},
    "own.folder_to_print": {GUEST},
    "own.data": {GUEST},
    "own_calendar.invitation": {GUEST},
    "own_recordings.missed": {GUEST},
    "invited.status": {GUEST},
    "invited.say": {GUEST},
    "invited.network_list": {GUEST},
    "speaker_page.status": {GUEST},
    "speaker_page.profile": {GUEST},
    "speaker_page.portrait": {GUEST},
    "speaker_page.slides_page": {GUEST},
    "own_signing.status": {GUEST},
    "own_signing.declaration": {GUEST},
    "own_signing.withdraw": {GUEST},
    "signing_office.listing": TEAM,
    "signing_office.one": TEAM,
    "signing_office.document": TEAM,
    "signing_office.link": TEAM,
    "signing_office.create": TEAM,
    "signing_office.accept": TEAM,
    "signing_office.ask_again": TEAM,
    "signing_office.version": TEAM,
    "signing_office.withdraw": TEAM,
    "declaration_office.text": TEAM,
    "declaration_office.version": TEAM,
    "balances_office.listing": TEAM,
    "balances_office.one": TEAM,
    "balances_office.remove": TEAM,
    "recorded_office.listing": TEAM,
    "recorded_office.one": TEAM,
    "recorded_office.record": TEAM,
    "recorded_office.correct": TEAM,
    "recorded_office.mistake": TEAM,
    "accounts.kept_form": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    "office.guide": SIGNED_IN,
    "office.task": SIGNED_IN,
    "accounts.end_session": SIGNED_IN,
    "accounts.daily_summary": SIGNED_IN,
    "accounts.app": SIGNED_IN,
    "accounts.confirm_app": SIGNED_IN,
    "accounts.remove_app": SIGNED_IN,
    "accounts.codes": SIGNED_IN,
    "accounts.new_codes": SIGNED_IN,
    "accounts.add_passkey": SIGNED_IN,
    "accounts.new_passkey_options": SIGNED_IN,
    "accounts.keep_passkey": SIGNED_IN,
    "accounts.remove_passkey": SIGNED_IN,
    "checkin.admit": {DOOR, HERE, ELSEWHERE},
    "door.start": DOORS,
    "door.which": DOORS,
    "door.admit_named": DOORS,
    "door.in_person": DOORS,
    "door.badge": DOORS,
    "door.walk_in": DOORS,
    "door.admit_external": DOORS,
    "door.call": DOORS,
    "door.refuse": DOORS,
    "door.group": DOORS,
    "door.last": DOORS,
    "door.undo": DOORS,
    "door.clear_rehearsal": TEAM,
    "arrivals.undo": TEAM,
    "attendance.entry": TEAM,
    "for_many.entry": TEAM,
    "attendance.sheets": TEAM,
    "batches.listing": TEAM,
    "batches.of_list": TEAM,
    "batches.prepare_list": TEAM,
    "batches.prepare_batch": TEAM,
    "batches.batch_file": TEAM,
    "batches.batch": TEAM,
    "batches.ask_for_file": TEAM,
    "batches.file_part": TEAM,
    "batches.undo_batch": TEAM,
    "phones.overview": TEAM,
    "phones.start_shift": TEAM,
    "phones.pair": TEAM,
    "phones.end": TEAM,
    "phones.answered": TEAM,
    "phones.door_answered": TEAM,
    "phones.decision": TEAM,
    "door_api.names": set(),  # a paired phone alone, by its token
    "door_api.guest_list": set(),
    "door_api.scans": set(),
    "door_api.in_person": set(),
    "door_api.external_code": set(),
    "door_api.badge": set(),
    "office.today": OFFICE,
    "office.search": OFFICE,
    "office.system": set(),  # theirs alone who own all editions: nobody of these
    "office.style": set(),
    "people.people": OFFICE,
    "people.person": OFFICE,
    "people.answer": TEAM,
    "people.set_office": TEAM,
    "people.sign_ups": OFFICE,
    "people.signed_up": OFFICE,
    "people.seats": TEAM,
    "people.totals": OFFICE,
    "people.named": TEAM,
    "people.of_person": TEAM,
    "questions.listing": TEAM,
    "questions.add": TEAM,
    "questions.edit": TEAM,
    "questions.up": TEAM,
    "questions.down": TEAM,
    "questions.delete": TEAM,
    "people.represent": TEAM,
    "places.overview": TEAM,
    "places.change": TEAM,
    "people.add": TEAM,
    "people.duplicates": TEAM,
    "people.compare": TEAM,
    "people.make_one": TEAM,
    "people.keep_two": TEAM,
    "people.import_table": TEAM,
    "people.import_reading": TEAM,
    "people.import_preview": TEAM,
    "people.import_store": TEAM,
    "people.answer_many": TEAM,
    "people.export": TEAM,
    "people.send_table": TEAM,
    "people.protocol_order": OFFICE,
    "people.edit": TEAM,
    "people.save": TEAM,
    "people.change_mode": TEAM,
    "people.correct_address": TEAM,
    "people.external_code": TEAM,
    "people.send_again": TEAM,
    "people.renew_link": TEAM,
    "people.renew_code": TEAM,
    "people.end_access": TEAM,
    "invitations.listing": TEAM,
    "invitations.add": TEAM,
    "invitations.one": TEAM,
    "invitations.edit": TEAM,
    "invitations.save": TEAM,
    "invitations.calls": TEAM,
    "invitations.send": TEAM,
    "invitations.remind": TEAM,
    "invitations.send_one": TEAM,
    "invitations.note_answer": TEAM,
    "invitations.note_call": TEAM,
    "invitations.withdraw": TEAM,
    "invitations.import_table": TEAM,
    "invitations.import_reading": TEAM,
    "invitations.import_preview": TEAM,
    "invitations.import_store": TEAM,
    "invitations.networks": TEAM,
    "invitations.make_list": TEAM,
    "invitations.revoke_list": TEAM,
    "programme.draft": TEAM,
    "programme.publish": TEAM,
    "programme.still_right": TEAM,
    "programme.publishing": TEAM,
    "programme.undo": TEAM,
    "programme.add": TEAM,
    "programme.session": TEAM,
    "programme.hide": TEAM,
    "programme.show": TEAM,
    "programme.duplicate": TEAM,
    "programme.remove": TEAM,
    "programme.bring_back": TEAM,
    "programme.add_part": TEAM,
    "programme.part": TEAM,
    "programme.part_up": TEAM,
    "programme.confirmations": TEAM,
    "programme.remove_part": TEAM,
    "programme.import_table": TEAM,
    "programme.import_reading": TEAM,
    "programme.import_preview": TEAM,
    "programme.import_store": TEAM,
    "programme.table": TEAM,
    "programme.template": TEAM,
    "programme.add_document": TEAM,
    "programme.document": TEAM,
    "programme.document_file": TEAM,
    "programme.withdraw_document": TEAM,
    "programme.restore_document": TEAM,
    "programme.remove_document": TEAM,
    "on_the_day.today": TEAM,
    "on_the_day.publish": TEAM,
    "on_the_day.undo": TEAM,
    "live_office.overview": TEAM,
    "live_office.state": TEAM,
    "live_office.notice": TEAM,
    "live_office.access": TEAM,
    "live_office.add": TEAM,
    "live_office.channel": TEAM,
    "live_office.remove": TEAM,
    "speakers_office.listing": TEAM,
    "speakers_office.add": TEAM,
    "speakers_office.take": TEAM,
    "speakers_office.one": TEAM,
    "speakers_office.portrait": TEAM,
    "speakers_office.still_right": TEAM,
    "speakers_office.remove": TEAM,
    "speaker_invitations_office.listing": TEAM,
    "speaker_invitations_office.one": TEAM,
    "speaker_invitations_office.send": TEAM,
    "speaker_invitations_office.remind": TEAM,
    "speaker_invitations_office.withdraw": TEAM,
    "speaker_invitations_office.register": TEAM,
    "speaker_invitations_office.answer": TEAM,
    "speaker_invitations_office.slides_file": TEAM,
    "mandates_office.add": TEAM,
    "mandates_office.one": TEAM,
    "mandates_office.remove": TEAM,
    "quotes_office.listing": TEAM,
    "quotes_office.add": TEAM,
    "quotes_office.one": TEAM,
    "quotes_office.approve": TEAM,
    "quotes_office.withdraw": TEAM,
    "quotes_office.ask": TEAM,
    "review_office.listing": TEAM,
    "review_office.begin": TEAM,
    "review_office.end": TEAM,
    "review_office.remove": TEAM,
    "quotes_office.use_wording": TEAM,
    "quotes_office.dealt_with": TEAM,
    "quotes_office.up": TEAM,
    "quotes_office.down": TEAM,
    "quotes_office.remove": TEAM,
    "announcements_office.listing": TEAM,
    "announcements_office.add": TEAM,
    "announcements_office.one": TEAM,
    "announcements_office.up": TEAM,
    "announcements_office.down": TEAM,
    "announcements_office.remove": TEAM,
    "day_card.card": EVERYBODY,
    "day_card.file": EVERYBODY,
    "desk.my_day": OFFICE,
    "desk.make_card": OFFICE,
    "desk.end_card": OFFICE,
    "desk.card_file": OFFICE,
    "desk.briefing": OFFICE,
    "desk.speakers": OFFICE,
    "desk.proposal": OFFICE,
    "desk.correct_proposal": {CHAIR},
    "desk.rank": OFFICE,
    "desk.withdraw_proposal": OFFICE,
    "desk.turn_down": TEAM,
    "desk.accept": TEAM,
    "desk.quotes": OFFICE,
    "desk.approve_quote": OFFICE,
    "desk.send_back": OFFICE,
    "desk.ceremony": OFFICE,
    "desk.add_place": TEAM,
    "desk.add_signing": TEAM,
    "desk.move_place": OFFICE,
    "desk.say_present": OFFICE,
    "desk.sign_now": OFFICE,
    "desk.undo_signed": OFFICE,
    "desk.remove_place": TEAM,
    "badges.badges": DOORS,
    "badges.badge": TEAM,
    "videos.recordings": TEAM,
    "videos.add": TEAM,
    "videos.recording": TEAM,
    "videos.picture": TEAM,
    "videos.remove": TEAM,
    "videos.table": TEAM,
    "videos.template": TEAM,
    "videos.import_table": TEAM,
    "videos.import_reading": TEAM,
    "videos.import_preview": TEAM,
    "videos.import_store": TEAM,
    "videos.add_track": TEAM,
    "videos.track": TEAM,
    "videos.remove_track": TEAM,
    "videos.check_links": TEAM,
    "videos.board": TEAM,
    "videos.add_part": TEAM,
    "videos.part": TEAM,
    "videos.remove_part": TEAM,
    "videos.add_captions": TEAM,
    "videos.captions": TEAM,
    "videos.remove_captions": TEAM,
    "settings.edition": TEAM,
    "settings.still_right": TEAM,
    "settings.extras": TEAM,
    "rescheduling.choose": TEAM,
    "rescheduling.decide": TEAM,
    "rescheduling.edit": TEAM,
    "rescheduling.announce": TEAM,
    "settings.checklist": TEAM,
    "settings.announce": TEAM,
    "settings.hide": TEAM,
    "settings.mails_read": TEAM,
    "settings.practical_read": TEAM,
    "settings.day_and_place": TEAM,
    "settings.add_room": TEAM,
    "settings.room": TEAM,
    "settings.delete_room": TEAM,
    "settings.add_door": TEAM,
    "settings.door": TEAM,
    "settings.delete_door": TEAM,
    "settings.practical": TEAM,
    "settings.people_and_data": TEAM,
    "settings.pictures": TEAM,
    "settings.add_picture": TEAM,
    "settings.picture": TEAM,
    "settings.delete_picture": TEAM,
    "setting_up.listing": set(),  # theirs alone who own all editions
    "setting_up.new": set(),
    "messages.mails": TEAM,
    "messages.one": TEAM,
    "messages.hold": TEAM,
    "messages.send": TEAM,
    "groups.listing": TEAM,
    "groups.new": TEAM,
    "groups.one": TEAM,
    "groups.edit": TEAM,
    "groups.test": TEAM,
    "groups.send": TEAM,
    "groups.take_back": TEAM,
    "groups.discard": TEAM,
    "series.listing": TEAM,
    "series.one": TEAM,
    "series.pause": TEAM,
    "series.resume": TEAM,
    "accessibility_office.listing": TEAM,
    "accessibility_office.answered": TEAM,
    "calendar_office.listing": TEAM,
    "calendar_office.email": TEAM,
    "texts.listing": TEAM,
    "texts.one": TEAM,
    "texts.restore": TEAM,
    "results.results": TEAM,
    "article_office.write": TEAM,
    "survey_office.figures": TEAM,
    "survey_office.remove": TEAM,
    "survey_office.question": TEAM,
    "survey_office.remove_question": TEAM,
    "survey_office.import_table": TEAM,
    "survey_office.import_reading": TEAM,
    "survey_office.import_preview": TEAM,
    "survey_office.import_store": TEAM,
    "trial_day.page": TEAM,
    "trial_day.play": TEAM,
    "trial_day.undo": TEAM,
    "article_office.start": TEAM,
    "article_office.save": TEAM,
    "article_office.figures": TEAM,
    "article_office.preview": TEAM,
    "article_office.withdraw": TEAM,
    "article_office.discard": TEAM,
    "statistics.overview": OFFICE,
    "statistics.file": OFFICE,
    "directory.listing": OFFICE,
    "directory.table": OFFICE,
    "directory.add": TEAM,
    "directory.edit": TEAM,
    "directory.delete": TEAM,
    "directory.import_table": TEAM,
    "directory.import_reading": TEAM,
    "directory.import_preview": TEAM,
    "directory.import_store": TEAM,
    "directory.suggestions": TEAM,
    "directory.link": TEAM,
    "directory.dismiss": TEAM,
    "directory.duplicates": TEAM,
    "directory.merge": TEAM,
    "networks.listing": TEAM,
    "networks.add": TEAM,
    "networks.edit": TEAM,
    "networks.up": TEAM,
    "networks.down": TEAM,
    "networks.delete": TEAM,
    "team.team": TEAM,
    "team.take": TEAM,
    "team.invite_again": TEAM,
    "team.adjust": TEAM,
    "team.take_second_factor": TEAM,
    "team.hand_over": TEAM,
    "team.withdraw": TEAM,
}
"Who gets past the guard. The code of a badge may be sent by whoever stands at some door: the verdict then says STOP."
OF_ONE_EDITION = (
    ("GET", "messages", "/en/manage/2023/messages/{}"),
    ("GET", "people", "/en/manage/2023/people/{}"),
    ("POST", "people", "/en/manage/2023/people/{}/cancel"),
    ("POST", "people", "/en/manage/2023/people/{}/office"),
    ("GET", "people", "/en/manage/2023/people/{}/edit"),
    ("POST", "people", "/en/manage/2023/people/{}/edit"),
    ("POST", "people", "/en/manage/2023/people/{}/mode"),
    ("POST", "people", "/en/manage/2023/people/{}/address"),
    ("POST", "people", "/en/manage/2023/people/{}/send-again"),
    ("POST", "people", "/en/manage/2023/people/{}/renew-link"),
    ("POST", "people", "/en/manage/2023/people/{}/renew-code"),
    ("POST", "people", "/en/manage/2023/people/{}/end-access"),
    ("GET", "invitations", "/en/manage/2023/invitations/{}"),
    ("GET", "invitations", "/en/manage/2023/invitations/{}/edit"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/edit"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/send"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/call"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/withdraw"),
    ("POST", "invitations", "/en/manage/2023/invitations/{}/answer/comes"),
    ("POST", "people", "/en/manage/2023/people/{}/represent"),
    ("GET", "arrivals", "/en/manage/2023/people/{}/arrivals/none/undo"),
    ("GET", "groups", "/en/manage/2023/messages/groups/{}"),
    ("GET", "groups", "/en/manage/2023/messages/groups/{}/edit"),
    ("POST", "team", "/en/manage/2023/team/{}/co_chair/take"),
    ("POST", "team", "/en/manage/2023/team/{}/invite"),
    ("POST", "team", "/en/manage/2023/team/{}/co_chair/adjust"),
    ("POST", "team", "/en/manage/2023/team/{}/second-factor/take"),
    ("POST", "team.withdraw", "/en/manage/2023/team/hand-over/{}/withdraw"),
    ("POST", "door.admit_named", "/en/checkin/2023/named/{}"),
    ("POST", "door.in_person", "/en/checkin/2023/named/{}/in-person"),
    ("POST", "phones", "/en/manage/2023/phones/{}/end"),
    ("POST", "phones", "/en/manage/2023/phones/{}/answered"),
    ("GET", "programme", "/en/manage/2023/programme/{}"),
    ("POST", "programme", "/en/manage/2023/programme/{}/still-right"),
    ("POST", "programme", "/en/manage/2023/programme/{}/hide"),
    ("POST", "programme", "/en/manage/2023/programme/{}/duplicate"),
    ("POST", "programme", "/en/manage/2023/programme/{}/remove"),
    ("POST", "programme", "/en/manage/2023/programme/{}/bring-back"),
    ("GET", "programme", "/en/manage/2023/programme/{}/people/add"),
    ("GET", "programme", "/en/manage/2023/programme/{}/documents/add"),
    ("GET", "on_the_day.today", "/en/manage/2023/programme/today/?act=delay&session={}"),
    ("GET", "live_office", "/en/manage/2023/live/{}"),
    ("POST", "live_office", "/en/manage/2023/live/{}/remove"),
    ("GET", "live", "/en/2023/live/{}/watch"),
    ("GET", "badges.badge", "/en/manage/2023/badges/{}.pdf"),
    ("GET", "signing_office", "/en/manage/2023/signatures/{}"),
    ("GET", "signing_office", "/en/manage/2023/signatures/{}/document"),
    ("POST", "signing_office", "/en/manage/2023/signatures/{}/accept"),
    ("POST", "signing_office", "/en/manage/2023/signatures/{}/version"),
    ("POST", "signing_office", "/en/manage/2023/signatures/{}/withdraw"),
    ("GET", "recorded_office", "/en/manage/2023/signatures/recorded/{}"),
    ("GET", "recorded_office", "/en/manage/2023/signatures/recorded/{}/correct"),
    ("POST", "recorded_office", "/en/manage/2023/signatures/recorded/{}/mistake"),
    ("GET", "speakers_office", "/en/manage/2023/speakers/{}"),
    ("GET", "speakers_office", "/en/manage/2023/speakers/{}/portrait"),
    ("POST", "speakers_office", "/en/manage/2023/speakers/{}/remove"),
    ("GET", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}"),
    ("GET", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/slides.pdf"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/send"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/remind"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/withdraw"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/register"),
    ("POST", "speaker_invitations_office", "/en/manage/2023/speaker-invitations/{}/answer"),
    ("GET", "mandates_office.add", "/en/manage/2023/speakers/{}/add-mandate"),
    ("GET", "mandates_office", "/en/manage/2023/speakers/mandates/{}"),
    ("POST", "mandates_office", "/en/manage/2023/speakers/mandates/{}/remove"),
    ("GET", "quotes_office", "/en/manage/2023/quotes/{}"),
    ("POST", "quotes_office", "/en/manage/2023/quotes/{}/approve"),
    ("POST", "quotes_office", "/en/manage/2023/quotes/{}/up"),
    ("POST", "quotes_office", "/en/manage/2023/quotes/{}/remove"),
    ("GET", "announcements_office", "/en/manage/2023/announcements/{}"),
    ("POST", "announcements_office", "/en/manage/2023/announcements/{}/remove"),
    ("GET", "desk.proposal", "/en/manage/2023/desk/proposals/{}"),
    ("POST", "desk.proposal", "/en/manage/2023/desk/proposals/{}/move/up"),
    ("GET", "desk.proposal", "/en/manage/2023/desk/proposals/{}/correct"),
    ("POST", "desk.proposal", "/en/manage/2023/desk/proposals/{}/withdraw"),
    ("GET", "desk.proposal", "/en/manage/2023/desk/proposals/{}/accept"),
    ("POST", "desk.proposal", "/en/manage/2023/desk/proposals/{}/turn-down"),
    ("POST", "desk.approve_quote", "/en/manage/2023/desk/quotes/{}/approve"),
    ("GET", "desk.approve_quote", "/en/manage/2023/desk/quotes/{}/send-back"),
    ("POST", "desk.add_signing", "/en/manage/2023/desk/ceremony/from/{}"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/move/up"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/signed"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/undo"),
    ("POST", "desk", "/en/manage/2023/desk/ceremony/{}/remove"),
    ("GET", "desk.briefing", "/en/manage/2023/desk/briefings/{}.pdf"),
)
"What belongs to one edition, asked for under the address of another."
PROPOSALS = (
    "desk.proposal",
    "desk.correct_proposal",
    "desk.rank",
    "desk.withdraw_proposal",
    "desk.turn_down",
    "desk.accept",
)
QUOTES = ("desk.approve_quote", "desk.send_back")
LEADS_AWAY = {
    "office.start",
    "accounts.sign_in",
    "accounts.second_step",
    "accounts.use_link",
    "accounts.sign_out",
}
"These refuse nobody; where they lead, and whom they sign out, has tests of its own."


@pytest.fixture
def people(demo_app: Flask) -> dict[str, InspectingClient]:
    """A device for each of the six."""
    demo_app.config["WTF_CSRF_ENABLED"] = False
    with demo_app.app_context(), writing():
        editions = {
            slug: db.session.scalars(select(Edition).where(Edition.slug == slug)).one() for slug in ("2023", "2027")
        }
        make_user("door", "door@one.example.org", editions["2027"])
        make_user("co_chair", "chair@one.example.org", editions["2027"])
        here = make_user("organiser", "here@one.example.org", editions["2027"])
        db.session.flush()
        make_phone(editions["2027"], 1, by_id=here.id)
        begin_hand_over(editions["2027"], [], by=here, stays=[], last_on=None)
        make_user("organiser", "elsewhere@one.example.org", editions["2023"])
        groups.write(editions["2027"], draft(), "a key of this test")
        announce(editions["2027"])
        fill_the_desk(editions["2027"])
        articles.start(editions["2023"])
        articles.open_review(editions["2023"])
        links = invited_links(editions["2027"])
        asked = ask_by_email(editions["2027"], speaker_of(editions["2027"]).person)
        links = (*links, link_of(asked))
    found: dict[str, Any] = {who: demo_app.test_client() for who in EVERYBODY}
    for who, email in ((DOOR, "door"), (CHAIR, "chair"), (HERE, "here"), (ELSEWHERE, "elsewhere")):
        sign_in_as(found[who], (f"{email}@one.example.org", PASSPHRASE))
    found[GUEST].submit("/en/2027/register", **MAYOR)
    found[GUEST].submit(link_in(deliver(demo_app)[-1]))
    found[GUEST].submit("/en/communities/join/form", **CITY)
    found[GUEST].submit(signing_link(demo_app))
    for link in links:
        found[GUEST].submit(link)
    with demo_app.app_context(), writing():  # a signature at the coming assembly, as it will be
        signed = db.session.scalars(select(Signature).where(Signature.community.has(code="tallinn"))).one()
        signed.edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
    return found


AWAITED = Track.state == TrackState.EXPECTED
ALERTS = ("recordings.ask_for_alert", "recordings.alert_asked")


def values(app: Flask) -> dict[str, dict[str, str]]:
    """What to put into the address of each endpoint."""
    with app.app_context():
        first = db.session.scalars
        at = Edition.slug == "2027"
        badge = unseal(first(select(Badge).join(Registration).join(Edition).where(at)).first().token_sealed)  # type: ignore[union-attr]
        quote = unseal(first(select(QuoteRequest)).one().token_sealed)
        review = unseal(first(select(ReviewLink)).one().token_sealed)
        chair = first(select(User).where(User.email_key == "chair@one.example.org")).one()
        codes = {
            "agenda.session": first(select(Session).join(Edition).where(at)).first(),
            "calendar.session": first(select(Session).join(Edition).where(at)).first(),
            "programme": first(select(Session).join(Edition).where(at)).first(),
            "on_the_day.today": first(select(Session).join(Edition).where(at)).first(),
            "live": first(select(Stream).join(Edition).where(at)).one(),
            "live_office": first(select(Stream).join(Edition).where(at)).one(),
            "recordings": first(select(Recording)).first(),
            **dict.fromkeys(ALERTS, first(select(Recording).join(Track).join(Edition).where(at, AWAITED)).first()),
            "videos": first(select(Recording)).first(),
            "editions.picture": first(select(Picture)).first(),
            "badges.badge": first(select(Registration).join(Edition).where(at)).first(),
            "door.admit_named": first(select(Registration).join(Edition).where(at)).first(),
            "door.in_person": first(select(Registration).join(Edition).where(at)).first(),
            "messages": first(select(Mail).join(Edition, Mail.edition_id == Edition.id).where(at)).first(),
            "people": first(select(Registration).join(Edition).where(at)).first(),
            "phones": first(select(Device)).one(),
            "arrivals": first(select(Registration).join(Edition).where(at)).first(),
            "invitations": first(select(Invitation).order_by(Invitation.id.desc())).first(),  # not the guest's own
            "groups": first(select(GroupMessage)).one(),
            "signing_office": first(select(Signing)).one(),
            "recorded_office": first(select(Signature).join(Edition).where(at)).one(),
            "speakers_office": first(select(Speaker)).first().person,  # type: ignore[union-attr]
            "mandates_office": first(select(Mandate).join(Speaker, Speaker.person_id == Mandate.person_id)).first(),
            "mandates_office.add": first(select(Speaker)).first().person,  # type: ignore[union-attr]
            "quotes_office": first(select(Quote).join(Edition).where(at)).first(),
            "announcements_office": first(select(Announcement).join(Edition).where(at)).first(),
            "desk": first(select(CeremonyPlace)).one(),
            **dict.fromkeys(PROPOSALS, first(select(SpeakerProposal).order_by(SpeakerProposal.id.desc())).first()),
            **dict.fromkeys(QUOTES, first(select(Quote).join(Edition).where(at)).first()),
            "desk.add_signing": first(select(Signing)).one(),
            "desk.briefing": first(select(Session).join(Edition).where(at)).first(),
            "speaker_invitations_office": first(select(Speaker)).first().person,  # type: ignore[union-attr]
            "team": chair,
            "team.withdraw": first(select(HandOver).join(Edition).where(at)).one(),
        }
        reader = f"user:{chair.code}"
        named = {"directory": {"code": "oulu"}, "networks": {"code": "oasc"}}
        named |= {endpoint: {"code": noun.code} for endpoint, noun in codes.items()}  # type: ignore[union-attr]
    return named | {
        "checkin": {"token": badge},
        "own_quote": {"token": quote},
        "review": {"token": review},
        "series": {"code": "seven_days"},
        "balances_office": {"code": "sign-2023-01-01"},
        "texts": {"code": "registration_confirmed"},
        "desk.make_card": {"reader": reader},
        "desk.end_card": {"reader": reader},
    }


def address(rule: str, endpoint: str, known: dict[str, dict[str, str]]) -> str:
    facts = {
        "code": "others",
        "scan_id": "none",
        "one": "nobody",
        "other": "noone",
        "person": "nobody",
        "token": "x" * 43,
        "role": "door",
        "day": "2027-04-15",
        "said": "yes",
        "way": "up",
        "act": "look-at",
        "reply": "declines",
        "mode": "on_site",
        "cid": "entry-code",
        "shape": "csv",
        "filename": "css/base.css",
        "track_lang": "en",
        "captions_lang": "en",
        "part": "nobody",
        "kind": "original",
        "document": "nothing",
        "which": "new",
        "name": "keynote-fr",
        "moment": "day",
    }
    facts |= known.get(endpoint.partition(".")[0], {}) | known.get(endpoint, {})
    path = rule.replace("<lang:lang>", "en").replace("<edition:edition>", "2027")
    path = path.replace("<int(max=999999):number>", "1").replace("<path:filename>", facts["filename"])
    for name, value in facts.items():
        path = path.replace(f"<{name}>", value)
    assert "<" not in path, path
    return path


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ALLOWED)


def sample(people: dict[str, InspectingClient], route: str, allowed: set[str]) -> dict[str, InspectingClient]:
    """One of those who may and one of those who may not, always the same for a route: all routes ask all people."""
    sides = (sorted(allowed), sorted(EVERYBODY - allowed))
    chosen = {side[crc32(route.encode()) % len(side)] for side in sides if side}
    return {who: client for who, client in people.items() if who in chosen}


def faults(
    app: Flask, people: dict[str, InspectingClient], table: dict[str, set[str]], *, all_people: bool = True
) -> list[str]:
    """Who gets past a guard, or does not, against the rows of this table."""
    known, wrong = values(app), []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in LEADS_AWAY or rule.endpoint not in table:
            continue
        path = address(rule.rule, rule.endpoint, known)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            asked = people if all_people else sample(people, f"{method} {rule}", table[rule.endpoint])
            for who, client in asked.items():
                # what it looks like is for other tests
                with FlaskClient.open(client, path, method=method, headers={"Origin": "http://localhost"}) as answer:
                    sent_away = answer.status_code == 303 and (answer.location or "").endswith("/sign-in")
                    refused = answer.status_code in {401, 403} or sent_away
                if refused is (who in table[rule.endpoint]):
                    wrong.append(f"{who} {method} {path}: {answer.status_code}")
    return wrong


def test_everyone_gets_exactly_where_the_table_says(
    demo_app: Flask, people: dict[str, InspectingClient], full_scale: bool
) -> None:
    assert faults(demo_app, people, ALLOWED, all_people=full_scale) == []


def test_a_wrong_row_is_found(demo_app: Flask, people: dict[str, InspectingClient]) -> None:
    wrong = faults(demo_app, people, {"people.people": EVERYBODY, "door.start": TEAM})
    assert len(wrong) == len(EVERYBODY - OFFICE) + len(DOORS - TEAM)


def test_what_belongs_to_another_edition_is_not_there(demo_app: Flask, people: dict[str, InspectingClient]) -> None:
    """The organiser of 2023 asks for what belongs to 2027 under the address of 2023: as if it had never been."""
    known, other = values(demo_app), people[ELSEWHERE]
    for method, endpoint, path in OF_ONE_EDITION:
        answers = []
        for code in (known[endpoint]["code"], "aaaaaaaa"):
            answer = other.open(path.format(code), method=method)
            page = answer.text.partition("the error number")[0].replace(
                code, "…"
            )  # the other language has this address
            answers.append((answer.status_code, page))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


def test_what_another_site_sends_is_refused_and_changes_nothing(
    demo_app: Flask, people: dict[str, InspectingClient], full_scale: bool
) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = True
    known, before = values(demo_app), contents(demo_app)
    token = demo_app.test_client().get("/en/sign-in").get_data(as_text=True).partition('csrf_token" value="')[2]
    foreign = {"csrf_token": token.partition('"')[0]}  # of somebody else's session
    for rule in demo_app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        path = address(rule.rule, rule.endpoint, known)
        asked = people if full_scale else sample(people, rule.rule, EVERYBODY)
        ways: list[tuple[dict[str, str], dict[str, str]]] = [
            ({}, {}),
            ({"Origin": "https://evil.example"}, {}),
            ({}, foreign),
            ({"Sec-Fetch-Site": "cross-site"}, {}),
        ]
        for client in asked.values():
            for headers, data in ways if full_scale else ways[crc32(path.encode()) % 4 :: 4]:
                answer = client.post(path, data=data | {"scan_id": "s" * 32}, headers=headers)
                assert answer.status_code in {400, 401, 403, 409, 303}, (path, answer.status_code)
                if answer.status_code == 303:
                    assert answer.location.endswith(("/sign-in", path)), (path, answer.location)
    assert contents(demo_app) == before
