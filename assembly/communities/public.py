"""What the assembly is and who runs the movement."""

from __future__ import annotations

from flask import Blueprint, render_template

from assembly.communities import queries
from assembly.editions.queries import all_editions, current_edition
from assembly.security import public

pages = Blueprint("communities", __name__, url_prefix="/<lang:lang>")


@pages.get("/about")
@public
def about() -> str:
    """What the assembly is, who runs the movement, and the assemblies so far."""
    return render_template(
        "communities/public/about.html", networks=queries.networks(), edition=current_edition(), editions=all_editions()
    )
