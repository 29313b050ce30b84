"""Who does what in a session, in which way they are there, and as which office."""

from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.i18n import Labelled, _l
from assembly.models.bilingual import Bilingual, HasWords, bilingual
from assembly.models.mandate import Mandate
from assembly.models.person import Person
from assembly.models.session import Session
from assembly.models.types import Base, Choice, Keyed, column, ref


class AppearanceRole(Labelled):
    """What somebody does in a session."""

    CO_CHAIR = "co_chair", _l("Co-chair’s welcome")
    CHAIR = "chair", _l("Chairing the session")
    MODERATOR = "moderator", _l("Moderation")
    KEYNOTE = "keynote", _l("Keynote speech")
    PANELLIST = "panellist", _l("Panel discussion")
    SIGNATORY = "signatory", _l("Signature of the declaration")
    SPEAKER = "speaker", _l("Speech")
    "A speech that is none of the others."


class Presence(Labelled):
    """A video message is not a presence: nobody counts it as a person in the room."""

    IN_PERSON = "in_person", _l("in person")
    REMOTE = "remote", _l("remotely")
    VIDEO_MESSAGE = "video_message", _l("by video message")


class AppearanceState(Labelled):
    """How far it is with somebody in a session; only confirmed appearances are published."""

    IDEA = "idea", _l("Not invited yet")
    INVITED = "invited", _l("No answer yet")
    CONFIRMED = "confirmed", _l("Has confirmed")
    DECLINED = "declined", _l("Has declined")
    CANCELLED = "cancelled", _l("Contribution cancelled")
    "By us, whatever they had answered."

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yes or no yet."""
        return self in (AppearanceState.IDEA, AppearanceState.INVITED)

    @property
    def is_over(self) -> bool:
        """Whether they are not in the session after all."""
        return self in (AppearanceState.DECLINED, AppearanceState.CANCELLED)


class Appearance(Keyed):
    """One person in one session in one role; `mandate` is the office in which they speak."""

    __table_args__ = (UniqueConstraint("session_id", "person_id", "role"),)
    session_id: Mapped[int] = ref("session")
    person_id: Mapped[int] = ref("person")
    role: Mapped[AppearanceRole] = column("none", Choice(AppearanceRole))
    presence: Mapped[Presence] = column("none", Choice(Presence))
    state: Mapped[AppearanceState] = column("none", Choice(AppearanceState))
    mandate_id: Mapped[int | None] = ref("mandate")
    position: Mapped[int] = column("none", default=0)
    session: Mapped[Session] = relationship()
    person: Mapped[Person] = relationship()
    mandate: Mapped[Mandate | None] = relationship()


class ReleasedAppearance(HasWords, Base):
    """An appearance as published, with the name and the function of that day."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["release_id", "session_id"], ["released_session.release_id", "released_session.session_id"]
        ),
    )
    release_id: Mapped[int] = column("none", primary_key=True)
    session_id: Mapped[int] = column("none", primary_key=True)
    person_id: Mapped[int] = ref("person", primary_key=True, index=True)
    role: Mapped[AppearanceRole] = column("none", Choice(AppearanceRole), primary_key=True)
    presence: Mapped[Presence] = column("none", Choice(Presence))
    position: Mapped[int] = column("none")
    name: Mapped[str] = column("contact", String(241))
    name_lang: Mapped[str] = column("contact", String(8))
    function: Mapped[Bilingual] = bilingual("function")
    person: Mapped[Person] = relationship()

    @property
    def remarks(self) -> list[str]:
        """What a list of the programme says after the name: who leads the session, and who is not in the room."""
        leads = self.role in {AppearanceRole.CHAIR, AppearanceRole.MODERATOR}
        found = [self.role.label[:1].lower() + self.role.label[1:]] if leads else []
        return found if self.presence is Presence.IN_PERSON else [*found, self.presence.label]
