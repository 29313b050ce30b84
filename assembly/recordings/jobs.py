"""What happens by itself: addresses of recordings are looked at, and editors told of those that lead nowhere."""

from flask import current_app

from assembly.extensions import db, tasks
from assembly.links.reaching import look
from assembly.models import LinkFinding
from assembly.recordings import service
from assembly.recordings.providers import source_or_link
from assembly.recordings.queries import alerts, links
from assembly.transactions import fresh, writing


@tasks.job(every_minute=True)
def check_due_links() -> None:
    """Not in the demonstration, of which most addresses are invented: there an editor asks for it."""
    if not current_app.config["ASSEMBLY"].demo:
        check_links()


@tasks.job()
def check_links() -> None:
    """Look at some addresses, each outside any transaction; what a killed worker leaves is due again."""
    ids = links.due()
    if ids:
        with writing():
            taken = service.claim(ids)
        for track_id, address in taken:
            finding = _look(address)
            with writing():
                service.note_finding(track_id, address, finding)
    for edition in links.editions_to_tell():
        with writing():
            service.tell_editors(fresh(edition))
    db.session.rollback()


@tasks.job(every_minute=True)
def send_alerts() -> None:
    """One short transaction for each email, then one for what is to be forgotten."""
    for alert_id in alerts.alerts_due():
        with writing():
            service.send_alert(alert_id)
    if alerts.is_something_to_forget():
        with writing():
            service.forget_alerts()
    db.session.rollback()


@tasks.job(every_minute=True)
def write_missing_passages() -> None:
    """One short transaction for each recording whose transcript is not searched yet, as after an upgrade."""
    for recording_id in service.not_searched_yet():
        with writing():
            service.write_missing(recording_id)
    db.session.rollback()


def _look(address: str) -> LinkFinding:
    one = source_or_link(address)
    allowed = current_app.config["ASSEMBLY"].private_hosts
    return look(one.question, allowed=allowed, is_strict=one.question != address)
