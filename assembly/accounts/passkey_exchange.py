"""Passkeys (WebAuthn level 2): what the browser is asked and how its answers are checked, by py_webauthn.

Pure: no database, no request. The site (relying party) is the host of PUBLIC_URL. Keys are *discoverable*, so that one
may sign in without typing an address, and the device must have recognised its user (face, finger, PIN), so that a
passkey is both factors at once.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from assembly.models import Passkey, User

NAME = "Mayors’ Digital Assembly"
LONGEST_ID = 1400
"Characters of a credential's id (1023 bytes at most, WebAuthn 4)."


class Refused(Exception):
    """The browser's answer is no proof: malformed, for another site or challenge, or wrongly signed."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """The public half of a fresh passkey."""

    credential_id: str
    public_key: str
    sign_count: int


@cache
def library() -> Any:
    """Load py_webauthn where somebody first uses a passkey: with what it needs it takes 5 MiB of each process."""
    return import_module("webauthn")


def options_to_add(public_url: str, user: User, challenge: str) -> str:
    """What `navigator.credentials.create` is to be given, as JSON."""
    web, structs = library(), library().helpers.structs
    options: str = web.options_to_json(
        web.generate_registration_options(
            rp_id=_site(public_url),
            rp_name=NAME,
            user_id=user.code.encode(),
            user_name=user.email_key,
            user_display_name=user.name,
            challenge=challenge.encode(),
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                structs.PublicKeyCredentialDescriptor(id=web.base64url_to_bytes(key.credential_id))
                for key in user.passkeys
            ],
        )
    )
    return options


def options_to_enter(public_url: str, challenge: str) -> str:
    """What `navigator.credentials.get` is to be given, as JSON."""
    web = library()
    required = web.helpers.structs.UserVerificationRequirement.REQUIRED
    asked = web.generate_authentication_options(
        rp_id=_site(public_url), challenge=challenge.encode(), user_verification=required
    )
    options: str = web.options_to_json(asked)
    return options


def new_key(public_url: str, answer: Any, challenge: str) -> NewKey:
    """The key a browser has made. Raises Refused."""
    try:
        seen = library().verify_registration_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(public_url),
            expected_origin=_origin(public_url),
            require_user_verification=True,
        )
    except Exception as problem:  # the library's parsers meet bytes from anywhere
        raise Refused from problem
    write = library().helpers.bytes_to_base64url
    if len(write(seen.credential_id)) > LONGEST_ID:
        raise Refused
    return NewKey(write(seen.credential_id), write(seen.credential_public_key), seen.sign_count)


def key_named_in(answer: Any) -> tuple[str, str]:
    """The credential's id and the user's code a browser claims, before anything is proved."""
    try:
        user = library().base64url_to_bytes(answer["response"]["userHandle"]).decode()
        return str(answer["id"])[:LONGEST_ID], user
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise Refused from problem


def new_count(public_url: str, answer: Any, challenge: str, key: Passkey) -> int:
    """The new sign count, if the signature is right. A count that does not grow betrays a copy. Raises Refused."""
    try:
        seen = library().verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(public_url),
            expected_origin=_origin(public_url),
            credential_public_key=library().base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except Exception as problem:  # as above
        raise Refused from problem
    return int(seen.new_sign_count)


def _site(public_url: str) -> str:
    return urlsplit(public_url).hostname or ""


def _origin(public_url: str) -> str:
    parts = urlsplit(public_url)
    return f"{parts.scheme}://{parts.netloc}"
