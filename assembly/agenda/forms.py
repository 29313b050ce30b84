"""Publishing the programme."""

from __future__ import annotations

from assembly.forms import BilingualField, Form
from assembly.i18n import _l


class PublishForm(Form):
    """A note on what changed, in both languages or not at all."""

    note = BilingualField(_l("What has changed (one sentence)"), longest=300)
