"""Passphrases: what is short or tried first is refused, whatever else somebody thinks of will do."""

from __future__ import annotations

import pytest
from flask import Flask

from assembly.accounts.passphrases import fault_of_passphrase
from assembly.i18n import speaking

GUESSED = ["password1234", "aaaaaaaaaaaa", "123456789012", "motdepasse123", "azertyuiop123", "mayorassembly"]
GOOD = ["the mayors are coming", "quatre mots au hasard", "Żółw idzie do Brukseli", "correct horse " * 10]


@pytest.mark.turns(3)
@pytest.mark.parametrize("passphrase", GUESSED)
def test_what_is_tried_first_is_refused(app: Flask, passphrase: str) -> None:
    with app.app_context(), speaking("fr"):
        assert fault_of_passphrase(passphrase).startswith("Cette phrase de passe est trop facile à deviner")


@pytest.mark.parametrize("passphrase", GOOD)
def test_other_passphrases_will_do(app: Flask, passphrase: str) -> None:
    with app.app_context(), speaking("en"):
        assert fault_of_passphrase(passphrase) == ""


def test_a_short_passphrase_is_refused(app: Flask) -> None:
    with app.app_context(), speaking("en"):
        assert "12 characters" in fault_of_passphrase("qZ7!kW2#")
