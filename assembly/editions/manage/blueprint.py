"""The settings of one edition, and the list of all of them."""

from typing import Any

from flask import Blueprint

office = Blueprint("settings", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/settings")
editions = Blueprint("setting_up", __name__, url_prefix="/<lang:lang>/manage/editions")


def differing(form: Any, stored: dict[str, tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The fields somebody else has changed, by label, with what is saved now: `stored` is (typed, saved) by field."""
    return [(form[name].label.text, saved) for name, (typed, saved) in stored.items() if typed != saved]
