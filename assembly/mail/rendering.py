"""Writing an email from its row: text, HTML, pictures and calendar, in the recipient's language.

Each email is one template (`emails/<feature>/<name>.jinja`), made of the macros `p`, `button`, `details` and others. It
is rendered twice: inside `emails/frame.txt` with the macros of `parts.txt`, nothing escaped, and inside
`emails/frame.html` with those of `parts.html`, everything escaped.
"""

import re
import secrets
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from flask import current_app
from jinja2 import Environment

from assembly import clock
from assembly.email_addresses import NotAnAddress, read_address
from assembly.fold import clean
from assembly.i18n import _, speaking
from assembly.mail import mark, texts
from assembly.mail.headers import POLICY
from assembly.mail.message import InlinePicture, Message, message_of
from assembly.mail.recipients import naming_person
from assembly.models import Mail

_NO_BREAK = ("\u00a0", "\u202f")
_NO_BREAKS = re.compile("([\u00a0\u202f])")
_BLANK_LINES = re.compile(r"\n{3,}")


def render(mail: Mail) -> EmailMessage:
    """The whole mail. Raises LookupError or NobodyThere when what it speaks of is gone."""
    return compose(mail)[0]


def compose(mail: Mail) -> tuple[EmailMessage, Message]:
    """Write the whole mail, and give what it was made of. Raises LookupError or NobodyThere like `render`."""
    result = EmailMessage(policy=POLICY)
    with speaking(mail.lang):
        message = message_of(mail)
        subject = message.subject
        about = message.context.get("registration")
        context = {"reference": about.spoken_ref if about else "", **message.context, "template": message.template}
        if message.text:
            subject, context["opening"] = texts.said(mail.edition_id or 0, message.text, message.values)
        _address(result, mail, naming_person(mail, subject))
        text = _BLANK_LINES.sub("\n\n", _framed("txt", context).lstrip("\n"))
        result.set_content(text)
        preview = _preview(text)
        result.add_alternative(_framed("html", context | {"subject": subject, "preview": preview}), subtype="html")
    _add_parts(result, message)
    _add_headers(result, mail, message)
    for one in filter(EmailMessage.is_multipart, result.walk()):
        one.set_boundary(secrets.token_hex(16))  # nobody can guess it; the library would search all text for its own
    return result, message


def _framed(form: str, context: dict[str, Any]) -> str:
    """The template in its frame for this form, `txt` or `html`."""
    environments: dict[str, Environment] = current_app.extensions.setdefault("emails", {})
    if form not in environments:
        environments[form] = current_app.jinja_env.overlay(autoescape=form == "html")
    return environments[form].get_template(f"emails/frame.{form}").render(context)


def _preview(text: str) -> str:
    """What lists of emails show beside the subject: the paragraph after the greeting."""
    return (text.split("\n\n")[1:2] or [""])[0]


def _address(result: EmailMessage, mail: Mail, subject: str) -> None:
    config = current_app.config["ASSEMBLY"]
    result["Subject"] = _one_line(subject)
    result["From"] = Address(_("Mayors’ Digital Assembly"), addr_spec=config.mail_from)
    result["To"] = _recipient(mail)
    result["Date"] = format_datetime(clock.now())
    result["Message-ID"] = mail.message_id
    result["Auto-Submitted"] = "auto-generated"


def _one_line(subject: str) -> str:
    """Clean a subject as any line is cleaned, but keep the spaces at which French does not break."""
    return "".join(part if part in _NO_BREAK else clean(part) for part in _NO_BREAKS.split(subject)).strip()


def _recipient(mail: Mail) -> Address:
    """Read whom a mail goes to; nobody where that cannot be written, for the office reads such a mail all the same."""
    try:
        return Address(addr_spec=read_address(mail.address or ""))
    except NotAnAddress:
        return Address()


def _add_parts(result: EmailMessage, message: Message) -> None:
    html = result.get_payload()[1]  # type: ignore[index]
    drawing = Path(current_app.root_path) / "templates/macros/mark.svg"
    for picture in (InlinePicture("mark", mark.png(drawing)), *message.pictures):
        names = {"cid": f"<{picture.cid}>", "filename": f"{picture.cid}.png"}
        html.add_related(picture.png, "image", "png", disposition="inline", **names)  # type: ignore[union-attr]
    for number, calendar in enumerate(message.calendars, 1):
        name = "assembly.ics" if number == 1 else f"assembly-{number}.ics"
        result.add_attachment(calendar.content.decode(), subtype="calendar", filename=name)
        attached = result.get_payload()[-1]  # type: ignore[index]
        attached.set_param("method", calendar.method)  # type: ignore[union-attr]
    if file := message.attachment:
        kind, _slash, subtype = file.mime.partition("/")
        result.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)


def _add_headers(result: EmailMessage, mail: Mail, message: Message) -> None:
    """Last: setting or adding content takes such headers away."""
    edition = message.context.get("edition")
    if edition is not None and edition.contact_email:
        result["Reply-To"] = edition.contact_email  # where its emails say that questions go
    result["Content-Language"] = mail.lang
    for name, value in message.headers.items():
        result[name] = value
