"""Mail: a row of facts in the transaction it tells of, rendered and sent by the worker in the recipient's language.

Promise: no mail is lost; a crash makes at most one double, recognisable by the same Message-ID.
"""

from assembly.mail.copies import hide_links as hide_links
from assembly.mail.copies import text_of as text_of
from assembly.mail.message import Attachment as Attachment
from assembly.mail.message import CalendarPart as CalendarPart
from assembly.mail.message import EntryVersion as EntryVersion
from assembly.mail.message import InlinePicture as InlinePicture
from assembly.mail.message import Message as Message
from assembly.mail.message import NobodyThere as NobodyThere
from assembly.mail.message import Values as Values
from assembly.mail.message import kind as kind
from assembly.mail.message import kinds_called as kinds_called
from assembly.mail.message import label_of as label_of
from assembly.mail.outbox import Recipient as Recipient
from assembly.mail.outbox import post as post
from assembly.mail.outbox import post_all as post_all
from assembly.mail.outbox import post_once as post_once
from assembly.mail.outbox import wake as wake
from assembly.mail.outbox import withheld as withheld
from assembly.mail.rendering import render as render
from assembly.mail.sending import BACK_OFF as BACK_OFF
from assembly.mail.sending import LEASE as LEASE
from assembly.mail.sending import send_due as send_due
