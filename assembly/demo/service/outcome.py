"""What became of an assembly: its family picture and its report."""

from typing import Any

from assembly import clock
from assembly.demo.service.files import DATA, facts_in, instants_of
from assembly.editions.service.pictures import add_picture
from assembly.models import Bilingual, Edition, PictureKind
from assembly.report.service import publish


def tell(edition: Edition) -> None:
    """Publish the report as its file says, on its day; an edition without the file has none."""
    path = DATA / edition.slug / "report.yaml"
    if not path.exists():
        return
    facts: dict[str, Any] = facts_in(path.read_text(encoding="utf-8"))
    picture = facts["picture"]
    with clock.at(instants_of(edition.zone)(facts["public_at"])):
        add_picture(
            edition,
            PictureKind.FAMILY,
            (path.parent / picture["file"]).read_bytes(),
            picture["mime"],
            alt=Bilingual(**picture["alt"]),
            credit=Bilingual(**picture["credit"]),
            size=tuple(picture["size"]),
        )
        publish(edition, title=Bilingual(**facts["title"]))
