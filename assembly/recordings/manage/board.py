"""The board of what is missing."""

from flask import render_template

from assembly.i18n import LANGUAGES
from assembly.models import Edition
from assembly.recordings.manage.blueprint import office
from assembly.recordings.queries.board import board as lines_of
from assembly.security import Permission, needs


@office.get("/missing")
@needs(Permission.PUBLISH)
def board(edition: Edition) -> str:
    """What is missing, by session and language, each with the page where it is added."""
    lines = lines_of(edition)
    needed = [one for one in lines if one.is_needed]
    by_language = [
        (lang, [each for one in needed for each in one.languages if each.lang == lang]) for lang in LANGUAGES
    ]
    return render_template(
        "recordings/manage/board.html",
        edition=edition,
        lines=lines,
        without=sum(one.recording is None for one in lines),
        no_audio={lang: sum(not one.has_audio for one in each) for lang, each in by_language},
        no_captions={lang: sum(one.is_automatic is None for one in each) for lang, each in by_language},
        no_speech=sum(one.speakers - one.with_speech for one in needed),
        no_consent=sum(bool(one.refused or one.unasked) for one in lines),
    )
