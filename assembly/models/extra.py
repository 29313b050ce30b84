"""What an edition may have besides: each off until somebody wants it."""

from enum import StrEnum
from typing import Any

from assembly.i18n import _l


class Extra(StrEnum):
    """Off means absent from menu, form, mail and rights. One is named here once it exists, never before."""

    SESSION_SIGN_UP = "session_sign_up"
    COMPANIONS = "companions"
    CONDITIONAL_QUESTIONS = "conditional_questions"

    @property
    def words(self) -> tuple[Any, Any]:
        """Its name, and what it is good for in one sentence."""
        return _WORDS[self]


_WORDS: dict[Extra, tuple[Any, Any]] = {
    Extra.SESSION_SIGN_UP: (_l("Session sign-up"), _l("People choose their sessions and reserve a seat in each.")),
    Extra.COMPANIONS: (
        _l("Accompanying people"),
        _l("Guests can bring someone with them. That person gets their own badge."),
    ),
    Extra.CONDITIONAL_QUESTIONS: (
        _l("Conditional questions"),
        _l("The form asks further questions depending on earlier answers."),
    ),
}
