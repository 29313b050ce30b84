"""Recordings: honest states, nothing sent to another site before play, a speech that is found."""

from __future__ import annotations

from io import BytesIO

import pytest
from factories import sign_in
from flask import Flask
from import_programmes import picture
from inspector import InspectingClient, hidden
from queries_counted import counted
from sqlalchemy import select
from watched import opening

from assembly.extensions import db
from assembly.models import (
    Bilingual,
    Captions,
    Contribution,
    Medium,
    PageTopic,
    PageVersion,
    Person,
    Recording,
    RecordingState,
    Track,
    TrackKind,
    TrackState,
)
from assembly.recordings import service
from assembly.recordings.captions.webvtt import Cue, packed
from assembly.recordings.form_values import CaptionsFacts, PartFacts, TrackFacts
from assembly.recordings.queries.views import views_of
from assembly.transactions import writing
from assembly.web import CSP

VIDEO = TrackFacts("en", TrackKind.ORIGINAL, Medium.VIDEO, "https://video.example.org/all.mp4", None)
SITE = "https://video.example.org"
LABELS = ["Original (English)", "Français (interprétation)"]


def states(client: InspectingClient, edition: str) -> dict[str, str]:
    """What the list says of each recording, by its title."""
    items = client.page(f"/fr/{edition}/recordings").select(".recordings")[-1].select("li")
    return {item.h2.get_text(strip=True): item.select("p")[-1].get_text().strip() for item in items}


def test_each_session_says_what_is_watchable(demo_client: InspectingClient) -> None:
    assert states(demo_client, "2027") == {
        "Toute la journée en une vidéo": (
            "Original (English)\u00a0: pas encore en ligne · Français (interprétation)\u00a0: pas encore en ligne"
        ),
        "Mesurer la maturité numérique": "Non diffusée\u00a0: une personne qui y intervient n’a pas donné son accord.",
    }
    assert set(states(demo_client, "2023").values()) == {" · ".join(LABELS)}


def test_latest_recordings_come_first_before_the_assembly(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2027/recordings")
    assert "Voici les plus récentes" in page.select_one(".lead").get_text()
    assert {link["href"].split("/")[2] for link in page.select_one(".recordings").select("h2 a")} == {"2023"}
    assert page.select_one("input[name=all][checked]")


def test_chosen_audio_goes_along(demo_client: InspectingClient, page: str) -> None:
    shown = demo_client.page(page + "?audio=en&t=300")
    switch = shown.select_one(".languages a")["href"]
    other = demo_client.get(switch).headers["Location"]
    assert other == page.replace("/fr/", "/en/") + "?audio=en&t=300"
    speaker = shown.select_one("[id='t=255'] a[href*='/speakers/']")["href"]
    found = demo_client.page("/fr/2023/search?q=moret&audio=en")
    assert found.select_one("[data-kind=person] a")["href"] == speaker == f"{speaker.partition('?')[0]}?audio=en"
    for where in (found, demo_client.page(speaker)):
        assert where.select_one(f'a[href="{page}?audio=en#t=255"]')


def test_the_viewers_language_comes_first(demo_client: InspectingClient, page: str) -> None:
    shown = demo_client.page(page)
    assert shown.select_one(".audio [aria-current]").get_text() == "Français (interprétation)"
    assert [link["href"] for link in shown.select(".audio a")] == [f"{page}?audio=en", f"{page}?audio=fr"]
    english = demo_client.page(page + "?audio=en")
    assert english.select_one(".audio [aria-current]").get_text() == "Original (English)"
    assert demo_client.page(page + "?audio=xx").select_one("[data-address]")["data-address"] == f"{page}?play=fr"


def test_no_player_before_play(demo_client: InspectingClient, page: str) -> None:
    before = demo_client.get(page)
    html = before.get_data(as_text=True)
    assert not any(tag in html for tag in ("<iframe", "<video", "<audio"))
    assert "La vidéo est sur video.example.org. Rien n’est envoyé" in html
    after = demo_client.get(page + "?play=fr&t=20", policy=f"{CSP}; media-src 'self' https://video.example.org")
    player = after.soup.select_one("video.player")
    assert player["src"] == "https://video.example.org/2023/opening-fr.mp4#t=20"
    assert demo_client.get(page + "?play=xx").get_data(as_text=True).count("<video") == 0


def test_frame_is_allowed_for_its_site_alone(demo_app: Flask, demo_client: InspectingClient, page: str) -> None:
    with demo_app.app_context(), writing():
        opening().track("fr").address = "https://youtu.be/dQw4w9WgXcQ"
        opening().track("en").address = "http://old.example.org/before-https.mp4"
    policy = f"{CSP}; frame-src https://www.youtube-nocookie.com"
    shown = demo_client.get(page + "?play=fr&t=20", policy=policy).soup
    assert shown.select_one("iframe")["src"].endswith("start=20")
    assert demo_client.page(page + "?play=en").select("iframe, video, [data-play]") == []


def test_speech_has_link_and_end(demo_app: Flask, demo_client: InspectingClient, page: str) -> None:
    shown = demo_client.page(page)
    second = shown.select_one("[id='t=255']")
    assert "Moret" in second.get_text()
    assert second.select_one(".when a")["href"] == f"{page}?audio=fr#t=255"
    play = second.select_one("[data-until]")["href"]
    opened = demo_client.get(play, policy=f"{CSP}; media-src 'self' https://video.example.org").soup
    assert opened.select_one("video")["src"].endswith("#t=255,540")
    with demo_app.app_context():
        code = db.session.scalars(select(Person.code).join(Contribution).where(Contribution.start_s == 255)).one()
    speaker = demo_client.page(f"/fr/2023/speakers/{code}")
    assert speaker.select_one(f'a[href="{page}?audio=fr#t=255"]')


@pytest.mark.proof("a link; test_each_session_says_what_is_watchable")
def test_page_of_session_leads_to_recording(demo_client: InspectingClient, page: str) -> None:
    session = demo_client.page(page).select_one("main .act > a[href*='/agenda/']")["href"]
    assert demo_client.page(session).select_one(f'a[href="{page}?audio=fr"]').get_text() == LABELS[1]


def test_neighbours_and_same_speaker_are_offered(demo_client: InspectingClient, page: str) -> None:
    cards = demo_client.page(page).select(".more > li")
    assert [(card.select_one("p").get_text(), card.h3.get_text()) for card in cards] == [
        ("Suivante dans le programme", "Discours d’orientation"),
        ("Autre intervention de la même personne", "Montrer l’exemple"),
    ]
    assert all(card.select_one("img[src$='/picture']") and card.select_one(".length") for card in cards)
    after = demo_client.page(cards[0].h3.a["href"]).select_one(".more > li")
    assert after.select_one("p").get_text() == "Précédente dans le programme"


def test_captions_and_transcript_are_ours(demo_app: Flask, demo_client: InspectingClient, page: str) -> None:
    with demo_app.app_context(), writing():
        cues = [Cue(20_000, 22_000, "Bonjour <b>"), Cue(30_000, 31_000, "Encore.")]
        service.put_captions(opening(), CaptionsFacts("fr", True, packed(cues)))
    served = demo_client.get(page + "/fr.vtt")
    assert (served.mimetype, "Bonjour &lt;b&gt;" in served.get_data(as_text=True)) == ("text/vtt", True)
    shown = demo_client.page(page)
    lines = [line.get_text(" ", strip=True) for line in shown.select(".transcript > li")]
    assert lines == ["0:20 Bonjour <b> ▶ Lancer à partir d’ici", "0:30 Encore. ▶ Lancer à partir d’ici"]
    assert shown.select_one(".transcript li[id='t=30'] a")["href"] == f"{page}?audio=fr#t=30"
    assert "Transcription automatique" in shown.get_text()
    opened = demo_client.get(page + "?play=fr", policy=f"{CSP}; media-src 'self' https://video.example.org").soup
    assert opened.select_one("track[default]")["src"] == page + "/fr.vtt"
    opened = demo_client.get(page.replace("/fr/", "/en/") + "?play=fr", policy=f"{CSP}; media-src 'self' {SITE}").soup
    assert [one["srclang"] for one in opened.select("track[default]")] == ["fr"]
    assert demo_client.get(page + "/de.vtt").status_code == 404


def test_picture_is_shown_until_removed(demo_client: InspectingClient, page: str) -> None:
    office = page.replace("/fr/2023", "/fr/manage/2023")
    sign_in(demo_client)
    form = hidden(demo_client.page(office)) | {"state": "public", "length": "15:00"}
    form["seen"] = demo_client.page(office).select_one("form[enctype] [name=seen]")["value"]
    sent = demo_client.post(office, data=form | {"poster": (BytesIO(b"no picture"), "x.png")})
    assert sent.status_code == 422
    form["seen"] = sent.soup.select_one("form[enctype] [name=seen]")["value"]
    assert demo_client.post(office, data=form | {"poster": (BytesIO(picture()), "x.png")}).status_code == 303
    with demo_client.get(page + "/picture") as shown:
        assert shown.mimetype.startswith("image/")
    demo_client.submit(office, form="form[enctype]", drop_poster="y")
    assert {demo_client.get(one + "/picture").status_code for one in (page, office)} == {404}


def test_what_is_not_online_yet_says_so(demo_app: Flask, demo_client: InspectingClient, page: str) -> None:
    with demo_app.app_context(), writing():
        track = opening().track("fr")
        track.state, track.online_on = TrackState.EXPECTED, None
    shown = demo_client.page(page)
    assert "Français (interprétation)\u00a0: L’enregistrement" not in shown.get_text()
    assert "pas encore en ligne" in shown.get_text()
    assert shown.select_one("main [aria-current=true]").get_text() == "Original (English)"


@pytest.mark.database("proof")
def test_every_write_is_seen_in_kept_pages(demo_app: Flask) -> None:
    def version() -> int:
        return db.session.scalars(select(PageVersion.number).where(PageVersion.topic == PageTopic.CONTENT)).one()

    with demo_app.app_context():
        person, before = opening().parts[0].person_id, version()
        with writing():
            service.add_part(opening(), PartFacts(person, 700, 720))
        between = version()
        with writing():
            service.put_captions(opening(), CaptionsFacts("fr", False, packed([Cue(0, 1, "x")])))
        assert before < between < version()
        with writing():
            service.remove_recording(opening())
        assert db.session.scalars(select(Track).join(Recording).where(Recording.length_s == 900)).all() == []


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_edition_without_recordings_says_so(demo_client: InspectingClient, lang: str) -> None:
    assert demo_client.page(f"/{lang}/2025/recordings").select_one(".lead") is not None


@pytest.mark.turns(2)
@pytest.mark.parametrize(("lang", "words"), [("fr", "Regarder en français"), ("en", "Watch in English")])
def test_a_past_home_leads_to_recordings(demo_client: InspectingClient, lang: str, words: str) -> None:
    link = next(a for a in demo_client.page(f"/{lang}/2023/").select(".hero a.sun"))
    assert (link.get_text(), link["href"]) == (words, f"/{lang}/2023/recordings")


@pytest.mark.database("proof")
def test_starts_are_counted_by_language_and_day(demo_app: Flask, demo_client: InspectingClient, page: str) -> None:
    shown = demo_client.get(page + "?play=fr", policy=f"{CSP}; media-src 'self' https://video.example.org").soup
    started = shown.select_one("[data-started]")["data-started"]
    ours = {"Origin": "http://localhost"}
    for _start in range(2):
        assert demo_client.post(started, headers=ours).status_code == 204
    assert demo_client.post(started).status_code == 403
    assert demo_client.get(started).status_code == 405
    assert demo_client.post(started, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert demo_client.post(started.replace("/fr/started", "/de/started"), headers=ours).status_code == 404
    form = demo_client.page(page + "?t=300").select_one("form[data-address]")
    fields = {one["name"]: one["value"] for one in form.select("input")}
    opened = demo_client.post(form["action"], data=fields, headers=ours)
    assert (opened.status_code, opened.headers["Location"]) == (303, f"{page}?play=fr&t=300")
    assert demo_client.post(form["action"], data=fields).status_code == 403
    with demo_app.app_context():
        counts = [(one.lang, one.count, one.lately) for one in views_of(opening())]
        assert counts == [("fr", 3, 3)]
        with writing():
            service.remove_recording(opening())


@pytest.mark.parametrize("address", ["recordings", "recordings.json", "recordings/{code}"])
def test_two_hundred_recordings_cost_as_many_statements(
    demo_app: Flask, demo_client: InspectingClient, full_scale: bool, address: str
) -> None:
    with demo_app.app_context():
        address = f"/fr/2023/{address.format(code=opening().code)}"
    sent = []
    for more in (1, 199 if full_scale else 6):
        with demo_app.app_context(), writing():
            for number in range(more):
                one = service.add_recording(opening().edition, None, title=Bilingual(f"Part {more}-{number}", "Partie"))
                one.state = RecordingState.PUBLIC
                one.captions.append(Captions(lang="fr", automatic=True, cues=[[0, 1000, "Bonjour"]]))
                service.add_track(one, VIDEO)
        with counted(demo_app) as statements:
            assert demo_client.get(address).status_code == 200
        sent.append(len(statements))
    assert sent[0] == sent[1]
