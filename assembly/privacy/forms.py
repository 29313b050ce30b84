"""What the form of the accessibility statement asks."""

from assembly.forms import EmailLine, Form, Paragraphs, TextLine
from assembly.i18n import _l


class AccessibilityForm(Form):
    """What does not work, where, and where to answer."""

    page = TextLine(_l("Page"), longest=500)
    text = Paragraphs(_l("What is not accessible?"), longest=3000, required=_l("Describe what is not accessible."))
    email = EmailLine(_l("Email address"))
