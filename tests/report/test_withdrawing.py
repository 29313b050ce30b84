"""What a withdrawn report, a withheld recording and a withdrawn approval take from the public."""

from __future__ import annotations

from datetime import timedelta

from article import first_assembly
from flask import Flask

from assembly import clock
from assembly.models import ArticleDraft, Bilingual, RecordingState, Report
from assembly.office.todo.desk import Desk
from assembly.office.todo.reporting import stopped_articles
from assembly.recordings.queries import watchable
from assembly.report import queries, reading, service
from assembly.report.article.blocks import Kind
from assembly.report.jobs import publish_due_articles
from assembly.transactions import writing


def begun() -> tuple[Report, ArticleDraft]:
    """The report of the first assembly, and the article begun on it."""
    report = queries.report_of(first_assembly())
    assert report is not None
    return report, service.start(first_assembly())


def test_withdrawing_ends_the_embargo(demo_app: Flask) -> None:
    with demo_app.app_context():
        due = clock.now() + timedelta(days=1)
        with writing():
            report, draft = begun()
            service.put_under_embargo(draft, due)
            service.withdraw(report, why=Bilingual("Wrong", "Faux"))
        with clock.at(due):
            publish_due_articles()
        report, draft = begun()
        assert (report.is_public, draft.publish_at) == (False, None)


def test_held_back_article_is_on_today(demo_app: Flask) -> None:
    with demo_app.app_context():
        due = clock.now() + timedelta(days=1)
        with writing():
            _report, draft = begun()
            service.put_under_embargo(draft, due)
            draft.title = Bilingual("In one language alone", "")
        with clock.at(due):
            publish_due_articles()
            assert [one.endpoint for one in stopped_articles(Desk(first_assembly()))] == ["article_office.write"]
            with writing():
                service.put_under_embargo(begun()[1], due + timedelta(days=1))
            assert stopped_articles(Desk(first_assembly())) == []


def test_recordings_no_longer_online_are_not_listed(demo_app: Flask) -> None:
    def listed() -> int:
        parts = reading.published(begun()[0], for_files=True).parts
        return sum(len(one.recordings) for one in parts if one.kind is Kind.RECORDINGS)

    with demo_app.app_context():
        with writing():
            before = listed()
            watchable(first_assembly())[0].recording.state = RecordingState.WITHHELD
        assert listed() == before - 1


def test_publishing_unchanged_claims_no_correction(demo_app: Flask) -> None:
    """From the results or from the article, also of a report without blocks of its own."""
    with demo_app.app_context(), writing():
        report, draft = begun()
        why = Bilingual("Looked at again", "Relu")
        for row in (report, report.versions[-1]):
            row.blocks = []
        service.publish_article(draft)
        service.withdraw(report, why=why)
        service.publish_article(draft)
        service.withdraw(report, why=why)
        service.publish(first_assembly(), title=report.title)
        assert (report.is_public, len(report.versions), report.sheet.number) == (True, 1, 1)
        draft.title = Bilingual("Another headline", "Un autre titre")
        service.publish_article(draft)
        assert len(reading.corrections_of(report)) == 1
