"""A recording for sites that show a link to it (oEmbed 1.0): title, speakers and site, but no player. Pure.

A player shown elsewhere would ask the site of the recording before anybody has chosen to; ours opens after a press.
"""

import re
from typing import Any

from assembly.addresses import address
from assembly.models import Edition
from assembly.recordings.queries import Watchable


def code_in(edition: Edition, link: str) -> str:
    """The code of the recording a link of ours leads to, in whichever language; empty for any other link."""
    home = address("editions.home", edition=edition, lang="en").removesuffix(f"/en/{edition.slug}/")
    found = re.fullmatch(rf"{re.escape(home)}/(?:en|fr)/{re.escape(edition.slug)}/recordings/(\w+)(?:[?#].*)?", link)
    return found[1] if found else ""


def described(edition: Edition, one: Watchable) -> dict[str, Any]:
    """What a site shows beside the link."""
    names = ", ".join(dict.fromkeys(row.name for row in one.people)) if one.session else ""
    facts = {
        "version": "1.0",
        "type": "link",
        "title": str(one.title),
        "author_name": names,
        "provider_name": str(edition.name),
        "provider_url": address("editions.home", edition=edition),
    }
    return {name: value for name, value in facts.items() if value}
