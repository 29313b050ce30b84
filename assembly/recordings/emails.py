"""What emails about recordings say."""

from assembly.addresses import address
from assembly.editions.queries.editions import edition_by_slug
from assembly.formats import language
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail
from assembly.recordings.labels import plain_label
from assembly.recordings.queries import by_code, links, title_of
from assembly.recordings.queries.alerts import CONFIRM, ONLINE, alert_by_token
from assembly.sealed import token_hash, unseal


@kind("recording_links_broken", _l("Links to recordings that do not work"))
def links_broken(mail: Mail) -> Message:
    """To editors: each link that is still broken, what was found there, and where to change it."""
    edition = edition_by_slug(mail.facts["edition"])
    tracks = [one for one in links.broken(edition) if one.id in mail.facts["tracks"]] if edition else []
    if edition is None or not tracks:
        raise NobodyThere
    rows = [
        (
            f"{title_of(one.recording)}, {plain_label(one)}",
            one.check.finding.label if one.check and one.check.finding else "",
            one.address,
        )
        for one in tracks
    ]
    page = address("videos.recordings", edition=edition)
    context = {"edition": edition, "rows": rows, "office_page": page}
    subject = _("Some links to recordings do not work")
    return Message(f"{subject} – {edition.name}", "recordings/links_broken", context)


@kind(CONFIRM, _l("Recording: address to confirm"))
def alert_confirm(mail: Mail) -> Message:
    """To the address somebody typed: the link to the page whose button keeps it."""
    token = unseal(mail.facts["token"])
    alert = alert_by_token(token_hash(token))
    shown = by_code(alert.recording.edition, alert.recording.code) if alert else None
    if alert is None or shown is None:
        raise NobodyThere
    edition = alert.recording.edition
    context = {
        "edition": edition,
        "title": shown.title,
        "language": language(alert.lang),
        "page": address("alerts.page", token=token),
    }
    subject = _("Confirm your email address")
    return Message(f"{subject} – {edition.name}", "recordings/alert_confirm", context)


@kind(ONLINE, _l("Recording: now online"))
def online(mail: Mail) -> Message:
    """What they waited for, with its link; the address has been forgotten by then."""
    edition = edition_by_slug(mail.facts["edition"])
    shown = by_code(edition, mail.facts["recording"]) if edition else None
    lang = mail.facts["lang"]
    if edition is None or shown is None or shown.track(lang) is None:
        raise NobodyThere
    page = address("recordings.one", edition=edition, code=shown.recording.code, audio=lang)
    context = {"edition": edition, "title": shown.title, "language": language(lang), "page": page}
    subject = _("Now online in %(language)s: %(title)s", language=language(lang), title=shown.title)
    return Message(subject, "recordings/online", context)
