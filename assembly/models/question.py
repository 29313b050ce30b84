"""Further questions of an edition, in both languages, and what people answered."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.registration import Registration
from assembly.models.types import Base, Choice, Coded, column, ref


class QuestionKind(Labelled):
    """How a question is answered."""

    TEXT = "text", _l("Short text")
    CHOICE = "choice", _l("One answer from a list")
    CHOICES = "choices", _l("Several answers from a list")
    YES_NO = "yes_no", _l("Yes or no")
    DATE = "date", _l("A date")
    COUNTRY = "country", _l("A country")

    @property
    def has_options(self) -> bool:
        """Whether there are answers to choose from."""
        return self in (QuestionKind.CHOICE, QuestionKind.CHOICES)


class Question(HasWords, OfEdition, Coded):
    """One question. `options` are `{"key": …, "en": …, "fr": …}` in their order; `shown_if` is
    `{"question": code, "answer": key}` where the edition has conditional questions."""

    __table_args__ = (UniqueConstraint("edition_id", "position"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    position: Mapped[int] = column("none")
    kind: Mapped[QuestionKind] = column("none", Choice(QuestionKind))
    words: Mapped[Bilingual] = bilingual("words")
    hint: Mapped[Bilingual] = bilingual("hint")
    purpose: Mapped[Bilingual] = bilingual("purpose")
    "What the answer is used for: nothing is asked without a purpose."
    options: Mapped[list[dict[str, str]]] = column("none", JSON, default=list)
    shown_if: Mapped[dict[str, str] | None] = column("none", JSON)
    is_required: Mapped[bool] = column("none", default=False)
    version: Mapped[int] = column("none", default=1)

    __mapper_args__ = {"version_id_col": version}

    def depends_on(self, other: "Question") -> bool:
        """Whether it is asked only after an answer to that one."""
        return self.shown_if is not None and self.shown_if["question"] == other.code

    @property
    def answers_to_choose(self) -> set[str]:
        """The answers another question can depend on, as a condition names them."""
        return {"yes", "no"} if self.kind is QuestionKind.YES_NO else {one["key"] for one in self.options}


class Answer(Base):
    """What one registration answered: text, a key, a list of keys, true or false, a day or a country, as JSON."""

    registration_id: Mapped[int] = ref("registration", primary_key=True)
    question_id: Mapped[int] = ref("question", primary_key=True, index=True)
    value: Mapped[Any] = column("contact", JSON)
    registration: Mapped[Registration] = relationship()
    question: Mapped[Question] = relationship()


class SkillKind(StrEnum):
    """Understood by listening, or spoken on the floor."""

    UNDERSTANDS = "understands"
    SPEAKS = "speaks"


class Skill(Base):
    """A language somebody understands or speaks: what booths are planned from."""

    registration_id: Mapped[int] = ref("registration", primary_key=True)
    lang: Mapped[str] = column("contact", String(8), primary_key=True)
    kind: Mapped[SkillKind] = column("contact", Choice(SkillKind), primary_key=True)
