"""Verbs of registration, one family a file. Each runs inside `writing()`, under the lock of the edition's places."""

from assembly.errors import SentBefore as SentBefore
from assembly.registration.service import sign_ups as sign_ups
from assembly.registration.service.answering import NotFree as NotFree
from assembly.registration.service.answering import approve as approve
from assembly.registration.service.answering import decline as decline
from assembly.registration.service.answering import give_place as give_place
from assembly.registration.service.answering import look_at as look_at
from assembly.registration.service.answering import set_office as set_office
from assembly.registration.service.leaving import TooLate as TooLate
from assembly.registration.service.leaving import cancel as cancel
from assembly.registration.service.moving import NotPossible as NotPossible
from assembly.registration.service.moving import ReasonMissing as ReasonMissing
from assembly.registration.service.places import Rules as Rules
from assembly.registration.service.registering import Outcome as Outcome
from assembly.registration.service.registering import RegistrationClosed as RegistrationClosed
from assembly.registration.service.registering import Submission as Submission
from assembly.registration.service.registering import ThereAlready as ThereAlready
from assembly.registration.service.registering import add_by_hand as add_by_hand
from assembly.registration.service.registering import register as register
from assembly.registration.service.registering import spoken_reference as spoken_reference
from assembly.registration.service.waiting_list import OfferOver as OfferOver
from assembly.registration.service.waiting_list import accept_offer as accept_offer
from assembly.registration.service.waiting_list import decline_offer as decline_offer
from assembly.registration.service.waiting_list import end_offer as end_offer
from assembly.registration.service.waiting_list import offer_what_is_free as offer_what_is_free
from assembly.registration.service.waiting_list import set_rules as set_rules
