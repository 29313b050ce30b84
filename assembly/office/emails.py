"""The email with the summary of the morning."""

from assembly.addresses import address
from assembly.extensions import db
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Edition, Mail
from assembly.office.summary import readers, waiting_for
from assembly.values import present


@kind("daily_summary", _l("Daily summary"))
def daily_summary(mail: Mail) -> Message:
    """Say what happened and what waits. Raises NobodyThere where its reader has switched it off or has left."""
    edition = db.session.get_one(Edition, mail.edition_id)
    user = present(next((one for one in readers(edition) if one.code == mail.facts["user"]), None), NobodyThere)
    context = {
        "edition": edition,
        "user": user,
        "facts": mail.facts,
        "rows": [(one.words, one.note) for one in waiting_for(user, edition)],
        "link": address("office.today", edition=edition),
        "account": address("accounts.account"),
    }
    return Message(_("Summary for %(name)s", name=edition.name), "office/daily_summary", context)
