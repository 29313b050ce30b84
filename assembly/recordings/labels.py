"""What a language of a recording is called: honest about who is heard."""

from markupsafe import Markup

from assembly.formats import begun, language, own_name
from assembly.i18n import _
from assembly.models import Track, TrackKind


def label(track: Track) -> Markup:
    """`Original (català)`, `Français (interprétation)`: a language by what it calls itself, marked as its own words."""
    name = own_name(track.lang) or language(track.lang)
    if track.kind is TrackKind.ORIGINAL:
        said = _("Original (%(language)s)", language="\0")
    else:
        said = _("%(language)s (interpretation)", language="\0")
    shown = begun(name) if said.startswith("\0") else name
    before, after = said.split("\0")
    return Markup('{}<span lang="{}">{}</span>{}').format(before, track.lang, shown, after)


def plain_label(track: Track) -> str:
    """The same without marks, for titles and attributes."""
    return str(label(track).striptags())
