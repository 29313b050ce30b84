"""What people are told about their data, word for word. Pure: a kind in, sentences out, in the language now spoken.

Whoever changes a word here raises its version: the words of a version that was shown stay in the table of notices,
and a test holds the digest of each.
"""

from assembly.i18n import _
from assembly.models import NoticeKind

VERSIONS: dict[NoticeKind, int] = {
    NoticeKind.PRIVACY: 9,
    NoticeKind.PHOTO: 3,
    NoticeKind.LISTING: 3,
    NoticeKind.NEEDS: 3,
    NoticeKind.NEWS: 3,
}
"The version now shown of each notice, the same in both languages."
LANGUAGES_ON_BADGES_FROM = 7
"The first privacy statement that says so: nobody who was shown an earlier one has their languages printed."
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
                    "We ask for your name, your position and who you represent so that we can prepare your "
                    "badge and greet you. We use your email address to send our reply and your entry code. We "
                    "ask how you will take part so that we can count the places needed. If someone else "
                    "registers you, we ask for their email address so that we can send them the confirmation."
                ),
                _(
                    "You can give optional details. We use a name for the badge and a form of address to greet "
                    "you, a phone number to reach you on the day, and languages to plan interpretation. We print "
                    "the languages you speak on your badge. The purpose of each further question is shown beside "
                    "it. Your dietary and access needs are kept separately and encrypted. Only the organising team "
                    "sees them, and they are deleted after the assembly. Only the totals are kept."
                ),
                _(
                    "If you select sessions in the programme after opening your personal link, we keep your "
                    "selection with your registration, so that you can see it on all your devices. Only you and"
                    " anyone acting for you can see it."
                ),
                _(
                    "If you sign or support the declaration, we ask for the signed document, the name of the "
                    "person signing and what entitles them to sign. We also ask for your own name and email "
                    "address. We use these details to check the signature and to write to you."
                ),
                _(
                    "If you take part, we send you emails about the assembly itself. You can unsubscribe from other "
                    "news using the link in each news email. If our emails to an address are returned, we record "
                    "this and stop writing to it."
                ),
                _(
                    "If you open your personal link and then watch the live stream, we record the days on which"
                    " you opened the stream. This lets us count the people who follow online. If you do not use"
                    " your link, we only count how often the stream is opened."
                ),
                _(
                    "If you ask to be told when a recording is available in your language, we use your email address "
                    "for that one email and then delete it. If your badge from another event is accepted at the "
                    "entrance, we keep its code in a form that cannot be read back, and delete it with your address."
                ),
                _(
                    "If you come to the entrance without having registered and we cannot register you there, we keep "
                    "your name and who you represent, encrypted, until the organising team has dealt with the case. "
                    "If you report an accessibility problem, we keep your message and, if you give it, your email "
                    "address, so that we can deal with it and reply. Only the organising team sees this information."
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
                    "position, role and city of the person in front of them. They also see a note if the organising "
                    "team has written one so that you are received properly, for example about step-free access. The "
                    "public sees figures, and the names, positions and cities of people who agreed to be on the "
                    "public list. Your entry code contains no personal data."
                ),
                _(
                    "If a network invited you, it can see your name, who you represent and whether you are "
                    "coming. It uses its own link, which works for up to thirty days after the assembly."
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
                    "The organising team keeps a record of the assembly: your name, your position, who you "
                    "represent and whether you came. Published recordings and pictures stay published. "
                    "Information given with a signature is kept with that signature."
                ),
                _(
                    "Your needs and the note for the entrance are deleted after the assembly. Email addresses, "
                    "telephone numbers, selected sessions, answers to further questions and the days on which you "
                    "watched the stream are deleted later, on a separate date. An email address is kept for as long "
                    "as you take part in another assembly or want news of the next one."
                ),
                _(
                    "A name taken at the entrance without a registration is deleted once the organising team has "
                    "dealt with the case, and at the latest when email addresses are deleted. A message about "
                    "accessibility is deleted once we have dealt with it, and at the latest when email addresses are "
                    "deleted or 30 days after it was sent, whichever is later."
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
            "Your name, your position and who you represent appear on our pages only if you say yes. "
            "You can change your answer at any time."
        ),
        NoticeKind.NEWS: _(
            "If you say yes, we will send you a few emails before the next assembly, to the address you"
            " registered with. You can change your answer at any time."
        ),
        NoticeKind.NEEDS: _(
            "This information may reveal something about your health or your beliefs. It is kept "
            "separately and encrypted. Only the organising team sees it, and it is deleted after the "
            "assembly. You do not have to give it, and you can delete it at any time."
        ),
    }[kind]


def words(kind: NoticeKind) -> str:
    """The very words of a notice as one text."""
    if kind is NoticeKind.PRIVACY:
        return "\n\n".join("\n\n".join((heading, *paragraphs)) for heading, paragraphs in privacy())
    return f"{question(kind)}\n\n{explanation(kind)}"
