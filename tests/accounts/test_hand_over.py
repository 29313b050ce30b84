"""An edition passes to the next team: nobody is in before they accept, nobody is out before that, it is never alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from adjusted_rights import code_of, device
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from inspector import _english_sentences as english
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly import clock
from assembly.accounts import queries
from assembly.accounts.jobs import end_hand_overs
from assembly.extensions import db
from assembly.models import Edition, Entry, HandOver, HandOverState, User
from assembly.transactions import writing

GOOD = "a long enough passphrase"
PAGE, TEAM = "/en/manage/2031/team/hand-over", "/en/manage/2031/team/"
LINK = re.compile(r"http://localhost(/\w\w/sign-in/[\w-]+)")
NEXT = {"name1": "Nadia Nouvelle", "email1": "nadia@example.org", "lang1": "fr", "lang2": "en", "lang3": "en"}


def team(app: Flask) -> set[str]:
    with app.app_context():
        here = db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()
        return {user.email_key.partition("@")[0] for user in queries.team(here)}


def state(app: Flask) -> HandOverState:
    with app.app_context():
        return db.session.scalars(select(HandOver).order_by(HandOver.id.desc())).first().state  # type: ignore[union-attr]


def begun(app: Flask, office: InspectingClient, **more: str) -> str:
    """Begin, and give the newcomer's link out of the mail."""
    office.submit(PAGE, form="#hand-over", **(NEXT | more))
    mail = next(one for one in reversed(deliver(app)) if one["To"] == NEXT["email1"])
    found = LINK.findall(text_of(mail))
    assert found[0] in html_of(mail)
    return str(found[0])


def mails(app: Flask) -> list[tuple[str, str, str]]:
    return [(mail["To"].partition("@")[0], mail["Content-Language"], mail["Subject"]) for mail in deliver(app)]


def test_the_whole_story(boss: InspectingClient, app: Flask) -> None:
    """Invited, accepted by signing in; who does not stay is out at once; both sides read of it in their language."""
    link = begun(app, boss, stays=code_of(app, "dora"))
    assert team(app) == {"boss", "ada", "dora"}  # nothing has changed
    assert "Waiting for the next team" in boss.page(PAGE).get_text()
    assert sorted(mails(app)) == [
        ("ada", "en", "The assembly is being handed over"),
        ("boss", "en", "The assembly is being handed over"),
        ("nadia", "fr", "Invitation à reprendre l’organisation de l’assemblée"),
    ]
    newcomer = device(app)
    newcomer.submit(link, passphrase=GOOD)
    assert newcomer.get(TEAM).status_code == 200
    assert team(app) == {"nadia", "dora"}
    assert boss.get(TEAM).status_code == 403
    thanks = "The assembly has been handed over: thank you"
    assert {("boss", "en", thanks), ("ada", "en", thanks)} < set(mails(app))
    assert ("nadia", "fr", "Votre équipe est désormais responsable de l’assemblée") in mails(app)
    with app.app_context():
        verbs = [one.verb for one in db.session.scalars(select(Entry).order_by(Entry.n)) if one.noun == "edition"]
    assert verbs[-3:] == ["hand-over begun", "hand-over accepted", "handed over"]


@pytest.mark.proof("a last day")
def test_the_present_team_works_until_its_end(boss: InspectingClient, app: Flask) -> None:
    last = clock.now() + timedelta(days=3)
    newcomer = device(app)
    newcomer.submit(begun(app, boss, last_on=last.date().isoformat()), passphrase=GOOD)
    assert (team(app), state(app)) == ({"boss", "ada", "dora", "nadia"}, HandOverState.ACCEPTED)
    assert "The next team has accepted" in boss.page(PAGE).get_text()
    for days, left in ((2, {"boss", "ada", "dora", "nadia"}), (5, {"nadia"}), (6, {"nadia"})):
        with clock.at(clock.now() + timedelta(days=days)), app.app_context():
            end_hand_overs()
        assert team(app) == left
    assert state(app) is HandOverState.DONE
    assert "assembly.accounts.jobs.end_hand_overs" in app.extensions["huey_tasks"]


def test_it_can_be_withdrawn_until_somebody_accepts(boss: InspectingClient, app: Flask) -> None:
    link = begun(app, boss)
    boss.submit(PAGE, form="#withdraw")
    assert ("nadia", "fr", "La transmission a été annulée") in mails(app)
    newcomer = device(app)
    assert newcomer.get(link).status_code == 404
    assert team(app) == {"boss", "ada", "dora"}
    newcomer.submit(begun(app, boss), passphrase=GOOD)  # and begun anew
    assert team(app) == {"nadia"}


@pytest.mark.proof("withdrawn after a part was accepted")
def test_an_accepted_hand_over_is_withdrawn(boss: InspectingClient, app: Flask) -> None:
    """Who came keeps the role until it is taken back; who did not has no claim any more."""
    last = (clock.now() + timedelta(days=3)).date().isoformat()
    second = {"name2": "Old Hand", "email2": "elsewhere@example.org", "lang2": "en"}
    device(app).submit(begun(app, boss, last_on=last, **second), passphrase=GOOD)
    boss.submit(PAGE, form="#withdraw")
    assert state(app) is HandOverState.WITHDRAWN
    assert [to for to, _lang, said in mails(app) if said == "The handover has been cancelled"] == ["elsewhere"]
    sign_in(device(app), ("elsewhere@example.org", GOOD))
    with clock.at(clock.now() + timedelta(days=5)), app.app_context():
        end_hand_overs()
    assert team(app) == {"boss", "ada", "dora", "nadia"}


@pytest.mark.proof("withdrawn after the end")
def test_what_is_done_is_not_withdrawn(boss: InspectingClient, app: Flask) -> None:
    link = begun(app, boss, stays=code_of(app, "boss"))
    page = boss.page(PAGE).select_one("#withdraw")
    device(app).submit(link, passphrase=GOOD)
    data = {"csrf_token": page.select_one("[name=csrf_token]")["value"]}
    assert boss.post(page["action"], data=data).status_code == 409
    assert state(app) is HandOverState.DONE


def test_account_holders_accept_by_signing_in(boss: InspectingClient, app: Flask) -> None:
    boss.submit(PAGE, form="#hand-over", **(NEXT | {"email1": "elsewhere@example.org"}))
    mail = next(one for one in deliver(app) if one["To"] == "elsewhere@example.org")
    assert "To accept, sign in to your account" in text_of(mail)
    assert mail["Content-Language"] == "en"
    sign_in(device(app), ("elsewhere@example.org", GOOD))
    assert team(app) == {"elsewhere"}


@pytest.mark.proof("a second person of the next team")
def test_others_of_the_next_team_come_later(boss: InspectingClient, app: Flask) -> None:
    second = {"name2": "Old Hand", "email2": "elsewhere@example.org", "lang2": "en"}
    device(app).submit(begun(app, boss, **second), passphrase=GOOD)
    assert (team(app), state(app)) == ({"nadia"}, HandOverState.DONE)
    sign_in(device(app), ("elsewhere@example.org", GOOD))
    assert team(app) == {"nadia", "elsewhere"}


@pytest.mark.turns(2)
@pytest.mark.parametrize(("days", "comes_in"), [(29, True), (31, False)])
def test_a_claim_has_an_end(boss: InspectingClient, app: Flask, days: int, comes_in: bool) -> None:
    second = {"name2": "Old Hand", "email2": "elsewhere@example.org", "lang2": "en"}
    device(app).submit(begun(app, boss, **second), passphrase=GOOD)
    with clock.at(clock.now() + timedelta(days=days)):
        sign_in(device(app), ("elsewhere@example.org", GOOD))
    assert ("elsewhere" in team(app)) is comes_in


def test_an_edition_is_never_left_alone(boss: InspectingClient, app: Flask) -> None:
    """The next organiser's account is closed before the last day comes: the present team goes on."""
    last = (clock.now() + timedelta(days=1)).date().isoformat()
    device(app).submit(begun(app, boss, last_on=last), passphrase=GOOD)
    with app.app_context(), writing():
        queries.user_by_email(NEXT["email1"]).active = False  # type: ignore[union-attr]
    with clock.at(clock.now() + timedelta(days=3)), app.app_context():
        end_hand_overs()
    assert (team(app), state(app)) == ({"boss", "ada", "dora", "nadia"}, HandOverState.ACCEPTED)


def test_it_is_not_left_to_uninvited_people(boss: InspectingClient, app: Flask) -> None:
    """The newcomer's account is closed; that another organiser stays is not the next team. An owner is enough."""
    last = (clock.now() + timedelta(days=1)).date().isoformat()
    device(app).submit(begun(app, boss, last_on=last, stays=code_of(app, "ada")), passphrase=GOOD)
    with app.app_context(), writing():
        queries.user_by_email(NEXT["email1"]).active = False  # type: ignore[union-attr]
    with clock.at(clock.now() + timedelta(days=3)), app.app_context():
        end_hand_overs()
        assert state(app) is HandOverState.ACCEPTED
        with writing():
            make_user("organiser", "owner@example.org")
        end_hand_overs()
    assert state(app) is HandOverState.DONE


@pytest.mark.proof("somebody who came in between")
def test_whoever_comes_later_is_not_put_out(boss: InspectingClient, app: Flask) -> None:
    link = begun(app, boss)
    boss.submit(TEAM, form="#invite", name="Late", email="late@example.org", lang="en", role="door")
    device(app).submit(link, passphrase=GOOD)
    assert team(app) == {"nadia", "late"}


FAULTS = [
    ({"name1": ""}, "Enter the name."),
    ({"email1": "nadia"}, "with an “@”"),
    ({"name2": "Somebody"}, "Enter the email address."),
    ({"email3": "some@example.org"}, "Enter the name."),
    ({"last_on": "soon"}, "Enter a date, for example"),
    ({"last_on": "2020-01-01"}, "This date is in the past"),
]


def test_faults_come_back_with_nothing_lost(boss: InspectingClient, app: Flask) -> None:
    ada = code_of(app, "ada")
    for typed, said in FAULTS:
        html = boss.submit(PAGE, form="#hand-over", status=422, **(NEXT | {"stays": ada} | typed)).get_data(
            as_text=True
        )
        assert said in html
        assert f'value="{ada}" id="stays-{ada}" checked' in html
    with app.app_context():
        assert db.session.scalars(select(HandOver)).all() == []


@pytest.mark.proof("one name twice")
def test_who_is_named_twice_is_one_person(boss: InspectingClient, app: Flask) -> None:
    twice = {"name2": "N. Nouvelle", "email2": "NADIA@example.org"}
    device(app).submit(begun(app, boss, **twice), passphrase=GOOD)
    assert team(app) == {"nadia"}


@pytest.mark.proof("a second hand-over")
def test_one_at_a_time(boss: InspectingClient, app: Flask) -> None:
    form = boss.page(PAGE).select_one("#hand-over")
    data = {"csrf_token": form.select_one("[name=csrf_token]")["value"], "last_on": ""} | NEXT
    assert [boss.post(PAGE, data=data).status_code for _press in range(2)] == [303, 409]


def test_the_page_speaks_french(boss: InspectingClient, app: Flask) -> None:
    assert "Transmettre cette assemblée" in boss.page(PAGE.replace("/en/", "/fr/")).get_text()
    begun(app, boss)
    boss.get(PAGE)  # says once, in English, that the invitation is on its way
    assert "En attente de la connexion" in boss.page(PAGE.replace("/en/", "/fr/")).get_text()


@pytest.mark.proof("each email in the other language")
def test_all_emails_are_french_for_french_readers(boss: InspectingClient, app: Flask) -> None:
    with app.app_context(), writing():
        for user in db.session.scalars(select(User)):
            user.lang = "fr"
    begun(app, boss)
    boss.submit(PAGE, form="#withdraw")
    device(app).submit(begun(app, boss), passphrase=GOOD)
    sent = deliver(app)
    assert {mail["Content-Language"] for mail in sent} == {"fr"}
    assert {mail["Subject"] for mail in sent} == {
        "Invitation à reprendre l’organisation de l’assemblée",
        "L’assemblée va être transmise à l’équipe suivante",
        "La transmission a été annulée",
        "L’assemblée a été transmise\u00a0: merci",
        "Votre équipe est désormais responsable de l’assemblée",
    }
    for mail in sent:
        words = text_of(mail) + html_of(mail)
        assert not [said for said in english() if said in words]
