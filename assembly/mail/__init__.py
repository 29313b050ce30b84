"""Mail: a row of facts in the transaction it tells of, rendered and sent by the worker in the recipient's language.

Promise: no mail is lost; a crash makes at most one double, recognisable by the same Message-ID.
"""

from assembly.mail.copies import hide_links, text_of
from assembly.mail.message import (
    Attachment,
    CalendarPart,
    EntryVersion,
    InlinePicture,
    Message,
    NobodyThere,
    Values,
    kind,
    kinds_called,
    label_of,
)
from assembly.mail.outbox import Recipient, post, post_all, post_once, wake, withheld
from assembly.mail.rendering import render
from assembly.mail.sending import BACK_OFF, LEASE, send_due
