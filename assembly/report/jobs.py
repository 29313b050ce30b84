"""What happens by itself: an article whose embargo is over is published."""

from assembly.extensions import db, tasks
from assembly.models import ArticleDraft
from assembly.report import checking, queries, service
from assembly.transactions import writing


@tasks.job(every_minute=True)
def publish_due_articles() -> None:
    """One transaction each. One that is not sound stays unpublished, and its editor finds it among things to do."""
    for draft_id in queries.due_drafts():
        with writing():
            draft = queries.draft_to_change(ArticleDraft.id == draft_id)
            if draft is None or draft_id not in queries.due_drafts():
                continue
            found = checking.checked(draft, draft.title, service.blocks_of(draft), queries.live_facts(draft.edition))
            if any(not one.is_advice for one in found):
                service.hold_back(draft)
            else:
                service.publish_article(draft)
    db.session.rollback()
