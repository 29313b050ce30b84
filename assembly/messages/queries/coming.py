"""Mails that will leave by themselves: for Today, and for whoever wonders."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from assembly.extensions import db
from assembly.messages.audience import Audience
from assembly.messages.queries import groups, series
from assembly.models import Edition, GroupMessage, MessageState


@dataclass(frozen=True, slots=True)
class ComingMail:
    """What leaves when, to how many people as things stand now, and whether somebody paused it.

    `step` is set for a mail of the series, `code` for a message to a group: their pages preview, pause, take back.
    """

    at: datetime
    what: str
    count: int
    paused: bool
    step: str = ""
    code: str = ""


def coming_up(edition: Edition) -> list[ComingMail]:
    """What of the series and of messages to a group is still ahead, soonest first; not what nobody has turned on."""
    steps = [one for one in series.steps(edition) if one.is_ahead and not (one.paused and one.step.is_catch_up)]
    ahead = [
        ComingMail(one.leaves_at, one.step.label, count, one.paused, step=one.step.value)
        for one, count in zip(steps, series.concerned(steps), strict=True)
    ]
    planned = select(GroupMessage).where(
        GroupMessage.edition_id == edition.id, GroupMessage.state == MessageState.SCHEDULED
    )
    for message in db.session.scalars(planned):
        count = groups.reach(edition, Audience.of(message.audience), is_news=message.is_news).total
        if message.send_at is not None:
            ahead.append(ComingMail(message.send_at, str(message.subject), count, False, code=message.code))
    return sorted(ahead, key=lambda one: one.at)
