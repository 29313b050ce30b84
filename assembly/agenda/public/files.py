"""The published programme as files: for printing, for conference apps and for other programs."""

import json
from hashlib import sha256

from flask import Response, current_app, request

from assembly.agenda.public.blueprint import pages, read_programme
from assembly.agenda.published.booklet import facts_of
from assembly.agenda.published.frab import frab
from assembly.agenda.published.open_data import as_data
from assembly.i18n import current_language
from assembly.models import Edition
from assembly.pdf import pdf
from assembly.security import public
from assembly.web import unless_known


@pages.get("/agenda.json")
@public(cached=True)
def as_json(edition: Edition) -> Response:
    """Plain data in both languages at once."""
    body = current_app.json.dumps(as_data(read_programme(edition)))
    return unless_known(Response(body, content_type="application/json"))


@pages.get("/agenda.xml")
@public(cached=True)
def as_xml(edition: Edition) -> Response:
    """The frab schedule, in the language of the address."""
    return unless_known(Response(frab(read_programme(edition)), content_type="application/xml; charset=utf-8"))


@pages.get("/agenda.pdf")
@public(cached=True)
def as_pdf(edition: Edition) -> Response:
    """The programme to print, in the language of the address. It is set only for somebody who does not have it yet."""
    facts = facts_of(read_programme(edition))
    tag = sha256(json.dumps([current_language(), facts], sort_keys=True).encode()).hexdigest()[:32]
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        answer = Response(pdf("programme", facts), content_type="application/pdf")
        name = f"assembly-{edition.slug}-programme-{current_language()}.pdf"
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.set_etag(tag)
    return answer
