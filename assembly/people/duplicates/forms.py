"""Two people side by side, made one or said to be two."""

from wtforms import HiddenField

from assembly.forms import Form, Version


class TwinsForm(Form):
    """The button below two people side by side: who was to stay, and the registrations as they were seen."""

    kept = HiddenField()
    kept_version = Version()
    gone_version = Version()
