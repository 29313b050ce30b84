"""A table of recordings: what its preview says is what is stored, once; the export corrects what is there."""

from __future__ import annotations

import pytest
from directory import upload
from factories import sign_in
from flask import Flask
from import_programmes import PERSON, add_opening, lines, make_programme
from inspector import InspectingClient, filled
from sqlalchemy import select

from assembly.extensions import db
from assembly.imports import Verdict
from assembly.models import Bilingual, Edition, Medium, Recording, Track, TrackKind
from assembly.recordings import service
from assembly.recordings.form_values import TrackFacts
from assembly.recordings.imports.preview import JudgedTrack, judge
from assembly.recordings.queries import recordings
from assembly.recordings.service.tables import RECORDINGS, context_of
from assembly.tables import Row, csv_file
from assembly.transactions import writing

AT = "/en/manage/2031/recordings/"
COLUMNS = ("session", "lang", "kind", "address", "length", "state", "title_en")
HEADS = ("Recording of", "Language of the audio", "What you hear", "Address", "Length", "Published", "English title")
WHOLE, VIDEO = "The whole assembly", "https://video.example.org/opening.mp4"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_programme()
    sign_in(client, PERSON)
    return client


def preview(office: InspectingClient, content: bytes, at: str = AT) -> str:
    """Send a table; the address of its preview."""
    answer = upload(office, f"{at}import", "table", content, "recordings.csv")
    assert answer.status_code == 303, answer.text[-2000:]
    return str(answer.location)


def stored() -> list[tuple[object, ...]]:
    """Each language, with what is said of its recording."""
    found = []
    for track in db.session.scalars(select(Track).order_by(Track.id)):
        one = track.recording
        of = str(one.session.title if one.session else one.title)
        found.append((of, track.lang, track.kind.value, track.medium.value, track.address, one.length_s, one.state))
    return found


@pytest.mark.database("proof")
def test_table_is_stored_once_as_previewed(app: Flask, office: InspectingClient) -> None:
    youtube, sound = "https://youtu.be/dQw4w9WgXcQ", "https://a.example.org/all.mp3"
    content = csv_file(
        HEADS,
        [
            ("ouverture", "English", "", youtube, "42:10", "yes"),
            (WHOLE, "français", "interprétation", sound, "", "", "All of it"),
            ("Opening", "fr"),
        ],
    )
    address = preview(office, content)
    page = office.page(address)
    told = lines(page)
    assert [verdict for verdict, _words in told.values()] == ["New"] * 3
    assert all(words in told["2"][1] for words in (f"{youtube} (YouTube)", "Length: 42 min", "original", "Published"))
    assert all(words in told["3"][1] for words in ("Audio only", "For the public: Not published", "All of it"))
    assert "interpretation" in told["4"][1]
    assert "Web address of the recording: not online yet" in told["4"][1]
    sent = filled(page.select_one("main form"), {})
    for _press in range(2):
        answer = office.post(address, data=sent)
        assert (answer.status_code, answer.location) == (303, AT)
    assert "2 recordings added, 3 languages added" in office.page(AT).get_text()
    with app.app_context():
        assert stored() == [
            ("Opening", "en", "original", "video", youtube, 2530, "public"),
            ("All of it", "fr", "interpretation", "audio", sound, None, "draft"),
            ("Opening", "fr", "interpretation", "video", "", 2530, "public"),
        ]
        ids = [one.id for one in recordings(db.session.scalars(select(Edition)).one())]
        assert ids == sorted(ids)  # in the order of the programme, as search expects


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_export_sent_back_changes_what_differs(app: Flask, office: InspectingClient, lang: str) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        twin = add_opening(edition)
        for session, title in ((twin, None), (None, Bilingual("All", "Tout"))):
            one = service.add_recording(edition, session, title=title)
            one.length_s = 2530
            service.add_track(one, TrackFacts("mul", TrackKind.ORIGINAL, Medium.AUDIO, VIDEO, None))
    at = AT.replace("/en/", f"/{lang}/")
    table = office.get(f"{at}table.csv").data
    assert table.count(b"0:42:10") == 2
    assert table.count(b"opening.mp4") == 2
    for more, changed in ((b"", 0), (b"?new", 2)):
        address = preview(office, table.replace(b"opening.mp4", b"opening.mp4" + more), at)
        with app.app_context():
            before = stored()
        assert len(office.page(address).select("main form > .act button")) == bool(changed)
        if changed:
            office.submit(address, form="main form", status=303)
            with app.app_context():
                assert [one[4] for one in stored()] == [f"{VIDEO}?new"] * changed != [one[4] for one in before]


def test_lines_are_judged_by_their_cells(app: Flask) -> None:
    with app.app_context():
        with writing():
            make_programme()
        edition = db.session.scalars(select(Edition)).one()
        rows = {
            ("", "en", "original", VIDEO): "A2 Enter the title or code of the session, or “The whole assembly”.",
            ("Opening", "en", "original", VIDEO, "12:34:00"): "E2 12 h 34 min is much longer than planned.",
            ("Nothing", "en", "original", VIDEO): "A2 No session in the draft has the title or code “Nothing”.",
            (WHOLE, "Klingon", "original", VIDEO): "B2 We do not recognise “Klingon”.",
            (WHOLE, "", "original", VIDEO): "B2 Enter the language of the audio.",
            (WHOLE, "en", "", VIDEO): "C2 Enter “original” or “interpretation”",
            (WHOLE, "en", "dubbed", VIDEO): "C2 We do not recognise “dubbed”.",
            (WHOLE, "en", "original", "javascript:alert(1)"): "D2 Enter the full https address",
            (WHOLE, "en", "original", "https://a.example/" + "x" * 500): "D2 Use 500 characters or fewer.",
            (WHOLE, "en", "original", VIDEO, "noon"): "E2 Enter hours, minutes and seconds, for example 0:42:10.",
            (WHOLE, "en", "original", VIDEO, "", "perhaps"): "F2 We do not recognise “perhaps”.",
            (WHOLE, "en", "-", VIDEO): "C2 We do not recognise “-”.",
            (WHOLE, "en", "original", VIDEO, "", "–"): "F2 We do not recognise “–”.",
        }
        for row, sentence in rows.items():
            (one,) = judged(edition, row)
            assert (one.verdict, len(one.faults)) == (Verdict.FAULT, 1), one.faults
            assert sentence in " ".join(one.faults[0])
        (untitled,) = judged(edition, (WHOLE, "en", "original", VIDEO, "", "", "-"))
        assert (untitled.verdict, untitled.after and untitled.after.title) == (Verdict.NEW, Bilingual())
        cells = dict(zip(COLUMNS, (WHOLE, "en", "original", VIDEO, "12:34:00"), strict=False))
        (typed,) = judge([Row(2, cells, [], doubtful=["length"])], {"length": 4}, context_of(edition))
        assert len(typed.faults) == 1
        assert "E2 It is not clear whether this is in hours or in minutes." in " ".join(typed.faults[0])
        *_, contradiction, twice, other = judged(
            edition,
            (WHOLE, "en", "original", VIDEO, "20:00:01", "yes", "All of it"),
            (WHOLE, "fr", "interpretation", VIDEO + "?3", "1:00", "", "All of it"),
            (WHOLE, "en", "original", VIDEO + "?2", "", "", "All of it"),
            ("Opening", "en", "", VIDEO, "20:00:01"),
        )
        assert contradiction.faults == [("E3", "Line 2 says something else about the same recording.")]
        assert twice.faults == [("B4", "This line is for the same recording and language as line 2.")]
        assert [text for _cell, text in other.notes()] == [
            "Check the length: 20 h 00 min is more than twice as long as planned.",
            "The same address is used for All of it · English.",
        ]
        names = [name for each in RECORDINGS.names().values() for name in set(map(str.casefold, each))]
        assert len(set(names)) == len(names)


def judged(edition: Edition, *rows: tuple[str, ...]) -> list[JudgedTrack]:
    """The verdict on each of these lines."""
    places = {column: at for at, column in enumerate(COLUMNS)}
    made = [
        Row(number, {column: text for column, text in zip(COLUMNS, row, strict=False) if text}, [])
        for number, row in enumerate(rows, 2)
    ]
    return judge(made, places, context_of(edition))


@pytest.mark.proof("the wizard of communities/test_import")
def test_recordings_changed_meanwhile_are_told(app: Flask, office: InspectingClient) -> None:
    address = preview(office, csv_file(HEADS, [(WHOLE, "en", "original", VIDEO)]))
    sent = filled(office.page(address).select_one("main form"), {})
    with app.app_context(), writing():
        one = service.add_recording(db.session.scalars(select(Edition)).one(), None)
        service.add_track(one, TrackFacts("en", TrackKind.ORIGINAL, Medium.VIDEO, VIDEO + "?mine", None))
    answer = office.post(address, data=sent)
    assert (answer.status_code, "have changed since this preview" in answer.text) == (409, True)
    with app.app_context():
        assert [one[4] for one in stored()] == [VIDEO + "?mine"]
        assert len(db.session.scalars(select(Recording)).all()) == 1
