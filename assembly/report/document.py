"""The report as a PDF, in the language now spoken. Pure: what was published in, bytes out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assembly.formats import day, number
from assembly.i18n import _
from assembly.models import Bilingual
from assembly.pdf import pdf
from assembly.report.claims import Claim, circumstances, claims, figures
from assembly.report.facts import Facts, day_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """The family picture for the file."""

    content: bytes
    mime: str
    size: tuple[int, int]
    alt: str
    credit: str

    @property
    def svg(self) -> str:
        """The picture as an SVG drawing; a photograph is put into one whole."""
        if self.mime == "image/svg+xml":
            return self.content.decode()
        width, height = self.size
        data = b64encode(self.content).decode("ascii")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} '
            f'{height}"><image width="{width}" height="{height}" xlink:href="data:{self.mime};base64,{data}"/></svg>'
        )


def document(title: Bilingual, public: Sequence[str], facts: Facts, picture: Drawn | None, address: str) -> bytes:
    """The whole report; `public` says when it was published and corrected, `address` is its page, for whoever holds it
    on paper."""
    return pdf(
        "report",
        {
            "title": str(title),
            "occasion": f"{facts.name} · {facts.city}, {day(day_of(facts.met_on))}",
            "public": list(public),
            "claims": [_block(claim) for claim in claims(facts) if claim.key != "picture"],
            "picture": picture.svg if picture else "",
            "alt": picture.alt if picture else "",
            "credit": picture.credit if picture else "",
            "figures_title": _("Where the figures come from"),
            "heads": [_("Figure"), _("Number"), _("As of"), _("Counting method")],
            "figures": [[one.label, number(one.value), day(day_of(one.on)), one.rule] for one in figures(facts)],
            "address": address,
        },
    )


def _block(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text.split("\n") if claim.source else [claim.text],
        "words": [[_("“%(words)s”", words=one.words), one.original, circumstances(one)] for one in claim.said],
        "source": _("Key messages from the session “%(title)s”", title=claim.source.title) if claim.source else "",
    }
