"""The nouns. Importing this package makes all tables known."""

from assembly.models import sequence
from assembly.models.access_link import AccessLink, Purpose
from assembly.models.accessibility_message import AccessibilityMessage
from assembly.models.announcement import Announcement
from assembly.models.appearance import Appearance, AppearanceRole, AppearanceState, Presence, ReleasedAppearance
from assembly.models.badge import FILE_KEPT, Badge, BadgeFile, FaceCheck, PrintBatch
from assembly.models.bilingual import Bilingual
from assembly.models.ceremony import CeremonyPlace
from assembly.models.community import Alias, Community, CommunityKind, FormerCode, Membership
from assembly.models.consent import Consent
from assembly.models.day_card import DayCard
from assembly.models.declaration import DeclarationText
from assembly.models.device import Device, DoorShift
from assembly.models.door import Door, DoorKind, DoorPhase
from assembly.models.edition import HELD, Edition, EditionStatus, Phase
from assembly.models.edition_change import EditionChange, EditionChangeKind
from assembly.models.external_code import ExternalCode
from assembly.models.extra import Extra
from assembly.models.file import Picture, PictureKind, PictureOf, StoredFile
from assembly.models.group_total import GroupTotal
from assembly.models.hand_over import HandOver, HandOverPerson, HandOverState, Side
from assembly.models.history import ChainHead, Entry, EntryDetail
from assembly.models.import_draft import ImportDraft
from assembly.models.installation import Installation
from assembly.models.invitation import Invitation, NetworkList, Reply
from assembly.models.kept_count import NO_COMMUNITY, ParticipationCount, StateCount
from assembly.models.kept_form import KeptForm
from assembly.models.link_check import LinkCheck, LinkFinding
from assembly.models.live import Broadcast, LiveState, OnlineAttendance, Stream, StreamDay
from assembly.models.mail import BadAddress, Mail, MailEntry, MailState, SentMail
from assembly.models.mail_text import MailText, SeriesStep, Step
from assembly.models.mandate import Mandate, MandateRole
from assembly.models.message import GroupMessage, MessageState, Subscription
from assembly.models.need import Need, NeedKind, NeedTotal
from assembly.models.network import Network, NetworkKind
from assembly.models.notice import Notice, NoticeKind
from assembly.models.online_alert import OnlineAlert
from assembly.models.page_version import PageTopic, PageVersion
from assembly.models.passage import Passage
from assembly.models.person import Person
from assembly.models.place import Mode, PlaceCount, Pool, Reserve
from assembly.models.practical import Practical, Topic
from assembly.models.proposal import ProposalComment, ProposalState, SpeakerProposal
from assembly.models.question import Answer, Question, QuestionKind, Skill, SkillKind
from assembly.models.quote import Quote, QuoteAnswer, QuoteRequest, QuoteReturn
from assembly.models.recording import (
    Captions,
    Contribution,
    Medium,
    Recording,
    RecordingState,
    Track,
    TrackKind,
    TrackState,
)
from assembly.models.registration import Move, Registration
from assembly.models.release import Release, ReleasedSession, Status
from assembly.models.report import ArticleDraft, FactSheet, Report, ReportVersion, ReviewComment, ReviewLink, Survey
from assembly.models.representation import Representation
from assembly.models.scan import Admission, AdmitReason, ConflictReview, Scan, ScanKind, Told
from assembly.models.second_factor import AccountStep, AuthenticatorApp, Passkey, RecoveryCode, StepPurpose
from assembly.models.selection import SelectedSession
from assembly.models.session import Direction, Session, SessionKind, SessionLanguage
from assembly.models.session_document import SessionDocument
from assembly.models.sign_up import SignUp
from assembly.models.signature import DECLARATION, Balance, Signature, SignatureKind
from assembly.models.signing import Signing, SigningMove, SigningState
from assembly.models.speaker import Speaker
from assembly.models.speaker_invitation import RoleAnswer, SpeakerInvitation
from assembly.models.suggestion import Suggested, Suggestion, SuggestionState
from assembly.models.taking_part import MOVES, Category, Office, Represents, State, reserves_of
from assembly.models.two_people import TwoPeople
from assembly.models.types import Base
from assembly.models.unconfirmed_form import UnconfirmedForm
from assembly.models.user import AccountLink, EditionRole, LinkPurpose, SignedIn, User
from assembly.models.venue import Room, Venue
from assembly.models.view_count import ViewCount
