"""The demo editions, told again through the services a person uses, each act at its own time.

All of it is one write transaction: an interrupted load leaves nothing behind. Mails are withheld.
"""

from assembly import clock, mail
from assembly.accounts.service.sign_in import add_user
from assembly.demo.service.directory import load_directory, load_signatures
from assembly.demo.service.editions import add_edition, replay
from assembly.demo.service.files import coming_slug
from assembly.demo.service.invitations import invite_people
from assembly.demo.service.outcome import tell
from assembly.demo.service.programme import add_people, publish
from assembly.editions.queries.editions import all_editions

PAST_EDITIONS = ("2023", "2024", "2025", "2026")
ACCOUNTS = (
    ("organiser", "organiser@example.org", "Olga Organiser", "the mayors are coming"),
    ("co_chair", "cochair@example.org", "Camille Co-chair", "the floor is yours"),
    ("door", "door@example.org", "Dominique Door", "welcome to the square"),
)
"Role, address, name, passphrase: printed by `make run`, refused outside demo mode."


def is_loaded() -> bool:
    """Whether there is any edition, ours or somebody's own: nothing is ever loaded beside it."""
    return bool(all_editions())


def is_over() -> bool:
    """Whether the day of the assembly to come has passed, so that nobody can register."""
    return all(edition.ends_at < clock.now() for edition in all_editions())


def load() -> None:
    """Everything, inside one `writing()`."""
    with mail.withheld():
        for role, email, name, passphrase in ACCOUNTS:
            add_user(email=email, name=name, lang="en", passphrase=passphrase, role=role, is_demo=True)
        load_directory()
        slugs = (*PAST_EDITIONS, coming_slug(clock.now().date()))
        editions = {slug: add_edition(slug) for slug in slugs}
        load_signatures(editions)
        for edition in editions.values():
            replay(edition)
            invite_people(edition)
        people = add_people(slugs)
        for edition in editions.values():
            publish(edition, people)
        for edition in editions.values():
            tell(edition)
