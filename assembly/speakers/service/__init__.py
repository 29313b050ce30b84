"""Verbs on those who speak: people, their mandates, their parts in sessions, their words, what was announced."""

from assembly.speakers.service.announcements import add_announcement as add_announcement
from assembly.speakers.service.announcements import change_announcement as change_announcement
from assembly.speakers.service.announcements import move_announcement as move_announcement
from assembly.speakers.service.announcements import remove_announcement as remove_announcement
from assembly.speakers.service.appearances import add_appearance as add_appearance
from assembly.speakers.service.appearances import release_appearances as release_appearances
from assembly.speakers.service.mandates import MandateUsed as MandateUsed
from assembly.speakers.service.mandates import add_mandate as add_mandate
from assembly.speakers.service.mandates import change_mandate as change_mandate
from assembly.speakers.service.mandates import enter_mandate as enter_mandate
from assembly.speakers.service.mandates import keep_past_names as keep_past_names
from assembly.speakers.service.mandates import remove_mandate as remove_mandate
from assembly.speakers.service.people import add_speaker as add_speaker
from assembly.speakers.service.people import change_speaker as change_speaker
from assembly.speakers.service.people import create_speaker as create_speaker
from assembly.speakers.service.people import drop_portrait as drop_portrait
from assembly.speakers.service.people import remove_speaker as remove_speaker
from assembly.speakers.service.people import set_portrait as set_portrait
from assembly.speakers.service.people import words_still_right as words_still_right
from assembly.speakers.service.quotes import add_quote as add_quote
from assembly.speakers.service.quotes import approve_quote as approve_quote
from assembly.speakers.service.quotes import change_quote as change_quote
from assembly.speakers.service.quotes import enter_quote as enter_quote
from assembly.speakers.service.quotes import remove_quote as remove_quote
from assembly.speakers.service.quotes import withdraw_approval as withdraw_approval
