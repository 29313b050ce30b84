"""The report of an edition, the sheet of facts it stands on, and the article while it is written."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import Edition, OfEdition
from assembly.models.types import Coded, Keyed, UTCDateTime, column, ref


class FactSheet(OfEdition, Keyed):
    """All figures and names of a report as they stood at `taken_at`, never changed: a correction is a new sheet.

    `figures_on` is the day figures of the movement speak of; those of the assembly speak of its own day.
    """

    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    edition_id: Mapped[int] = ref("edition", index=False)
    number: Mapped[int] = column("none")
    taken_at: Mapped[datetime] = column("none", UTCDateTime)
    figures_on: Mapped[date] = column("none")
    facts: Mapped[dict[str, Any]] = column("contact", JSON)
    hash: Mapped[str] = column("none", String(64))
    unsent_scans: Mapped[int] = column("none", default=0)
    "How many check-ins phones of the doors still held then."
    override_reason: Mapped[str] = column("contact", String(500), default="")
    "Why somebody went on all the same."


class Report(HasWords, Keyed):
    """What is published. `public_at` is the first publication and stays; a correction changes the text and the sheet.

    `blocks` are those of the article (`report/article/blocks.py`). One that was withdrawn says why, and nothing else.
    """

    edition_id: Mapped[int] = ref("edition", unique=True)
    title: Mapped[Bilingual] = bilingual("title")
    sheet_id: Mapped[int] = ref("fact_sheet")
    public_at: Mapped[datetime] = column("none", UTCDateTime)
    blocks: Mapped[list[dict[str, Any]]] = column("contact", JSON, default=list)
    withdrawn_at: Mapped[datetime | None] = column("none", UTCDateTime)
    withdrawal: Mapped[Bilingual] = bilingual("withdrawal")
    edition: Mapped[Edition] = relationship(back_populates="report")
    sheet: Mapped[FactSheet] = relationship(lazy="joined", innerjoin=True)
    versions: "Mapped[list[ReportVersion]]" = relationship("ReportVersion", order_by="ReportVersion.number")

    @property
    def is_public(self) -> bool:
        """Whether people may read it."""
        return self.withdrawn_at is None


class ReportVersion(Keyed):
    """What was public from `at` on, never changed; `erratum` says in words what this version put right."""

    __table_args__ = (UniqueConstraint("report_id", "number"),)
    report_id: Mapped[int] = ref("report", index=False)
    number: Mapped[int] = column("none")
    at: Mapped[datetime] = column("none", UTCDateTime)
    sheet_id: Mapped[int] = ref("fact_sheet")
    title: Mapped[Bilingual] = bilingual("title")
    blocks: Mapped[list[dict[str, Any]]] = column("contact", JSON, default=list)
    erratum: Mapped[Bilingual] = bilingual("erratum")
    sheet: Mapped[FactSheet] = relationship(lazy="joined", innerjoin=True)


class ArticleDraft(OfEdition, Keyed):
    """The article an edition's organisers write, on one fact sheet until they take another.

    `kept` are the live figures an editor has seen and not taken (`report/article/differences.py`), `links` what the
    last look at each address found. `publish_at` is the end of an embargo: then it is published without another press.
    """

    edition_id: Mapped[int] = ref("edition", unique=True)
    sheet_id: Mapped[int] = ref("fact_sheet")
    title: Mapped[Bilingual] = bilingual("title")
    blocks: Mapped[list[dict[str, Any]]] = column("contact", JSON, default=list)
    kept: Mapped[dict[str, str]] = column("none", JSON, default=dict)
    links: Mapped[dict[str, str]] = column("none", JSON, default=dict)
    erratum: Mapped[Bilingual] = bilingual("erratum")
    publish_at: Mapped[datetime | None] = column("none", UTCDateTime, index=True)
    held_back_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When its embargo ended and it was not published, as the check had found something."
    changed_at: Mapped[datetime] = column("none", UTCDateTime)
    version: Mapped[int] = column("none", default=1)
    sheet: Mapped[FactSheet] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class Survey(Keyed):
    """What an outside survey of an edition's participants found; of the shares each is out of a hundred answers.

    `questions` are those somebody brought as a table (`report/survey/questions.py`).
    """

    edition_id: Mapped[int] = ref("edition", unique=True)
    link: Mapped[str] = column("none", String(500))
    answers: Mapped[int] = column("none")
    satisfied: Mapped[int] = column("none")
    recommend: Mapped[int] = column("none")
    questions: Mapped[list[dict[str, Any]]] = column("none", JSON, default=list)


class ReviewLink(OfEdition, Keyed):
    """The link at which the networks read the draft of an edition's article and comment on it, until its end."""

    edition_id: Mapped[int] = ref("edition", unique=True)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))

    @property
    def is_open(self) -> bool:
        """Whether it still opens the draft, by our own clock."""
        return clock.now() < self.ends_at


class ReviewComment(Coded):
    """What somebody wrote about the draft."""

    edition_id: Mapped[int] = ref("edition")
    by: Mapped[str] = column("contact", String(120))
    text: Mapped[str] = column("contact", String(2000))
    at: Mapped[datetime] = column("none", UTCDateTime)
