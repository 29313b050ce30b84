"""Headers of emails: what we write is what a reader reads, for every string we have."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from assembly.fold import clean
from assembly.mail.headers import POLICY

CATALOGUE = Path("assembly/translations/fr/LC_MESSAGES/messages.po")
AWKWARD = [
    "Inscription confirmée – {assembly}",
    "Votre place est retenue –Assemblée – numérique des mairesses et des maires d’Europe",
    "é " * 60,
    "日本語の件名がとても長いときにも一文字も失われない" * 5,
    "👩🏽‍💻 " * 20,
    "word " * 40,
    "w" * 300,
    "=?utf-8?q?not_ours?= stays",
    "ends with = and _ and ?",
    "a",
    "",
]


def strings(lang: str) -> set[str]:
    with CATALOGUE.open("rb") as file:
        entries = [one.id if lang == "en" else one.string for one in read_po(file)]
    return {clean(text) for entry in entries for text in ([entry] if isinstance(entry, str) else entry)}


def written(subject: str) -> str:
    return str(POLICY.header_factory("Subject", subject).fold(policy=POLICY))


def read(lines: str) -> str:
    """As RFC 5322 and RFC 2047 say: lines joined, then words decoded, blanks between two encoded words left out."""
    value = lines.removeprefix("Subject: ").removesuffix("\r\n").replace("\r\n", "")
    return "".join(
        part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in decode_header(value)
    )


def is_well_formed(lines: str) -> bool:
    words = re.findall(r"=\?utf-8\?[qb]\?[^?]*\?=", lines)
    short = all(len(line) <= 78 for line in lines.split("\r\n")) and all(len(word) <= 75 for word in words)
    return short and lines.isascii()


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_string_survives_as_a_subject(lang: str) -> None:
    found = strings(lang)
    assert len(found) > 2400
    lines = {text: written(text) for text in found}
    assert [text for text, said in lines.items() if read(said) != text] == []
    assert [text for text, said in lines.items() if not is_well_formed(said)] == []


@pytest.mark.parametrize("subject", AWKWARD)
def test_an_awkward_subject_survives(subject: str) -> None:
    text = clean(subject)
    assert read(written(text)) == text
    assert is_well_formed(written(text))
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = text
    mail.set_content("x")
    assert message_from_bytes(mail.as_bytes(), policy=default)["Subject"] == text


@pytest.mark.parametrize(
    "name", ["", "Mayors’ Digital Assembly", "Assemblée numérique des maires", "A. (B) <C>", "é" * 90]
)
def test_a_name_and_a_long_address_survive(name: str) -> None:
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.org"
    for header in ("From", "To", "Reply-To"):
        mail = EmailMessage(policy=POLICY)
        mail[header] = Address(name, addr_spec=address)
        mail.set_content("x")
        line = mail[header].fold(policy=POLICY)
        shown, _blank, spec = line.removeprefix(f"{header}: ").removesuffix("\r\n").rpartition("\r\n ")
        assert (read(shown), spec.strip("<>")) == (name, address)
        (found,) = message_from_bytes(mail.as_bytes(), policy=default)[header].addresses
        assert found.addr_spec == address


@pytest.mark.parametrize("name", ["plan.pdf", "Plan d’accès – été 2027.pdf", "日本語 " * 20 + ".pdf", 'a "b"; c.pdf'])
def test_the_name_of_an_attachment_survives(name: str) -> None:
    mail = EmailMessage(policy=POLICY)
    mail.set_content("x")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    (part,) = message_from_bytes(mail.as_bytes(), policy=default).iter_attachments()
    assert part.get_filename() == name
