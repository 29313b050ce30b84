"""Publishing the report."""

from __future__ import annotations

from assembly.forms import Form, TextLine
from assembly.i18n import _l


class ReportForm(Form):
    """The headline in both languages; everything else is computed. The reason is asked while phones hold check-ins."""

    title_en = TextLine(_l("Headline in English"), longest=160, required=_l("Enter the headline in English."))
    title_fr = TextLine(_l("Headline in French"), longest=160, required=_l("Enter the headline in French."))
    reason = TextLine(_l("Reason for publishing without these check-ins"), longest=500)
