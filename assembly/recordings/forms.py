"""Where a recording can be watched, or when it is awaited."""

from __future__ import annotations

from assembly.forms import Day, Form, TextLine
from assembly.i18n import _l


class TrackForm(Form):
    """One language of one recording: with an address it is online, without one it is awaited."""

    address = TextLine(_l("Web address of the video"), longest=500)
    expected_on = Day(_l("Expected by"))
