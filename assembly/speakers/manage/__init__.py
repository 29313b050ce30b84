"""Speakers in the office: who they are, their mandates, their words, what was announced."""

from assembly.speakers.manage import asking as asking
from assembly.speakers.manage.announcing import announcements as announcements
from assembly.speakers.manage.mandates import mandates as mandates
from assembly.speakers.manage.people import office as office
from assembly.speakers.manage.quoting import quotes as quotes
