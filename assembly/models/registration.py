"""A registration: one person at one edition, what was true of them then, and every state it went through."""

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    or_,
    text,
    true,
)
from sqlalchemy.orm import Mapped, relationship

from assembly import clock
from assembly.models.community import Community
from assembly.models.edition import EditionStatus, OfEdition
from assembly.models.notice import Notice
from assembly.models.person import Person
from assembly.models.place import Mode, Reserve
from assembly.models.taking_part import Category, Office, Represents, State, reserves_of
from assembly.models.types import Choice, Coded, Keyed, Sealed, UTCDateTime, column, ref

_ACTIVE = text("state NOT IN ('declined', 'cancelled')")
_HAS_DESK_NOTE = text("desk_note IS NOT NULL")
_ENTRY_CHANGED = text("ics_sequence > 0")
"Whose calendar entry has shown another state or mode before."


class Registration(OfEdition, Coded):
    """Function, community and badge name are copies of that day; the person may change, this does not."""

    __table_args__ = (
        UniqueConstraint("edition_id", "idempotency_key"),
        UniqueConstraint("edition_id", "mode", "seq"),
        UniqueConstraint("edition_id", "spoken_ref"),
        Index("ix_registration_state_offered_until", "state", "offered_until"),
        Index(
            "uq_registration_active_person",
            "edition_id",
            "person_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index(  # whatever the office's list is narrowed by is counted in this index alone
            "ix_registration_facts",
            "edition_id",
            "state",
            "category",
            "mode",
            "represents",
            "office",
            "lang",
            "community_id",
            "folded",
        ),
        Index("ix_registration_person", "person_id", "edition_id", "state"),
        Index("ix_registration_place", "community_id", "edition_id", "state", "mode", "category"),
        Index("ix_registration_edition_id_state_mode_seq", "edition_id", "state", "mode", "seq"),
        Index("ix_registration_edition_id_folded", "edition_id", "folded"),
        Index("ix_registration_edition_id_place_folded", "edition_id", "place_folded", "folded"),
        Index("ix_registration_edition_id_registered_at", "edition_id", "registered_at"),
        Index("ix_registration_edition_id_protocol_key", "edition_id", "protocol_key"),
        Index("ix_registration_desk_note", "edition_id", sqlite_where=_HAS_DESK_NOTE, postgresql_where=_HAS_DESK_NOTE),
        Index(
            "ix_registration_entry_changed", "edition_id", sqlite_where=_ENTRY_CHANGED, postgresql_where=_ENTRY_CHANGED
        ),
    )
    edition_id: Mapped[int] = ref("edition", index=False)
    person_id: Mapped[int] = ref("person", index=False)
    category: Mapped[Category] = column("none", Choice(Category))
    mode: Mapped[Mode] = column("none", Choice(Mode))
    origin: Mapped[str] = column("none", String(16))
    "How it came: form, invitation, speaker, along, handed_over, office, import, walk_in, or demo."
    state: Mapped[State] = column("none", Choice(State))
    seq: Mapped[int] = column("none")
    lang: Mapped[str] = column("contact", String(2))
    badge_name: Mapped[str] = column("contact", String(241))
    function: Mapped[str] = column("contact", String(160))
    office: Mapped[Office] = column("contact", Choice(Office), default=Office.OTHER)
    office_set_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When an organiser last said what the office is: from then on nobody guesses it from the function."
    address_form: Mapped[str] = column("contact", String(40), default="")
    "How to address them, in their own words."
    phone: Mapped[str] = column("contact", String(40), default="")
    represents: Mapped[Represents] = column("none", Choice(Represents))
    community_id: Mapped[int | None] = ref("community", index=False)
    org_text: Mapped[str] = column("contact", String(200), default="")
    folded: Mapped[str] = column("contact", Text)
    "Name, place and reference, folded: what the office and the door search in."
    place_folded: Mapped[str] = column("none", String(200), default="")
    "The city's own name or the organisation's, folded: sorts people by where they come from."
    protocol_key: Mapped[str] = column("none", String(160), default="")
    "Sorts people in protocol order; written by services when one of its facts changes."
    spoken_ref: Mapped[str] = column("contact", String(8))
    idempotency_key: Mapped[str] = column("secret", String(64))
    body_hash: Mapped[str] = column("secret", String(64))
    registered_at: Mapped[datetime] = column("none", UTCDateTime)
    pool_id: Mapped[int | None] = ref("pool")
    "Whose place is held; none where the mode has no limit, where no place is held, or none is needed."
    offered_until: Mapped[datetime | None] = column("none", UTCDateTime)
    asked_again_from: Mapped[datetime | None] = column("none", UTCDateTime)
    "Before it only another place than the one they have just let go is offered."
    head_id: Mapped[int | None] = ref("registration")
    "Whom they come with: the representative of their delegation, or whoever brings them along."
    note: Mapped[str] = column("contact", String(1000), default="")
    "What the office writes down for itself; the person finds it in their data like everything about them."
    desk_note: Mapped[str] = column("special", Sealed(600), default="", nullable=True)
    "What the entrance should know at the first glance. It may tell of a disability, so it goes when needs go."
    notice_id: Mapped[int | None] = ref("notice")
    "The privacy statement that was on the form when it was sent."
    merged_into_id: Mapped[int | None] = ref("registration")
    "The registration of the same person that stands: its badge, and whoever is named by it, is let in by that one."
    succeeds_id: Mapped[int | None] = ref("registration", unique=True)
    "The registration whose place was handed over to this one."
    invitation_id: Mapped[int | None] = ref("invitation", later=True)
    "The invitation whose answer made it; it may lead to another registration by now."
    consents_asked_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "When an email first led the person to the two questions of consent, for somebody else had registered them."
    ics_sequence: Mapped[int] = column("none", default=0)
    "Raised when the person's calendar entry shows another state or mode, with the moment of that change."
    ics_changed_at: Mapped[datetime] = column("none", UTCDateTime, default=clock.now)
    version: Mapped[int] = column("none", default=1)
    person: Mapped[Person] = relationship()
    community: Mapped[Community | None] = relationship()
    head: "Mapped[Registration | None]" = relationship(foreign_keys=[head_id], remote_side="Registration.id")
    merged_into: "Mapped[Registration | None]" = relationship(
        foreign_keys=[merged_into_id], remote_side="Registration.id", back_populates="merged"
    )
    succeeds: "Mapped[Registration | None]" = relationship(foreign_keys=[succeeds_id], remote_side="Registration.id")
    merged: "Mapped[list[Registration]]" = relationship(foreign_keys=[merged_into_id], back_populates="merged_into")
    notice: Mapped[Notice | None] = relationship()
    moves: "Mapped[list[Move]]" = relationship(order_by="Move.id", back_populates="registration")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def in_reserve(cls, reserve: Reserve) -> ColumnElement[bool]:
        """The condition under which a place of this reserve may go to a registration."""
        ours = cls.represents == Represents.COMMUNITY
        return {
            Reserve.EVERYBODY: true(),
            Reserve.COMMUNITIES: ours,
            Reserve.MAYORS: and_(ours, cls.office == Office.HEAD),
        }[reserve]

    @classmethod
    def may_be_asked(cls, now: BindParameter[datetime] | None = None) -> ColumnElement[bool]:
        """The condition under which somebody who waits is offered whatever is free now."""
        rested = or_(cls.asked_again_from.is_(None), cls.asked_again_from <= (clock.now() if now is None else now))
        return and_(cls.state == State.WAITING, rested)

    @classmethod
    def means_to_come(cls) -> ColumnElement[bool]:
        """The condition that somebody still means to come, in the words of the index that holds one such registration
        of each person. With the states as parameters no database sees that, and SQLite reads the whole edition."""
        ended = [state for state in State if not state.is_active]
        return cls.state.not_in(bindparam("ended", ended, expanding=True, literal_execute=True))

    @property
    def place(self) -> str:
        """Whom they represent: by the directory's name in the language spoken, else as it was written."""
        return str(self.community.names) if self.community else self.org_text

    @property
    def reserves(self) -> frozenset[Reserve]:
        """Of which reserves a place may go to this person."""
        return reserves_of(self.represents, self.office)

    @property
    def actor(self) -> str:
        """What the history calls whoever acts by this registration."""
        return f"registration:{self.code}"

    @property
    def standing(self) -> "Registration":
        """This one, or the one it was merged into."""
        return self.merged_into or self

    @property
    def offer_is_open(self) -> bool:
        """Whether a place is offered and may still be taken, by our own clock."""
        if self.state is not State.OFFERED or self.offered_until is None or not self.edition.takes_place:
            return False
        return clock.now() <= self.offered_until

    @property
    def rests_until(self) -> datetime | None:
        """Until when whoever waits is not asked for what they let go; None for who is asked for any place."""
        until = self.asked_again_from
        return until if self.state is State.WAITING and until is not None and clock.now() < until else None

    @property
    def opens_doors(self) -> bool:
        """Whether there is an entry code: who follows online has no place in the room, and nobody comes to an assembly
        that is cancelled."""
        comes = self.state is State.CONFIRMED and self.mode is Mode.ON_SITE
        return comes and self.edition.status is not EditionStatus.CANCELLED

    @property
    def was_confirmed(self) -> bool:
        """Whether it is confirmed or once was: then their calendar has the day."""
        return any(move.to_state is State.CONFIRMED for move in self.moves)

    @property
    def last_reason(self) -> str:
        """Why it stands where it stands, as far as somebody said so."""
        return self.moves[-1].reason if self.moves else ""

    @property
    def can_be_cancelled(self) -> bool:
        """The person may cancel until the assembly ends; of one that is cancelled nothing is left to cancel."""
        return self.state.is_active and self.edition.takes_answers

    @property
    def can_be_changed(self) -> bool:
        """The person may change it, or hand it over, until the edition takes no changes any more; who is brought along
        comes as their host says."""
        return self.takes_details and not self.category.comes_along

    @property
    def can_be_handed_over(self) -> bool:
        """The same for handing it over: whoever speaks has taken nobody's place, and is not replaced by giving it."""
        return self.can_be_changed and self.category is not Category.SPEAKER

    @property
    def takes_details(self) -> bool:
        """Whether optional details may be given or changed: by whoever means to come, until changes end."""
        return self.state.is_active and self.edition.takes_changes


class Move(Keyed):
    """One change of state, appended and never changed."""

    registration_id: Mapped[int] = ref("registration")
    from_state: Mapped[State | None] = column("none", Choice(State))
    to_state: Mapped[State] = column("none", Choice(State))
    at: Mapped[datetime] = column("none", UTCDateTime)
    by: Mapped[str] = column("none", String(80))
    reason: Mapped[str] = column("contact", String(500), default="")
    registration: Mapped[Registration] = relationship(back_populates="moves")
