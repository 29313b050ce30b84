"""What people look up on the way."""

from collections.abc import Mapping

from assembly import history
from assembly.editions.queries import editions
from assembly.editions.service.editions import claim
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Practical, Topic


def say_practical(edition: Edition, topic: Topic, text: Bilingual) -> None:
    """Answer one question people have on the way, or answer it anew."""
    db.session.merge(Practical(edition_id=edition.id, topic=topic, text=text))
    history.record("practical", topic.value, "said", edition_id=edition.id)


def answer_all(edition: Edition, texts: Mapping[Topic, Bilingual], *, seen: int) -> None:
    """These answers and no others; an empty one does not appear. Saving what is there already does nothing.

    Raises ChangedMeanwhile.
    """
    stored = {one.topic: one for one in editions.practical(edition)}
    there = {topic: one.text for topic, one in stored.items()}
    changed = [topic for topic, text in texts.items() if there.get(topic, Bilingual()) != text]
    if not changed:
        return
    claim(edition, seen=seen)
    for topic in changed:
        if texts[topic]:
            say_practical(edition, topic, texts[topic])
        else:
            db.session.delete(stored[topic])
            history.record("practical", topic.value, "taken away", edition_id=edition.id)
