"""Speakers in the office: who they are, their mandates, their words, what was announced."""

from assembly.speakers.manage import asking
from assembly.speakers.manage.announcing import announcements
from assembly.speakers.manage.mandates import mandates
from assembly.speakers.manage.people import office
from assembly.speakers.manage.quoting import quotes
