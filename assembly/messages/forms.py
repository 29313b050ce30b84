"""The buttons of the outbox."""

from __future__ import annotations

from assembly.forms import Form


class Button(Form):
    """One button."""
