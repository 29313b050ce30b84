"""What people are told about their data, word for word. Pure: a kind in, sentences out, in the language now spoken.

Whoever changes a word here raises its version: the words of a version that was shown stay in the table of notices,
and a test holds the digest of each.
"""

from __future__ import annotations

from assembly.i18n import _
from assembly.models import NoticeKind

VERSIONS: dict[NoticeKind, int] = {
    NoticeKind.PRIVACY: 3,
    NoticeKind.PHOTO: 1,
    NoticeKind.LISTING: 1,
    NoticeKind.NEEDS: 1,
    NoticeKind.NEWS: 1,
}
"The version now shown of each notice, the same in both languages."
ONE_TAP = (NoticeKind.PHOTO, NoticeKind.LISTING)
"The two questions mails lead to."


def privacy() -> list[tuple[str, list[str]]]:
    """The privacy statement: headings, each with its paragraphs. Whom to write to, and on which days
    what is deleted, are facts of the edition."""
    return [
        (
            _("What we ask, and why"),
            [
                _(
                    "Your name, your function and whom you represent, to prepare the badge and to greet you. Your "
                    "e-mail address, to send the answer and the entry code. How you take part, to count the "
                    "places. If somebody registers you, their e-mail address, to send them the confirmation."
                ),
                _(
                    "Optional details, if you give them: a name for the badge and a form of address, to greet you;"
                    " a phone number, to reach you on the day; languages, to plan interpretation; answers to "
                    "further questions, for the purpose written beside each. What you need at table or to take "
                    "part is kept apart and encrypted, seen by the organising team alone, and deleted after the "
                    "assembly; its number stays."
                ),
                _(
                    "If you sign or support the declaration: who signs and what entitles them, your own name and "
                    "e-mail address, and the signed document, to check the signature and to write to you."
                ),
                _(
                    "If you take part: mails about the assembly itself. News that is not about it ends with one "
                    "press of the link in each of them. An address from which our mails come back is noted, so "
                    "that we stop writing to it."
                ),
                _(
                    "If you work here: your name, your address, on which devices you are signed in, and what "
                    "proves that you are you."
                ),
            ],
        ),
        (
            _("What we ask your consent for"),
            [
                _(
                    "Photographs, a public list of participants, and news of the next assembly: you are asked "
                    "about each, only you can answer, no answer counts as no, and you can change your answer at "
                    "any time."
                )
            ],
        ),
        (
            _("Who sees it"),
            [
                _(
                    "The organising team sees the list of people. The people at the entrance see the name, the "
                    "function and the city of the person in front of them. The public sees numbers, and the names, "
                    "functions and cities of people who agreed to the public list. Your entry code holds no personal "
                    "data."
                ),
                _(
                    "If a network invited you, it reads your name, whom you represent and whether you come, behind a "
                    "link of its own, for up to thirty days after the assembly."
                ),
            ],
        ),
        (
            _("What we do not do"),
            [
                _(
                    "No tracking, no advertising, no data to anybody who is not named here. The only cookies keep "
                    "your session and your language."
                )
            ],
        ),
        (_("Your rights"), [_("You may see, correct and delete your data, and object to their use.")]),
        (
            _("How long we keep it"),
            [
                _(
                    "Your name, your function, whom you represent and whether you came stay with the organising team, "
                    "as the record of the assembly. Published recordings and pictures stay published, and what is "
                    "given with a signature stays with it."
                ),
                _(
                    "What you need is deleted after the assembly; e-mail addresses, telephone numbers and answers to "
                    "further questions later, on a day of their own. An e-mail address stays for as long as you have "
                    "a part in another assembly, or want news of the next."
                ),
                _(
                    "We keep an encrypted copy of each email we send you for 30 days, so that the organising team can "
                    "see what you were told."
                ),
            ],
        ),
    ]


def question(kind: NoticeKind) -> str:
    """What somebody says yes or no to."""
    return {
        NoticeKind.PHOTO: _("May we publish photographs in which you can be recognised?"),
        NoticeKind.LISTING: _("May your name stand on the public list of participants?"),
        NoticeKind.NEWS: _("Shall we write to you about the next assembly?"),
        NoticeKind.NEEDS: _("May we keep what you need, to prepare it?"),
    }[kind]


def explanation(kind: NoticeKind) -> str:
    """What happens with a yes, and what without it."""
    return {
        NoticeKind.PHOTO: _(
            "Photographs and recordings appear on our pages and in the report. Until you say yes, your badge "
            "carries a mark that tells photographers not to. You can change your answer at any time."
        ),
        NoticeKind.LISTING: _(
            "Your name, your function and whom you represent appear on our pages. Until you say yes, they do not. "
            "You can change your answer at any time."
        ),
        NoticeKind.NEWS: _(
            "A few mails before the next assembly, to the address of your registration. You can change your answer"
            " at any time."
        ),
        NoticeKind.NEEDS: _(
            "This may say something about your health or your beliefs. It is kept apart and encrypted, the "
            "organising team alone sees it, and it is deleted after the assembly. You give it freely, and you can "
            "delete it at any time."
        ),
    }[kind]


def words(kind: NoticeKind) -> str:
    """The very words of a notice as one text."""
    if kind is NoticeKind.PRIVACY:
        return "\n\n".join("\n\n".join((heading, *paragraphs)) for heading, paragraphs in privacy())
    return f"{question(kind)}\n\n{explanation(kind)}"
