"""The review of an article by the networks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.report.service.reviewing import OPEN_FOR

REVIEW = "/en/manage/2023/review/"


def test_comments_come_until_the_link_ends(demo_app: Flask, demo_client: InspectingClient) -> None:
    sign_in(demo_client, ORGANISER)
    demo_client.submit("/en/manage/2023/article/")
    demo_client.submit(REVIEW, form='form[action$="/open"]')
    link = urlsplit(demo_client.page(REVIEW).select_one("#link").get_text()).path
    network = demo_app.test_client()
    assert "This is a draft" in network.get(link).text
    network.submit(link, by="Ada, OASC", text="Name all five networks.")
    assert "Enter your comment." in network.submit(link, by="Ada, OASC", status=422).text
    assert "Name all five networks." not in network.get(link).text
    assert "Name all five networks." in demo_client.page(REVIEW).select_one("[data-comment]").get_text()
    demo_client.submit(REVIEW, form='form[action$="/remove"]')
    assert demo_client.page(REVIEW).select("[data-comment]") == []
    with clock.at(clock.now() + OPEN_FOR):
        assert network.get(link).status_code == 404
    demo_client.submit(REVIEW, form='form[action$="/end"]')
    assert network.get(link).status_code == 404


@pytest.mark.proof("one more end: test_comments_come_until_the_link_ends")
def test_deleted_draft_ends_its_review(demo_app: Flask, demo_client: InspectingClient) -> None:
    sign_in(demo_client, ORGANISER)
    demo_client.submit("/en/manage/2023/article/")
    demo_client.submit(REVIEW, form='form[action$="/open"]')
    link = urlsplit(demo_client.page(REVIEW).select_one("#link").get_text()).path
    demo_app.test_client().submit(link, by="Ada, OASC", text="Name all five networks.")
    demo_client.submit("/en/manage/2023/article/", form='form[action$="/discard"]')
    left = demo_client.page("/en/manage/2023/article/").find("a", string="Comments from the networks")["href"]
    page = demo_client.page(left)
    assert page.select("[data-comment]")
    assert page.select("#link") == []
    demo_client.submit("/en/manage/2023/article/")
    assert demo_app.test_client().get(link).status_code == 404
