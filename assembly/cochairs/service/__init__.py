"""Verbs of the desk: links to the card of a day, proposed speakers, the ceremony."""

from assembly.cochairs.service.cards import end_card as end_card
from assembly.cochairs.service.cards import make_card as make_card
from assembly.cochairs.service.cards import post_cards as post_cards
from assembly.cochairs.service.ceremony import add_place as add_place
from assembly.cochairs.service.ceremony import mark_signed as mark_signed
from assembly.cochairs.service.ceremony import move_place as move_place
from assembly.cochairs.service.ceremony import remove_place as remove_place
from assembly.cochairs.service.ceremony import set_present as set_present
from assembly.cochairs.service.ceremony import undo_signed as undo_signed
from assembly.cochairs.service.proposals import accept_with as accept_with
from assembly.cochairs.service.proposals import comment_on as comment_on
from assembly.cochairs.service.proposals import correct as correct
from assembly.cochairs.service.proposals import move_proposal as move_proposal
from assembly.cochairs.service.proposals import propose as propose
from assembly.cochairs.service.proposals import turn_down as turn_down
from assembly.cochairs.service.proposals import withdraw as withdraw
