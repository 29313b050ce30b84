"""The declaration on paper, to be signed with a pen. Pure: a signing in, bytes out, in the language now spoken."""

from assembly.clock import local_day
from assembly.formats import country, day, elided
from assembly.i18n import _
from assembly.models import DECLARATION, DeclarationText, Signing
from assembly.pdf import pdf


def declaration(signing: Signing, text: DeclarationText | None) -> bytes:
    """Set the whole text with its version, who signs, and room for place, date and signature.

    Without a text the page says that it is missing: a summary is not what one signs.
    """
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
            "text": str(text.text).split("\n\n") if text else [],
            "missing": ""
            if text
            else _("The text of the declaration is missing from this site. Sign only if the text is attached."),
            "fields": [
                [_("Name"), signing.name],
                [_("Country"), country(signing.country)],
                [_("Signed by"), f"{signing.signer}, {signing.function}"],
                [_("Authority to sign"), signing.entitled_by],
            ],
            "occasion": elided(_("Signed at the assembly on %(day)s", day=day(edition.day)))
            if signing.at_assembly
            else "",
            "place": _("Place"),
            "date": _("Date"),
            "signature": _("Signature"),
            "footer": _footer(signing, text),
        },
    )


def _footer(signing: Signing, text: DeclarationText | None) -> str:
    reference = _("Reference %(code)s", code=signing.code)
    if text is None:
        return reference
    saved_on = day(local_day(text.saved_at, signing.edition.zone))
    version = _("declaration version %(number)s, %(day)s", number=text.number, day=saved_on)
    return f"{reference} · {version}"
