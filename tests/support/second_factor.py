"""Setting up second factors through the real pages, and signing in with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from authenticator import Authenticator, code_at
from factories import ORGANISER
from inspector import InspectingClient

from assembly import clock

CODE = "#code-form"


def code_of(secret: str, later: int = 0) -> str:
    """The app's code now, or some half minutes later."""
    return code_at(secret, clock.now() + timedelta(seconds=30 * later))


def set_up_app(client: InspectingClient, passphrase: str = ORGANISER[1], lang: str = "en") -> tuple[str, list[str]]:
    """Set up an app for whoever is signed in here. Gives its secret and the recovery codes."""
    client.submit(f"/{lang}/account/app", proof=passphrase)
    secret = client.page(f"/{lang}/account/app/confirm").select_one(".secret").get_text()
    answer = client.submit(f"/{lang}/account/app/confirm", code=code_of(secret))
    return secret, [one.get_text() for one in client.page(answer.location).select(".codes code")]


def token_of(client: InspectingClient, path: str) -> str:
    return str(client.page(path).select_one("main input[name=csrf_token]")["value"])


def add_passkey(client: InspectingClient, device: Authenticator, passphrase: str = ORGANISER[1]) -> Any:
    """As static/js/passkey.js does it; gives the server's last answer."""
    token = token_of(client, "/en/account/passkeys/add")
    form = {"csrf_token": token, "name": "Phone", "proof": passphrase}
    options = client.post("/en/account/passkeys/options", data=form)
    assert options.status_code == 200, options.json
    headers = {"X-CSRFToken": token}
    return client.post("/en/account/passkeys", json=device.create(options.json), headers=headers)


def options_to_enter(client: InspectingClient, path: str = "/en/sign-in") -> tuple[Any, dict[str, str]]:
    """The challenge of a page with the button, and the headers its script sends."""
    headers = {"X-CSRFToken": token_of(client, path)}
    options = client.post("/en/sign-in/passkey/options", headers=headers)
    assert options.status_code == 200
    return options.json, headers


def enter_by_passkey(client: InspectingClient, device: Authenticator, path: str = "/en/sign-in") -> Any:
    options, headers = options_to_enter(client, path)
    return client.post("/en/sign-in/passkey", json=device.get(options), headers=headers)
