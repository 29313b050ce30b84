"""What people are told about their data, word for word. Pure: a kind in, sentences out, in the language now spoken.

Whoever changes a word here raises its version: the words of a version that was shown stay in the table of notices,
and a test holds the digest of each.
"""

from __future__ import annotations

from assembly.i18n import _
from assembly.models import NoticeKind

VERSIONS: dict[NoticeKind, int] = {
    NoticeKind.PRIVACY: 5,
    NoticeKind.PHOTO: 2,
    NoticeKind.LISTING: 2,
    NoticeKind.NEEDS: 2,
    NoticeKind.NEWS: 2,
}
"The version now shown of each notice, the same in both languages."
ONE_TAP = (NoticeKind.PHOTO, NoticeKind.LISTING)
"The two questions mails lead to."


def privacy() -> list[tuple[str, list[str]]]:
    """The privacy statement: headings, each with its paragraphs. Whom to write to, and on which days
    what is deleted, are facts of the edition."""
    return [
        (
            _("What we ask for and why"),
            [
                _(
                    "We ask for your name, your function and who you represent, to prepare your badge and to greet "
                    "you. We use your email address to send our answer and your entry code. We ask how you will "
                    "take part, to count the places. If someone else registers you, we ask for their email address, "
                    "to send them the confirmation."
                ),
                _(
                    "You can give optional details: a name for the badge and a form of address, to greet you; a "
                    "phone number, to reach you on the day; languages, to plan interpretation; and answers to "
                    "further questions, for the purpose shown beside each one. Your dietary and access needs are "
                    "kept separately and encrypted. Only the organising team sees them, and they are deleted after "
                    "the assembly. Only the totals are kept."
                ),
                _(
                    "If you sign or support the declaration, we ask for the name of the person signing, what "
                    "entitles them to sign, your own name and email address, and the signed document, to check the "
                    "signature and to write to you."
                ),
                _(
                    "If you take part, we send you emails about the assembly itself. You can unsubscribe from other "
                    "news using the link in each news email. If our emails to an address are returned, we record "
                    "this and stop writing to it."
                ),
                _(
                    "If you open your personal link and then watch the live stream, we record on which days you "
                    "opened it, to count the people who follow online. Without your link, we only count how often "
                    "the stream is opened."
                ),
                _(
                    "If you are on the organising team, we keep your name, your email address, the devices you are "
                    "signed in on, and what you use to sign in."
                ),
            ],
        ),
        (
            _("What we ask your consent for"),
            [
                _(
                    "We ask you separately about photographs, the public list of participants and news of the next "
                    "assembly. Only you can answer. If you do not answer, we treat it as “no”. You can change your "
                    "answer at any time."
                )
            ],
        ),
        (
            _("Who can see your data?"),
            [
                _(
                    "The organising team sees the list of people. The people working at the entrance see the name, "
                    "function and city of the person in front of them. The public sees figures, and the names, "
                    "functions and cities of people who agreed to be on the public list. Your entry code contains "
                    "no personal data."
                ),
                _(
                    "If a network invited you, it can see your name, who you represent and whether you are coming, "
                    "through its own link, for up to thirty days after the assembly."
                ),
            ],
        ),
        (
            _("What we do not do"),
            [
                _(
                    "We do not track you or show advertising, and we do not pass your data to anyone not named "
                    "here. The only cookies are for your session and your language."
                )
            ],
        ),
        (_("Your rights"), [_("You can see, correct and delete your data, and object to its use.")]),
        (
            _("How long we keep your data"),
            [
                _(
                    "The organising team keeps your name, your function, who you represent and whether you came, as "
                    "a record of the assembly. Published recordings and pictures stay published, and information "
                    "given with a signature is kept with it."
                ),
                _(
                    "Your needs are deleted after the assembly. Email addresses, telephone numbers, answers to "
                    "further questions and the days on which you watched the stream are deleted later, on a separate "
                    "date. An email address is kept for as long "
                    "as you take part in another assembly or want news of the next one."
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
        NoticeKind.LISTING: _("May your name appear on the public list of participants?"),
        NoticeKind.NEWS: _("May we write to you about the next assembly?"),
        NoticeKind.NEEDS: _("May we keep a record of your needs, so that we can prepare for them?"),
    }[kind]


def explanation(kind: NoticeKind) -> str:
    """What happens with a yes, and what without it."""
    return {
        NoticeKind.PHOTO: _(
            "Photographs and recordings appear on our pages and in the report. Until you say yes, your badge has a "
            "mark that tells photographers not to photograph you. You can change your answer at any time."
        ),
        NoticeKind.LISTING: _(
            "Your name, your function and who you represent appear on our pages only if you say yes. You can change "
            "your answer at any time."
        ),
        NoticeKind.NEWS: _(
            "We would send you a few emails before the next assembly, to the address you registered with. You can "
            "change your answer at any time."
        ),
        NoticeKind.NEEDS: _(
            "This may reveal something about your health or your beliefs. It is kept separately and encrypted. Only "
            "the organising team sees it, and it is deleted after the assembly. You give it freely, and you can "
            "delete it at any time."
        ),
    }[kind]


def words(kind: NoticeKind) -> str:
    """The very words of a notice as one text."""
    if kind is NoticeKind.PRIVACY:
        return "\n\n".join("\n\n".join((heading, *paragraphs)) for heading, paragraphs in privacy())
    return f"{question(kind)}\n\n{explanation(kind)}"
