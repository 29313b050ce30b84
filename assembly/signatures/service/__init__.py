"""Verbs on signatures: `facts` are what counts, `beginning` and `checking` are how one comes about."""

from assembly.signatures.service.beginning import Interest as Interest
from assembly.signatures.service.beginning import Outcome as Outcome
from assembly.signatures.service.beginning import confirm as confirm
from assembly.signatures.service.beginning import hand_in as hand_in
from assembly.signatures.service.beginning import start as start
from assembly.signatures.service.checking import Acceptance as Acceptance
from assembly.signatures.service.checking import NotChecked as NotChecked
from assembly.signatures.service.checking import NotInDirectory as NotInDirectory
from assembly.signatures.service.checking import accept as accept
from assembly.signatures.service.checking import add_and_link as add_and_link
from assembly.signatures.service.checking import ask_again as ask_again
from assembly.signatures.service.checking import link as link
from assembly.signatures.service.checking import tell_public as tell_public
from assembly.signatures.service.checking import withdraw as withdraw
from assembly.signatures.service.facts import AlreadySigned as AlreadySigned
from assembly.signatures.service.facts import MayNotSign as MayNotSign
from assembly.signatures.service.facts import NotThatDay as NotThatDay
from assembly.signatures.service.facts import NotYet as NotYet
from assembly.signatures.service.facts import TooEarly as TooEarly
from assembly.signatures.service.facts import record_signature as record_signature
from assembly.signatures.service.facts import set_balance as set_balance
from assembly.signatures.service.facts import withdraw_signature as withdraw_signature
from assembly.signatures.service.moves import NotNow as NotNow
