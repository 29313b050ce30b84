"""A table of those to invite: what a preview reads, and how its lines are stored. Nothing is sent."""

from collections.abc import Sequence

from assembly.communities import queries as directory
from assembly.communities.columns import network_names
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.imports import Answers, Importer, Told, Verdict
from assembly.invitations.invitees import COLUMNS, LABELS, NEEDED, JudgedInvitee, Places, judge
from assembly.invitations.queries import listing as invitation_queries
from assembly.invitations.service.making import invite_all
from assembly.models import Edition, ImportDraft
from assembly.quotas import service as quotas


class GuestsChanged(DomainError):
    """Somebody was invited or registered, or the directory changed, since the preview was shown."""

    sentence = _l("Something has changed since this preview was made. Nothing has been saved. Check the preview again.")


def _locked(edition: Edition) -> Edition:
    quotas.lock(edition)
    return edition


def _judged(edition: Edition, told: Told) -> list[JudgedInvitee]:
    """The verdict on each line."""
    networks, guests = directory.all_networks(), invitation_queries.known_guests(edition)
    codes = network_names(networks)
    verdicts = judge(told.rows, told.places, Places(directory.with_spellings()), codes, guests, told.options["lang"])
    short = {one.code: one.short_name for one in networks}
    for one in verdicts:
        one.network = short.get(one.who.network, "") if one.who else ""
    return verdicts


def _store(edition: Edition, _kept: ImportDraft, verdicts: Sequence[JudgedInvitee], _answers: Answers) -> int:
    """Invite all of them: how many there were."""
    return invite_all(edition, [one.who for one in verdicts if one.who and one.verdict is Verdict.INVITED])


INVITEES = Importer(
    kind="invitations",
    labels=LABELS,
    columns=COLUMNS,
    needed=(NEEDED,),
    look=lambda edition: edition,
    lock=_locked,
    judge=_judged,
    store=_store,
    changed=GuestsChanged,
)
