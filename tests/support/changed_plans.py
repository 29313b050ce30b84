"""Changes the plan of an assembly and reads the emails about it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from mails import deliver


def told(app: Flask) -> dict[str, Any]:
    """The emails about the change, by address."""
    subjects = ("Cancelled", "Annulée", "Postponed", "Reportée", "New date", "Nouvelle date", "Now online")
    subjects += ("Désormais en ligne", "Change of plan", "Changement")
    return {one["To"]: one for one in deliver(app) if any(word in str(one["Subject"]) for word in subjects)}
