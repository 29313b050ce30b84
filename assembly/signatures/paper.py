"""The declaration on paper, to be signed with a pen. Pure: a signing in, bytes out, in the language now spoken."""

from __future__ import annotations

from assembly.formats import country, day, elided
from assembly.i18n import _
from assembly.models import DECLARATION, Signing
from assembly.pdf import pdf


def principles() -> list[str]:
    """What the declaration stands for, in short (domain.md 1.3)."""
    return [
        _("citizens come first"),
        _("cities lead, together with the European level"),
        _("the city is an open place of innovation, driven by its citizens"),
        _("data are accessed, used, shared and managed ethically and responsibly"),
        _("technologies are means to these ends"),
        _("digital platforms work together: open standards, open interfaces, shared data models"),
    ]


def measures() -> list[str]:
    """What signatories do, in short (domain.md 1.3)."""
    return [
        _("financial measures: invest together, so that solutions which exist already are taken up"),
        _("technical measures: agree on open standards and shared data models, and use them"),
        _("legal measures: look into what a common European framework needs"),
        _("education and capacity building: learn from each other and train people"),
        _("monitoring and measuring: show what is achieved"),
    ]


def declaration(signing: Signing) -> bytes:
    """One page: who, what, and room for place, date and signature."""
    signs = signing.kind == "sign"
    pledge = (
        _("%(name)s signs the declaration and joins the Living-in.EU movement.", name=signing.name)
        if signs
        else _("%(name)s supports the declaration of the Living-in.EU movement.", name=signing.name)
    )
    edition = signing.edition
    return pdf(
        "declaration",
        {
            "title": DECLARATION,
            "subtitle": _(
                "The declaration on joining forces to boost sustainable digital transformation in cities and "
                "communities in the EU."
            ),
            "pledge": pledge,
            "principles_title": _("Its principles, in short"),
            "principles": principles(),
            "measures_title": _("What signatories commit to")
            if signs
            else _("What signatories commit to, and we support"),
            "measures": measures(),
            "summary": _("This page is a summary; what counts is the text of the declaration itself."),
            "fields": [
                [_("Name"), signing.name],
                [_("Country"), country(signing.country)],
                [_("Signed by"), f"{signing.signer}, {signing.function}"],
                [_("Entitled by"), signing.entitled_by],
            ],
            "occasion": elided(_("Signed at the assembly of %(day)s", day=day(edition.day)))
            if signing.at_assembly
            else "",
            "place": _("Place"),
            "date": _("Date"),
            "signature": _("Signature"),
            "reference": _("Reference %(code)s", code=signing.code),
        },
    )
