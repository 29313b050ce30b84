"""Rights one by one: what is adjusted holds everywhere and at once; nobody gives what they do not have."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest
from adjusted_rights import GOOD, TEAM, adjusted, code_of, device
from authenticator import Authenticator
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from second_factor import add_passkey, set_up_app
from sqlalchemy import select

from assembly.accounts import queries
from assembly.accounts.service.sign_in import add_user
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.models import Edition, EditionRole, Entry, SignedIn, User
from assembly.security import PERMISSION_WORDS, ROLES, Permission, device_sessions, granted, with_implied
from assembly.transactions import writing

ANA = {"given": "Ana", "family": "Silva", "place": "Porto", "mode": "on_site"}


def named_in(client: InspectingClient) -> str:
    """What the cookie calls this session."""
    with client.session_transaction() as session:
        return str(session["device"])


def role_of(app: Flask, who: str) -> tuple[list[str] | None, frozenset[Permission]]:
    with app.app_context():
        role = db.session.scalars(select(EditionRole).join(User).where(User.email_key == f"{who}@example.org")).one()
        return role.permissions, granted(role)


def test_every_permission_has_words_and_a_tick(boss: InspectingClient, app: Flask) -> None:
    assert set(PERMISSION_WORDS) == set(Permission)
    page = boss.page(TEAM)
    for form in page.select('form[action$="/adjust"]'):
        assert {tick["value"] for tick in form.select("[type=checkbox]")} == set(Permission)
    door = page.select_one('form[action$="/door/adjust"]')
    assert [tick["value"] for tick in door.select("[checked]")] == ["admit"]
    assert "Change permissions: Organiser" in page.get_text()
    assert "Ajuster les droits" in boss.page(TEAM.replace("/en/", "/fr/")).get_text()


PAGES = {
    Permission.SEE_PEOPLE: "/en/manage/2031/people",
    Permission.ADMIT: "/en/checkin/2031/",
    Permission.PUBLISH: "/en/manage/2031/results",
    Permission.MANAGE_TEAM: TEAM,
    Permission.SEE_MAILS: "/en/manage/2031/messages/",
}


def test_each_permission_opens_its_pages_alone(boss: InspectingClient, app: Flask, full_scale: bool) -> None:
    """One by one, at once, in the same session; the preset's own set means preset again."""
    dora = device(app)
    sign_in(dora, ("dora@example.org", GOOD))
    for permission in Permission if full_scale else [*PAGES, Permission.ADD_PEOPLE]:
        adjusted(app, boss, "dora", "door", {permission.value})
        seen = {one for one, path in PAGES.items() if dora.get(path).status_code == 200}
        assert seen == with_implied({permission}) & set(PAGES), permission
    adjusted(app, boss, "dora", "door", set())
    assert {path: dora.get(path).status_code for path in PAGES.values()} == dict.fromkeys(PAGES.values(), 403)
    assert "Door staff, with custom permissions" in boss.page(TEAM).get_text()
    adjusted(app, boss, "dora", "door", {"admit"})
    assert role_of(app, "dora") == (None, ROLES["door"])
    assert "custom permissions" not in boss.page(TEAM).get_text()


CONTACTS = {"see_people", "see_contacts"}


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("permission", "included"),
    [
        ("add_people", CONTACTS),
        ("export_people", CONTACTS),
        ("see_contacts", {"see_people"}),
        ("see_needs", {"see_people"}),
    ],
)
def test_some_rights_bring_seeing_people_along(
    boss: InspectingClient, app: Flask, permission: str, included: set[str]
) -> None:
    adjusted(app, boss, "dora", "door", {permission})
    rights = {permission} | included
    assert role_of(app, "dora") == (sorted(rights), {Permission(one) for one in rights})
    with app.app_context():
        assert granted(EditionRole(role="door", permissions=[permission])) == role_of(app, "dora")[1]  # stored before
    form = boss.page(TEAM).select_one('form[action$="/door/adjust"]')
    assert {tick["value"] for tick in form.select("[checked]")} == rights


@pytest.mark.proof("where one form leads")
def test_adding_people_never_ends_at_closed_doors(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "dora", "door", {"add_people"})
    dora = device(app)
    sign_in(dora, ("dora@example.org", GOOD))
    answer = dora.submit("/en/manage/2031/people/add", **ANA)
    assert answer.status_code == 303
    assert "Ana Silva" in dora.page(answer.location).get_text()


def test_more_than_doors_means_an_office_session(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "dora", "door", {"admit", "see_people"})
    sign_in(device(app), ("dora@example.org", GOOD))
    with app.app_context():
        row = db.session.scalars(select(SignedIn).order_by(SignedIn.id.desc())).first()
        assert (row.ends_at - row.began_at).total_seconds() == 12 * 3600  # type: ignore[union-attr]


@pytest.mark.proof("the session after a change")
def test_the_cookie_changes_with_the_rights(boss: InspectingClient, app: Flask) -> None:
    """The id of the session changes at a role change; whoever it is notices nothing."""
    dora, thief = device(app), device(app)
    sign_in(dora, ("dora@example.org", GOOD))
    old, cookie = named_in(dora), dora.get_cookie("session").value
    dora.get(PAGES[Permission.ADMIT])
    assert named_in(dora) == old
    adjusted(app, boss, "dora", "door", {"admit", "see_people"})
    assert dora.get(PAGES[Permission.SEE_PEOPLE]).status_code == 200
    assert named_in(dora) != old
    thief.set_cookie("session", cookie)
    assert thief.get(PAGES[Permission.SEE_PEOPLE]).status_code == 303
    assert dora.get(PAGES[Permission.SEE_PEOPLE]).status_code == 200


def test_two_requests_outlive_one_renewal(boss: InspectingClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read that the cookie is to change; whoever is second finds the session renewed, not ended."""
    dora, same, page = device(app), device(app), PAGES[Permission.SEE_PEOPLE]
    sign_in(dora, ("dora@example.org", GOOD))
    adjusted(app, boss, "dora", "door", {"admit", "see_people"})
    same.set_cookie("session", dora.get_cookie("session").value)

    def second() -> AbstractContextManager[None]:
        monkeypatch.setattr(device_sessions, "writing", writing)
        assert same.get(page).status_code == 200
        return writing()

    monkeypatch.setattr(device_sessions, "writing", second)
    answer = dora.get(page)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert same.get(page).status_code == 200


def test_nobody_gives_what_they_do_not_have(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "ada", "organiser", {"manage_team", "admit"})
    ada = device(app)
    sign_in(ada, ("ada@example.org", GOOD))
    closed = ada.page(TEAM).select('form[action$="/door/adjust"] [disabled]')
    assert len(closed) == len(Permission) - 2
    adjusted(app, ada, "dora", "door", {"admit", "publish"}, status=403)
    assert role_of(app, "dora") == (None, ROLES["door"])
    adjusted(app, ada, "ada", "organiser", {one.value for one in Permission}, status=403)
    invitation = {"name": "New", "email": "new@example.org", "lang": "en"}
    refused = ada.submit(TEAM, form="#invite", status=403, role="organiser", **invitation)
    assert "permissions that you have yourself" in refused.get_data(as_text=True)
    ada.submit(TEAM, form="#invite", role="door", **invitation)
    adjusted(app, ada, "boss", "organiser", {"manage_team"})  # takes what is hers to take, no more
    assert role_of(app, "boss")[1] == frozenset(Permission) - {Permission.ADMIT}


def test_nobody_takes_rights_they_lack(boss: InspectingClient, app: Flask) -> None:
    """Who manages the team and no more takes back no organiser, but may leave."""
    adjusted(app, boss, "ada", "organiser", {"manage_team", "admit"})
    ada = device(app)
    sign_in(ada, ("ada@example.org", GOOD))
    take = {who: f'form[action*="/{code_of(app, who)}/"][action$="/take"]' for who in ("boss", "dora", "ada")}
    refused = ada.submit(TEAM, form=take["boss"], status=403)
    assert "only remove permissions that you have" in refused.get_data(as_text=True)
    assert role_of(app, "boss")[1] == frozenset(Permission)
    for who in ("dora", "ada"):
        ada.submit(TEAM, form=take[who])
    assert ada.get(TEAM).status_code == 403


@pytest.mark.proof("the preset again")
def test_a_role_given_again_is_whole(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "ada", "organiser", {"see_people"})
    again = {"name": "Ada", "email": "ada@example.org", "lang": "en", "role": "organiser"}
    boss.submit(TEAM, form="#invite", **again)
    assert role_of(app, "ada") == (None, ROLES["organiser"])
    with app.app_context():
        assert db.session.scalars(select(Entry).order_by(Entry.n.desc())).first().verb == "rights adjusted"  # type: ignore[union-attr]


def test_the_last_team_manager_keeps_that(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "ada", "organiser", {"see_people"})
    text = adjusted(app, boss, "boss", "organiser", {"see_people"}, status=409)
    assert "No one else can manage the team" in text
    assert Permission.MANAGE_TEAM in role_of(app, "boss")[1]


def test_words_nobody_defined_give_nothing(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "dora", "door", {"admit", "rule_the_world", ""})
    assert role_of(app, "dora") == (None, ROLES["door"])
    with app.app_context():
        assert granted(EditionRole(role="door", permissions=["rule_the_world"])) == frozenset()
        assert granted(EditionRole(role="unheard of", permissions=None)) == frozenset()


def test_a_role_not_held_is_not_adjusted(boss: InspectingClient, app: Flask) -> None:
    token = boss.page(TEAM).select_one("#invite [name=csrf_token]")["value"]
    for who, role in (("dora", "organiser"), ("dora", "no-role"), ("elsewhere", "organiser")):
        path = f"{TEAM}{code_of(app, who)}/{role}/adjust"
        assert boss.post(path, data={"csrf_token": token, "permission": "admit"}).status_code == 404


def test_the_history_knows_who_adjusted_what(boss: InspectingClient, app: Flask) -> None:
    adjusted(app, boss, "dora", "door", {"admit", "see_people"})
    with app.app_context():
        entry = db.session.scalars(select(Entry).order_by(Entry.n.desc())).first()
        boss_id = db.session.scalars(select(User.id).where(User.email_key == "boss@example.org")).one()
        assert (entry.verb, entry.actor_ref) == ("rights adjusted", f"user:{boss_id}")  # type: ignore[union-attr]
        assert first_broken_entry() is None


TAKE = 'form[action$="/second-factor/take"]'


def test_an_organiser_removes_a_lost_factor(boss: InspectingClient, app: Flask) -> None:
    dora = device(app)
    sign_in(dora, ("dora@example.org", GOOD))
    set_up_app(dora, GOOD)
    add_passkey(dora, Authenticator(), GOOD)
    assert "with a second factor" in boss.page(TEAM).get_text()
    boss.submit(TEAM, form=TAKE, proof="not my passphrase")
    assert "with a second factor" in boss.page(TEAM).get_text()  # nobody does this at a computer left open
    boss.submit(TEAM, form=TAKE, proof=GOOD)
    assert dora.get(PAGES[Permission.ADMIT]).status_code == 303  # signed out everywhere
    sign_in(dora, ("dora@example.org", GOOD))
    assert dora.get(PAGES[Permission.ADMIT]).status_code == 200
    mail = deliver(app)[-1]
    assert mail["To"] == "dora@example.org"
    assert "Your second factor was removed" in text_of(mail)
    assert "Someone" in text_of(mail)  # the name of whoever did it


@pytest.mark.proof("after a factor was removed")
def test_wrong_codes_do_not_block_after_help(boss: InspectingClient, app: Flask) -> None:
    dora = device(app)
    sign_in(dora, ("dora@example.org", GOOD))
    set_up_app(dora, GOOD)
    again = device(app)
    right = {"email": "dora@example.org", "passphrase": GOOD}
    again.submit("/en/sign-in", **right)
    for _wrong in range(5):
        again.submit("/en/sign-in/second", status=422, code="000000")
    boss.submit(TEAM, form=TAKE, proof=GOOD)
    assert device(app).submit("/en/sign-in", **right).status_code == 303


def test_not_beyond_their_editions_nor_their_own(boss: InspectingClient, app: Flask) -> None:
    with app.app_context():
        with writing():
            owner = make_user("organiser", "owner@example.org")
            there = db.session.scalars(select(Edition).where(Edition.slug == "2032")).one()
            ada = db.session.scalars(select(User).where(User.email_key == "ada@example.org")).one()
            ada.edition_roles.append(EditionRole(role="door", edition=there))
            nobody = add_user(email="no@example.org", name="N", lang="en", passphrase=None, role=None)
        people = {name: queries.user_by_email(f"{name}@example.org") for name in ("boss", "ada", "dora", "owner")}
        may = queries.may_take_second_factor
        assert {name: may(people["boss"], one) for name, one in people.items()} == {
            "boss": False,
            "ada": False,
            "dora": True,
            "owner": False,
        }
        assert {name: may(owner, one) for name, one in people.items()} == {
            "boss": True,
            "ada": True,
            "dora": True,
            "owner": False,
        }
        assert not may(people["dora"], people["ada"])
        assert not may(owner, nobody)
    client = device(app)
    sign_in(client, ("owner@example.org", GOOD))
    set_up_app(client, GOOD)
    token = boss.page(TEAM).select_one("#invite [name=csrf_token]")["value"]
    answer = boss.post(f"{TEAM}{code_of(app, 'owner')}/second-factor/take", data={"csrf_token": token})
    assert answer.status_code == 403
    with app.app_context():
        assert queries.user_by_email("owner@example.org").has_second_factor  # type: ignore[union-attr]
