"""Words somebody said, in the language they were said in, and who approved them."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import LANGUAGES, Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.edition import OfEdition
from assembly.models.mandate import Mandate
from assembly.models.person import Person
from assembly.models.session import Session
from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref


class Quote(HasWords, OfEdition, Coded):
    """`original_lang` is an ISO 639 code, `und` where it was not recorded; other words are translations.

    `original` are the words as said if that was neither in English nor in French; `caption` says when or to whom.
    """

    person_id: Mapped[int] = ref("person")
    mandate_id: Mapped[int] = ref("mandate")
    session_id: Mapped[int | None] = ref("session")
    original_lang: Mapped[str] = column("none", String(8))
    original: Mapped[str] = column("none", Text, default="")
    words: Mapped[Bilingual] = bilingual("words")
    caption: Mapped[Bilingual] = bilingual("caption")
    source: Mapped[str] = column("none", String(500))
    position: Mapped[int] = column("none", default=0)
    approved_at: Mapped[datetime | None] = column("none", UTCDateTime)
    approved_by: Mapped[str] = column("none", String(80), default="")
    name: Mapped[str] = column("contact", String(241), default="")
    "What its speaker was called when it was approved, where they are called something else now."
    person: Mapped[Person] = relationship()
    mandate: Mapped[Mandate] = relationship()
    session: Mapped[Session | None] = relationship()

    @property
    def said_by(self) -> str:
        """The name of whoever said it, as it was then."""
        return self.name or self.mandate.holder


class QuoteReturn(Keyed):
    """A quote a co-chair sent back: it waits for other words while it says what it said then (`mark`)."""

    quote_id: Mapped[int] = ref("quote")
    mark: Mapped[str] = column("none", String(16))
    comment: Mapped[str] = column("contact", String(600))
    by: Mapped[str] = column("contact", String(200))
    at: Mapped[datetime] = column("none", UTCDateTime)
    quote: Mapped[Quote] = relationship()


class QuoteAnswer(Labelled):
    """What a speaker answers who is asked to approve their words."""

    APPROVED = "approved", _l("I approve this quote")
    AMENDED = "amended", _l("I would word it differently")
    REFUSED = "refused", _l("I do not want to be quoted")


class QuoteRequest(Keyed):
    """A speaker is asked by email to approve a quote; its link opens that one question and nothing else.

    `mark` is of the quote as it was when they answered, `amended` their own wording in the language they spoke.
    """

    quote_id: Mapped[int] = ref("quote", unique=True)
    email: Mapped[str] = column("contact", String(320))
    lang: Mapped[str] = column("contact", String(2))
    sent_at: Mapped[datetime] = column("none", UTCDateTime)
    answer: Mapped[QuoteAnswer | None] = column("none", Choice(QuoteAnswer))
    answered_at: Mapped[datetime | None] = column("none", UTCDateTime)
    mark: Mapped[str] = column("none", String(16), default="")
    amended: Mapped[str] = column("contact", Text, default="")
    comment: Mapped[str] = column("contact", String(600), default="")
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    token_sealed: Mapped[str] = column("secret", String(200))
    quote: Mapped[Quote] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether the link sent last has no answer yet; one to an earlier link stays until then."""
        return self.answered_at is None or self.answered_at < self.sent_at

    @property
    def spoken_in(self) -> str:
        """The language the speaker amends: that of the quote, or that of the email where nobody noted it."""
        lang = self.quote.original_lang
        return lang if lang in LANGUAGES or self.quote.original else self.lang

    @property
    def spoken(self) -> str:
        """The words the speaker amends."""
        lang = self.spoken_in
        return str(getattr(self.quote.words, lang)) if lang in LANGUAGES else self.quote.original
