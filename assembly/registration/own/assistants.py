"""Who acts for a person, and the person's word on it."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly.access.pages import own
from assembly.i18n import _
from assembly.models import AccessLink
from assembly.registration.forms.own import AssistantForm
from assembly.registration.own.scope import theirs_alone
from assembly.registration.service import accompanying
from assembly.security import own_registration
from assembly.transactions import fresh, writing


@own.post("/my/assistants/end")
@own_registration
def end_assistant(link: AccessLink) -> AnyResponse:
    """The link of this address opens nothing any more, on no device."""
    theirs_alone(link)
    form = AssistantForm()
    if form.validate_on_submit():
        with writing():
            accompanying.revoke_assistants(fresh(link).registration, form.address.data)
        flash(_("This link no longer works."), "ok")
    return redirect(url_for(".status"), 303)
