"""What an edition may have besides: each off until somebody wants it (experience.md 2)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from assembly.i18n import _l


class Extra(StrEnum):
    """Off means absent from menu, form, mail and rights."""

    SESSION_SIGN_UP = "session_sign_up"
    COMPANIONS = "companions"
    CONDITIONAL_QUESTIONS = "conditional_questions"
    EXIT_SCANS = "exit_scans"
    QUEUE_LETTERS = "queue_letters"
    PLACE_CARDS = "place_cards"
    CERTIFICATES = "certificates"
    LIVE_WALL = "live_wall"
    FOLLOW_UP = "follow_up"
    LORDIMAS_NOTES = "lordimas_notes"
    WEBHOOKS = "webhooks"
    SINGLE_SIGN_ON = "single_sign_on"
    INTERPRETATION = "interpretation"

    @property
    def words(self) -> tuple[Any, Any]:
        """Its name, and what it is good for in one sentence."""
        return _WORDS[self]


_WORDS: dict[Extra, tuple[Any, Any]] = {
    Extra.SESSION_SIGN_UP: (_l("Session sign-up"), _l("People choose their sessions and take a seat in each.")),
    Extra.COMPANIONS: (_l("Accompanying persons"), _l("A guest brings somebody along, who gets a badge of their own.")),
    Extra.CONDITIONAL_QUESTIONS: (
        _l("Conditional questions"),
        _l("The form asks further questions of those whom an earlier answer concerns."),
    ),
    Extra.EXIT_SCANS: (
        _l("Exit scans and door rules"),
        _l("Doors count people out as well, and rooms let in only whom you name."),
    ),
    Extra.QUEUE_LETTERS: (_l("Queue letters"), _l("Several queues at the entrance, by the first letter of the name.")),
    Extra.PLACE_CARDS: (
        _l("Place cards and floor plan"),
        _l("Cards for the tables, and a plan that says who sits where."),
    ),
    Extra.CERTIFICATES: (
        _l("Certificates of attendance"),
        _l("Whoever came can have it in writing, with a code to check it by."),
    ),
    Extra.LIVE_WALL: (_l("Live wall"), _l("A screen in the hall shows who has arrived, city by city.")),
    Extra.FOLLOW_UP: (
        _l("Follow-up after 6 and 12 months"),
        _l("Cities are asked what has become of what was announced."),
    ),
    Extra.LORDIMAS_NOTES: (
        _l("LORDIMAS notes"),
        _l("A note for each city on how far its digital transformation has come."),
    ),
    Extra.WEBHOOKS: (_l("Webhooks"), _l("Other systems are told at once of each registration and admission.")),
    Extra.SINGLE_SIGN_ON: (_l("Single sign-on"), _l("The team signs in with the account of its own organisation.")),
    Extra.INTERPRETATION: (
        _l("Interpretation planning"),
        _l("Interpreters, booths and breaks for each session and language."),
    ),
}
