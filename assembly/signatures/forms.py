"""What is asked of those who sign, and what an organiser says of them."""

from enum import StrEnum
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly import clock
from assembly.communities.queries import chosen_one
from assembly.formats import EU_ORDER, countries
from assembly.forms import (
    BilingualField,
    Day,
    EmailLine,
    Form,
    OneOf,
    Paragraphs,
    Picked,
    SubmissionKey,
    TextLine,
    Tick,
    Upload,
    Version,
    WallTime,
    no_link,
    version_in,
)
from assembly.i18n import _, _l
from assembly.models import CommunityKind, Edition, Signature, SignatureKind
from assembly.signatures.queries import declaration_version
from assembly.signatures.service.balances import BalanceFacts


class Occasion(StrEnum):
    """Where one signs."""

    ASSEMBLY = "assembly"
    APART = "apart"


class Country(TextLine):
    """A country of the world by its ISO code."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=2, **options)

    def pre_validate(self, form: Any) -> None:
        if self.data not in countries():
            raise ValidationError(_("Choose the country."))


class JoinForm(Form):
    """One page: who signs or supports, through whom, and how we reach them."""

    key = SubmissionKey()
    community = Picked()
    body = OneOf(_l("Who are you signing for?"), among=CommunityKind, sentence=_l("Choose who you are signing for."))
    place = TextLine(
        _l("City, region or organisation"),
        longest=200,
        required=_l("Enter the name of the city, region or organisation."),
        validators=[no_link],
    )
    country = Country(_l("Country"))
    signer = TextLine(
        _l("Name of the person signing"),
        longest=200,
        required=_l("Enter the name of the person signing."),
        validators=[no_link],
    )
    function = TextLine(
        _l("Position"),
        longest=160,
        required=_l("Enter the position, for example Mayor."),
        validators=[no_link],
    )
    entitled_by = TextLine(
        _l("What entitles this person to sign?"),
        longest=300,
        required=_l("Enter what entitles this person to sign, for example a council decision."),
        validators=[no_link],
    )
    occasion = OneOf(_l("When will you sign?"), among=Occasion, sentence=_l("Choose when you will sign."))
    contact = TextLine(_l("Your name"), longest=200, required=_l("Enter your name."), validators=[no_link])
    email = EmailLine(_l("Email address"), required=_l("Enter an email address. We will send the link there."))
    message = Paragraphs(_l("Message to the organising team"), longest=2000)

    def validate_country(self, field: Any) -> None:
        """Public administrations sign inside the Union; outside it they support."""
        body = self.body.data
        if body in set(CommunityKind) and CommunityKind(body).may_sign and field.data not in EU_ORDER:
            raise ValidationError(
                _(
                    "If you are outside the European Union, you can support the declaration but not sign it. "
                    "Choose “City or region outside the European Union”."
                )
            )
        if body == CommunityKind.THIRD_COUNTRY and field.data in EU_ORDER:
            raise ValidationError(_("This country is in the European Union. Choose “City” or “Region” above."))


class DocumentForm(Form):
    """The signed declaration."""

    document = Upload(_l("Signed declaration (PDF)"), required=_l("Choose the signed declaration."))


class DeclarationForm(Form):
    """The whole text of the declaration; `version` is the number of the one it was written on, 0 for none."""

    version = Version()
    text = BilingualField(
        _l("Text of the declaration"),
        longest=60_000,
        required=_l("Enter the text in both languages."),
        paragraphs=True,
    )


class VersionForm(Form):
    """Which version of the text a document bears, 0 for none."""

    number = TextLine(_l("Declaration version"), longest=9)

    def validate_number(self, field: Any) -> None:
        """One that was saved, or none."""
        if field.data != "0" and declaration_version(version_in(field)) is None:
            raise ValidationError(_("Choose a version."))


class _Found(Form):
    """The facts of a signature."""

    signed_on = Day(_l("Signed on"), required=_l("Enter the date of the signature."))
    place = TextLine(_l("Place"), longest=120)
    at = Tick(_l("Signed at this assembly"))
    public_from = WallTime(_l("Publish from"))
    zone: str
    "Whose clocks the embargo is said on; the page sets it."

    def suggest(self, edition: Edition, *, at_assembly: bool) -> None:
        """Most sign at the assembly on its day; others have signed today."""
        today = clock.local_day(clock.now(), edition.zone)
        met = at_assembly and edition.day <= today
        self.signed_on.data = (edition.day if met else today).isoformat()
        self.at.data = met
        self.place.data = str(edition.venue.city) if met else ""


class AcceptForm(_Found):
    """What an organiser has checked; `seen` is the document as it was when the page was made."""

    seen = HiddenField()
    is_signed = Tick(_l("The document is signed"))
    is_entitled = Tick(_l("The person is entitled to sign"))
    note = TextLine(
        _l("How the signature was checked"), longest=500, required=_l("Describe briefly how this was checked.")
    )

    def validate_is_signed(self, field: Any) -> None:
        """Nothing is accepted unseen."""
        if not field.data:
            raise ValidationError(_("Read the document, then tick this box."))

    def validate_is_entitled(self, field: Any) -> None:
        """Not everybody who holds a pen speaks for a city."""
        if not field.data:
            raise ValidationError(_("Check that the statement is true, then select the box."))


class RecordForm(_Found):
    """A signature on paper: whose, and how we know."""

    community = TextLine(_l("City, region or organisation"), longest=200)
    source = TextLine(
        _l("How do we know about this signature?"),
        longest=500,
        required=_l("Enter how we know about the signature, for example: signed on stage."),
    )

    def validate_community(self, field: Any) -> None:
        """One of the directory."""
        _must_be_known(field)


class CorrectForm(_Found):
    """What is known better now, and why."""

    reason = TextLine(_l("Reason"), longest=500, required=_l("Enter the reason."))

    def show(self, signature: Signature) -> None:
        """Fill in what is known."""
        self.signed_on.data = signature.signed_on.isoformat()
        self.place.data, self.at.data = signature.place, signature.edition_id is not None
        self.public_from.show(signature.public_from_at, self.zone)


class MistakeForm(Form):
    """Why a signature is removed as if it had never been entered."""

    mistake_reason = TextLine(_l("Reason"), longest=500, required=_l("Enter the reason."))


class AgainForm(Form):
    """Why the document is not good; it is sent to those who sign."""

    again_reason = TextLine(
        _l("What is missing?"),
        longest=500,
        required=_l("Enter what is missing. We will include this text in our email."),
    )


class WithdrawForm(Form):
    """Why it ends."""

    reason = TextLine(_l("Reason"), longest=500, required=_l("Enter the reason."))


class WithdrawSignatureForm(WithdrawForm):
    """Why and when a signature ends."""

    on = Day(_l("Withdrawn on"), required=_l("Enter the date."))


class LinkForm(Form):
    """Which one of the directory it is."""

    known = TextLine(_l("Directory entry"), longest=200)

    def validate_known(self, field: Any) -> None:
        """One of the directory."""
        _must_be_known(field)


class CommunityForm(Form):
    """A new one for the directory."""

    native_name = TextLine(_l("Local name"), longest=200, required=_l("Enter the local name."))
    names = BilingualField(_l("Name in both languages"), longest=200, required=_l("Enter the name in both languages."))
    kind = OneOf(_l("Type"), among=CommunityKind, sentence=_l("Choose the type."))
    country = Country(_l("Country"))


def _must_be_known(field: Any) -> None:
    if chosen_one(field.data or "") is None:
        raise ValidationError(_("This name is not in the directory. Choose one from the list."))


class BalanceForm(Form):
    """How many had signed or supported by a day."""

    seen = TextLine("", longest=16)
    kind = OneOf(_l("Type"), among=SignatureKind, sentence=_l("Choose an option."))
    count = TextLine(_l("Number"), longest=6, required=_l("Enter a number."))
    as_of_on = Day(_l("As of"), required=_l("Enter a date."))
    source = TextLine(_l("Source"), longest=500, required=_l("Enter where this number comes from."))

    def validate_count(self, field: Any) -> None:
        """A whole number."""
        if field.data and not (field.data.isascii() and field.data.isdecimal()):
            raise ValidationError(_("Enter a whole number, without spaces."))

    def show(self, facts: BalanceFacts) -> None:
        """Fill in what is there."""
        self.kind.data, self.count.data = facts.kind.value, str(facts.count)
        self.as_of_on.data, self.source.data, self.seen.data = facts.as_of_on.isoformat(), facts.source, facts.mark

    @property
    def facts(self) -> BalanceFacts:
        """What was typed, as values."""
        return BalanceFacts(SignatureKind(self.kind.data), int(self.count.data), self.as_of_on.day, self.source.data)
