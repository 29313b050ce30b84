"""The second factor: an app's codes and codes on paper, each good once; nobody is in before the second step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from adjusted_rights import device
from authenticator import code_at
from factories import DOOR, ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from second_factor import CODE, code_of, set_up_app
from sqlalchemy import func, select

from assembly import clock, limiter
from assembly.accounts.guesses import CODES_OF_ONE_ACCOUNT
from assembly.extensions import db
from assembly.models import AccountStep, AuthenticatorApp, RecoveryCode, SignedIn, User
from assembly.sealed import token_hash
from assembly.transactions import writing

TODAY, SECOND, ACCOUNT, SIGN_IN = "/en/manage/2027/", "/en/sign-in/second", "/en/account", "/en/sign-in"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def half_signed_in(app: Flask) -> InspectingClient:
    client = device(app)
    assert client.submit(SIGN_IN, email=ORGANISER[0], passphrase=ORGANISER[1]).location == SECOND
    return client


def count(app: Flask, noun: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(noun)) or 0


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: the secret is `12345678901234567890`, at 59 seconds the last six figures are 287082."""
    when = clock.now().fromtimestamp(59, tz=clock.now().tzinfo)
    assert code_at("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", when) == "287082"


def test_an_app_is_set_up_and_asked(demo_app: Flask, office: InspectingClient) -> None:
    assert "not set up" in office.page(ACCOUNT).get_text()
    _secret, codes = set_up_app(office)
    assert len(set(codes)) == 10
    assert "Turn off the app" in office.page(ACCOUNT).get_text()
    assert "10 unused recovery codes" in office.page(ACCOUNT).get_text()
    assert office.page("/en/account/codes").select(".codes code") == []  # shown once
    before = count(demo_app, SignedIn)
    client = half_signed_in(demo_app)
    assert client.get(TODAY).status_code == 303
    assert count(demo_app, SignedIn) == before


def test_the_secret_is_sealed_codes_are_hashed(demo_app: Flask, office: InspectingClient) -> None:
    secret, codes = set_up_app(office)
    with demo_app.app_context():
        kept = repr(db.session.execute(select(AuthenticatorApp.__table__)).all())
        kept += repr(db.session.execute(select(RecoveryCode.__table__)).all())
    bare = codes[0].replace("-", "")
    assert not [one for one in (secret, secret.replace(" ", ""), codes[0], bare, token_hash(bare)) if one in kept]


def test_a_code_lets_in_once(demo_app: Flask, office: InspectingClient) -> None:
    secret, _codes = set_up_app(office)
    with clock.at(clock.now() + timedelta(minutes=2)):
        first, second = half_signed_in(demo_app), half_signed_in(demo_app)
        halfway = first.get_cookie("session").value
        assert first.submit(SECOND, form=CODE, code=code_of(secret)).location == "/en/manage/"
        assert first.get_cookie("session").value != halfway
        assert first.get(TODAY).status_code == 200
        answer = second.submit(SECOND, form=CODE, status=422, code=code_of(secret))
        assert "has already been used" in answer.get_data(as_text=True)
        assert second.get(TODAY).status_code == 303


@pytest.mark.proof("the clocks of phones")
def test_half_a_minute_either_side(demo_app: Flask, office: InspectingClient) -> None:
    secret, _codes = set_up_app(office)
    for minutes, (off, status) in enumerate([(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)], start=1):
        with clock.at(clock.now() + timedelta(minutes=5 * minutes)):
            half_signed_in(demo_app).submit(SECOND, form=CODE, status=status, code=code_of(secret, off))


@pytest.mark.proof("the order of codes")
def test_an_older_code_is_refused_after_newer(demo_app: Flask, office: InspectingClient) -> None:
    secret, _codes = set_up_app(office)
    with clock.at(clock.now() + timedelta(minutes=5)):
        half_signed_in(demo_app).submit(SECOND, form=CODE, code=code_of(secret, 1))
        half_signed_in(demo_app).submit(SECOND, form=CODE, status=422, code=code_of(secret, 0))


@pytest.mark.proof("more of what is no code")
def test_what_is_no_code_lets_nobody_in(demo_app: Flask, office: InspectingClient) -> None:
    set_up_app(office)
    client, start = half_signed_in(demo_app), clock.now()
    for number, typed in enumerate(["", "000000", "12345", "¹²³⁴⁵⁶", "٠١٢٣٤٥", "a" * 41, "aaaa-bbbb-cccc", "0" * 12]):
        with clock.at(start + timedelta(minutes=number)):
            client.submit(SECOND, form=CODE, status=422, code=typed)
    assert client.get(TODAY).status_code == 303


def test_a_recovery_code_lets_in_once(demo_app: Flask, office: InspectingClient) -> None:
    _secret, codes = set_up_app(office)
    half_signed_in(demo_app).submit(SECOND, form=CODE, code=codes[3].upper().replace("-", " "))
    half_signed_in(demo_app).submit(SECOND, form=CODE, status=422, code=codes[3])
    assert "9 unused recovery codes" in office.page(ACCOUNT).get_text()
    mail = deliver(demo_app)[-1]
    assert (mail["To"], mail["Subject"]) == (ORGANISER[0], "Your account has changed")
    assert "One of your recovery codes was used" in text_of(mail)


@pytest.mark.proof("a second set of codes")
def test_new_recovery_codes_replace_the_old(demo_app: Flask, office: InspectingClient) -> None:
    _secret, old = set_up_app(office)
    assert office.submit("/en/account/codes/new", status=422, proof="wrong").status_code == 422
    answer = office.submit("/en/account/codes/new", proof=ORGANISER[1])
    new = [one.get_text() for one in office.page(answer.location).select(".codes code")]
    assert len(set(new) | set(old)) == 20
    client = half_signed_in(demo_app)
    client.submit(SECOND, form=CODE, status=422, code=old[0])
    client.submit(SECOND, form=CODE, code=new[0])


def test_somebody_elses_recovery_code_is_none(demo_app: Flask, office: InspectingClient) -> None:
    door = device(demo_app)
    sign_in(door, DOOR)
    _secret, theirs = set_up_app(door, DOOR[1])
    set_up_app(office)
    half_signed_in(demo_app).submit(SECOND, form=CODE, status=422, code=theirs[0])


def test_a_link_needs_the_second_factor_too(demo_app: Flask, office: InspectingClient) -> None:
    secret, _codes = set_up_app(office)
    phone = device(demo_app)
    phone.submit("/en/sign-in/link", status=200, email=ORGANISER[0])
    link = text_of(deliver(demo_app)[-1]).partition("http://localhost")[2].split()[0]
    assert phone.submit(link).location == SECOND
    assert phone.get(TODAY).status_code == 303
    assert device(demo_app).get(link).status_code == 404  # it was used when it was pressed
    with clock.at(clock.now() + timedelta(minutes=1)):
        phone.submit(SECOND, form=CODE, code=code_of(secret))
        assert phone.get(TODAY).status_code == 200


# --- the half-finished sign-in ----------------------------------------------------------------------------------------


@pytest.mark.proof("its end by the clock")
def test_half_a_sign_in_lasts_ten_minutes(demo_app: Flask, office: InspectingClient) -> None:
    _secret, codes = set_up_app(office)
    client = half_signed_in(demo_app)
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert client.get(SECOND).status_code == 200
    token = client.page(SECOND).select_one(f"{CODE} [name=csrf_token]")["value"]
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert client.post(SECOND, data={"csrf_token": token, "code": codes[0]}).location == SIGN_IN
        assert "has expired or is already complete" in client.page(SIGN_IN).select_one(".flash").get_text()
        half_signed_in(demo_app)  # and forgets the old one
        assert count(demo_app, AccountStep) == 1


def test_a_copied_half_sign_in_is_worthless(demo_app: Flask, office: InspectingClient) -> None:
    _secret, codes = set_up_app(office)
    client, thief = half_signed_in(demo_app), device(demo_app)
    token = client.page(SECOND).select_one(f"{CODE} [name=csrf_token]")["value"]
    copied = client.get_cookie("session").value
    client.submit(SECOND, form=CODE, code=codes[0])
    thief.set_cookie("session", copied)
    assert thief.post(SECOND, data={"csrf_token": token, "code": codes[1]}).location == SIGN_IN
    assert thief.get(TODAY).status_code == 303


def test_another_browser_cannot_finish_it(demo_app: Flask, office: InspectingClient) -> None:
    set_up_app(office)
    half_signed_in(demo_app)
    assert device(demo_app).get(SECOND).location == SIGN_IN


@pytest.mark.proof("half a sign-in while the passphrase changes")
def test_a_new_passphrase_ends_half_sign_ins(demo_app: Flask, office: InspectingClient) -> None:
    set_up_app(office)
    client = half_signed_in(demo_app)
    office.submit(ACCOUNT, form="#passphrase-form", current=ORGANISER[1], passphrase="another long passphrase")
    assert client.get(SECOND).location == SIGN_IN


def test_thirty_wrong_codes_end_the_day(demo_app: Flask, office: InspectingClient) -> None:
    """However slowly they come, at either place; the passphrase has its own count."""
    start = clock.now()
    with demo_app.app_context(), clock.at(start):
        secret, _codes = set_up_app(office)
        for _try in range(29):
            limiter.spend(CODES_OF_ONE_ACCOUNT, "code of", ORGANISER[0])
    with clock.at(start + timedelta(minutes=2)):
        client = half_signed_in(demo_app)
        client.submit(SECOND, form=CODE, status=422, code="000000")
    with clock.at(start + timedelta(minutes=4)):
        client = half_signed_in(demo_app)
        client.submit(SECOND, form=CODE, status=429, code=code_of(secret))
        office.submit("/en/account/codes/new", status=429, proof=code_of(secret))
    with clock.at(start + timedelta(hours=25)):
        assert half_signed_in(demo_app).submit(SECOND, form=CODE, code=code_of(secret)).status_code == 303


def test_codes_are_guessed_as_slowly_as_passphrases(demo_app: Flask, office: InspectingClient) -> None:
    """Five wrong ones a minute at the account, passphrases and codes together; the right one waits too."""
    secret, _codes = set_up_app(office)
    with clock.at(clock.now() + timedelta(minutes=2)):
        client = half_signed_in(demo_app)
        device(demo_app).submit(SIGN_IN, status=422, email=ORGANISER[0], passphrase="a wrong passphrase")
        for _try in range(4):
            client.submit(SECOND, form=CODE, status=422, code="000000")
        answer = client.submit(SECOND, form=CODE, status=429, code=code_of(secret))
        assert int(answer.headers["Retry-After"]) > 0
    with clock.at(clock.now() + timedelta(minutes=4)):
        client.submit(SECOND, form=CODE, code=code_of(secret))


@pytest.mark.proof("that two limits are two")
def test_wrong_app_codes_block_no_recovery_code(demo_app: Flask, office: InspectingClient) -> None:
    _secret, codes = set_up_app(office)
    client = half_signed_in(demo_app)
    for status in [422] * 5 + [429]:
        client.submit(SECOND, form=CODE, status=status, code="000000")
    client.submit(SECOND, form=CODE, code=codes[0])
    assert client.get(TODAY).status_code == 200


def test_recovery_codes_are_limited_on_their_own(demo_app: Flask, office: InspectingClient) -> None:
    _secret, codes = set_up_app(office)
    client = half_signed_in(demo_app)
    for status in [422] * 5 + [429]:
        client.submit(SECOND, form=CODE, status=status, code="aaaa-aaaa-aaaa")
    client.submit(SECOND, form=CODE, status=429, code=codes[0])


# --- turning it off ---------------------------------------------------------------------------------------------------


def test_turning_it_off_needs_a_proof(demo_app: Flask, office: InspectingClient) -> None:
    secret, _codes = set_up_app(office)
    for wrong in ("", "a wrong passphrase", "123456"):
        office.submit("/en/account/app/off", status=422, proof=wrong)
    with clock.at(clock.now() + timedelta(minutes=2)):
        office.submit("/en/account/app/off", proof=code_of(secret))
        assert "no longer ask for codes from your app" in text_of(deliver(demo_app)[-1])
    assert count(demo_app, RecoveryCode) == 0
    sign_in(device(demo_app))


@pytest.mark.proof("the same proof at another button")
def test_a_second_app_needs_a_proof(demo_app: Flask, office: InspectingClient) -> None:
    office.submit("/en/account/app", status=422, proof="wrong")
    assert office.get("/en/account/app/confirm").location == ACCOUNT
    set_up_app(office)
    assert office.get("/en/account/app").location == ACCOUNT
    assert office.get("/en/account/app/confirm").location == ACCOUNT


def test_a_wrong_first_code_sets_nothing_up(demo_app: Flask, office: InspectingClient) -> None:
    office.submit("/en/account/app", proof=ORGANISER[1])
    office.submit("/en/account/app/confirm", status=422, code="000000")
    sign_in(device(demo_app))
    with demo_app.app_context():
        assert not any(user.has_second_factor for user in db.session.scalars(select(User)))


def test_the_picture_says_what_the_words_say(office: InspectingClient) -> None:
    office.submit("/en/account/app", proof=ORGANISER[1])
    page = office.page("/en/account/app/confirm")
    secret = page.select_one(".secret").get_text()
    assert all(len(group) == 4 for group in secret.split())
    address = page.select_one('a[href^="otpauth://totp/"]')["href"]
    assert f"secret={secret.replace(' ', '')}" in address


def test_the_owner_is_told_in_their_language(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        db.session.scalars(select(User).where(User.email_key == ORGANISER[0])).one().lang = "fr"
    set_up_app(office, lang="fr")
    mail = deliver(demo_app)[-1]
    assert (mail["Subject"], mail["Content-Language"]) == ("Votre compte a été modifié", "fr")
    assert "Désormais, un code de votre application vous sera demandé" in text_of(mail)
