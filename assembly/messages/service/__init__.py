"""Verbs of mails: the outbox, messages to a group, the series, words, news and bounces."""

from assembly.messages.service.bounces import take_report as take_report
from assembly.messages.service.groups import change as change
from assembly.messages.service.groups import discard as discard
from assembly.messages.service.groups import post_next as post_next
from assembly.messages.service.groups import send as send
from assembly.messages.service.groups import send_test as send_test
from assembly.messages.service.groups import take_back as take_back
from assembly.messages.service.groups import write as write
from assembly.messages.service.news import leave as leave
from assembly.messages.service.outbox import OnItsWay as OnItsWay
from assembly.messages.service.outbox import hold as hold
from assembly.messages.service.outbox import send_now as send_now
from assembly.messages.service.series import pause as pause
from assembly.messages.service.series import plan as plan
from assembly.messages.service.series import post_step as post_step
from assembly.messages.service.series import resume as resume
from assembly.messages.service.texts import replace as replace
from assembly.messages.service.texts import restore as restore
