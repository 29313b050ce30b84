"""Passages of transcripts, as they are searched: a paragraph, when it begins, and its words folded."""

from sqlalchemy import BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped

from assembly.models.types import Base, column, ref


class Passage(Base):
    """A paragraph of the transcript in one language, as the page of its recording shows it.

    Its number tells where it is: that of its recording, then its place in it by time and language. Both databases
    keep an index of the folded words beside it, by triggers (`docs/decisions/0026`).
    """

    NUMBERS = 20
    "Binary digits of the number that count inside one recording."
    id: Mapped[int] = column(
        "none", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    recording_id: Mapped[int] = ref("recording")
    lang: Mapped[str] = column("none", String(8))
    start_s: Mapped[int] = column("none")
    text: Mapped[str] = column("none", Text)
    folded: Mapped[str] = column("none", Text)
