"""What happens by itself: contact data go on their day, and what is deleted leaves the files of the database."""

from assembly.extensions import db, tasks
from assembly.models import Edition
from assembly.privacy.queries import contacts as contact_queries
from assembly.privacy.service import contacts
from assembly.privacy.service.contacts import AT_ONCE
from assembly.transactions import writing
from assembly.wiping import empty_log, wipe_again


@tasks.job(every_minute=True)
def delete_contacts() -> None:
    """One transaction for each edition whose addresses and answers have had their day, which leaves the last people
    for the end, so that one that was interrupted goes on; before it one for each five hundred others."""
    needing, size = contact_queries.editions_that_need_addresses(), AT_ONCE
    for edition in contact_queries.editions_with_contacts_over():
        people, edition_id = contact_queries.people_whose_address_is_over(edition, needing), edition.id
        for first in range(0, len(people) - size, size):
            with writing():
                contacts.forget_some(db.session.get_one(Edition, edition_id), people[first : first + size])
        with writing():
            contacts.purge(db.session.get_one(Edition, edition_id))


@tasks.job(every_minute=True)
def empty_database_log() -> None:
    """Whoever deleted something, and even where somebody read just when a purge wanted to do it."""
    db.session.rollback()  # our own reading would keep the log
    empty_log()


@tasks.job(every_minute=True)
def finish_wiping() -> None:
    """What a purge could not remove from the files, because a long reader kept it from that."""
    db.session.rollback()  # our own reading would be one
    wipe_again()
