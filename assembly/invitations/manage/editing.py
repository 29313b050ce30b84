"""Setting right whom an invitation is for: a mistyped address, the one somebody gave on the telephone."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.communities.queries import all_networks, suggested_communities
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.forms import refused_on
from assembly.i18n import _
from assembly.invitations.forms import EditInvitationForm
from assembly.invitations.manage.invitations import of, office, typed_invitee
from assembly.invitations.service import editing as invitation_editing
from assembly.invitations.service.editing import EditedNoMore
from assembly.models import Edition, Invitation
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.get("/<code>/edit")
@needs(Permission.ADD_PEOPLE)
def edit(edition: Edition, code: str) -> Response | str:
    """What was written about somebody who has not answered."""
    invitation = of(edition, code)
    if not invitation.can_be_edited:
        flash(str(EditedNoMore()), "no")
        return redirect(url_for(".one", edition=edition, code=code), 303)
    form = EditInvitationForm(formdata=None)
    form.show(invitation, invitation_editing.invitee_of(invitation))
    return _page(invitation, form)


@office.post("/<code>/edit")
@needs(Permission.ADD_PEOPLE)
def save(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Save what was written, unless somebody else was quicker: then both wordings are shown."""
    invitation, form = of(edition, code), EditInvitationForm()
    if not form.validate_on_submit():
        return _page(invitation, form), 422
    with refused_on(lambda refusal: _page(of(edition, code), form, refusal)), writing():
        again = invitation_editing.edit_invitation(fresh(invitation), typed_invitee(form), seen=form.version.number)
    flash(
        _("Saved. The link already sent no longer works. Send the invitation again.") if again else _("Saved."),
        "ok",
    )
    return redirect(url_for(".one", edition=edition, code=code), 303)


def _page(invitation: Invitation, form: EditInvitationForm, refusal: DomainError | None = None) -> str:
    conflict = isinstance(refusal, ChangedMeanwhile)
    return render_template(
        "invitations/manage/edit.html",
        edition=invitation.edition,
        invitation=invitation,
        form=form,
        refusal=refusal,
        theirs=form.differing(invitation_editing.invitee_of(invitation)) if conflict else [],
        version=invitation.version if conflict else form.version.data,
        networks=[(one.code, one.short_name) for one in all_networks()],
        communities=suggested_communities(),
    )
