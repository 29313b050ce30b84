"""The article in the office: both languages side by side around fixed figures, from the first draft to a correction."""

from dataclasses import dataclass, replace

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.checkin.queries.phones import holding_scans
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.forms import Answer, lead_to, press
from assembly.i18n import _, _n
from assembly.models import ArticleDraft, Edition, LinkFinding
from assembly.report import checking, queries, reading, service
from assembly.report.article import editing
from assembly.report.article.blocks import Block
from assembly.report.article.placeholders import placeholders
from assembly.report.facts import from_json
from assembly.report.forms import ArticleForm, BlockForm, StartForm, WithdrawForm, decided
from assembly.report.manage import buttons, showing
from assembly.report.manage.links import looked_at
from assembly.report.sending import published_or_404
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

article = Blueprint("article_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/article")


@dataclass
class Typed:
    """What a page of the article shows: its form, its blocks as typed, and the form of each."""

    form: ArticleForm
    blocks: list[Block]
    forms: dict[str, BlockForm]

    @property
    def is_sound(self) -> bool:
        """Whether it can be kept; what is wrong with figures and words does not count."""
        return all([self.form.validate(), *(one.validate() for one in self.forms.values())])


@article.get("/")
@needs(Permission.PUBLISH)
def write(edition: Edition) -> Answer:
    """Write it, or begin it."""
    draft = queries.draft_of(edition)
    return _start_page(edition, StartForm()) if draft is None else _page(draft, _typed(draft))


@article.post("/start")
@needs(Permission.PUBLISH)
def start(edition: Edition) -> Answer:
    """Begin with the text the figures give."""
    form = StartForm()
    if not form.validate():
        return _start_page(edition, form)
    try:
        with writing():
            service.start(fresh(edition), reason=form.reason.data or "")
    except service.ScansMissing as refusal:
        form.reason.errors = [str(refusal)]
        return _start_page(edition, form)
    return _back(edition)


@article.post("/")
@needs(Permission.PUBLISH)
def save(edition: Edition) -> Answer:
    """Keep what was typed, whatever is wrong with it; then do what the button says."""
    draft = _draft(edition)
    typed = _typed(draft)
    if not typed.is_sound:
        return _page(draft, typed, status=422)
    act, _sep, which = request.form.get("do", "save").partition(":")
    title, blocks = editing.typeset(typed.form.title.data, buttons.edited(act, which, typed.form, typed.blocks))
    place = buttons.place(act, which, typed.form, service.blocks_of(draft), blocks)
    try:
        with writing():
            held = _held(edition)
            service.save(
                held,
                seen=typed.form.version.number,
                title=title,
                blocks=blocks,
                erratum=editing.spaced(typed.form.erratum.data),
            )
            text, kind, wrong_at = _acted(held, act, typed)
    except ChangedMeanwhile as refusal:
        return _page(_draft(edition), typed, status=refusal.status)
    except DomainError as refusal:
        typed.form.publish_at.errors = [str(refusal)]
        return _page(_draft(edition), typed, status=422)
    if act == "links":
        text, kind = _check_links(edition)
    flash(text, kind)
    return redirect(url_for(".write", edition=edition, _anchor=wrong_at or place), 303)


@article.post("/figures")
@needs(Permission.PUBLISH)
def figures(edition: Edition) -> Answer:
    """Take some figures as they are now, keep others as they were fixed."""
    form = StartForm()
    kept, taken = decided("keep"), decided("take")
    try:
        with writing():
            held = _held(edition)
            if form.validate():
                service.keep_figures(held, kept)
                service.take_figures(held, taken, reason=form.reason.data or "")
    except service.ScansMissing as refusal:
        flash(str(refusal), "wait")
    except ChangedMeanwhile:
        flash(_("A figure has changed since you opened the page. Check the figures below and choose again."), "wait")
    return _back(edition)


@article.get("/preview")
@needs(Permission.PUBLISH)
def preview(edition: Edition) -> str:
    """What the public would read, in the language of the address."""
    draft = _draft(edition)
    made = reading.drafted(draft, draft.title, service.blocks_of(draft))
    return render_template("report/manage/preview.html", article=made)


@article.route("/withdraw", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def withdraw(edition: Edition) -> Answer:
    """Take the report from the public, which reads why."""
    published_or_404(edition)
    form = WithdrawForm()
    if not form.validate_on_submit():
        page = render_template("report/manage/withdraw.html", form=form)
        return page, 422 if form.is_submitted() else 200
    with writing():
        queries.draft_to_change(ArticleDraft.edition_id == edition.id)  # whoever publishes it has it before the report
        held = queries.report_of(fresh(edition))
        if held is not None:
            service.withdraw(held, why=editing.spaced(form.why.data))
    return lead_to("results.results", _("The report is withdrawn. Its page says why."), edition=edition)


@article.post("/discard")
@needs(Permission.PUBLISH)
def discard(edition: Edition) -> Answer:
    """Delete what was written; what is public stays."""
    press(lambda: service.discard(_held(edition)), said=_("The draft is deleted."))
    return _back(edition)


def _acted(draft: ArticleDraft, act: str, typed: Typed) -> tuple[str, str, str | None]:
    """Do what the button says within the transaction that has saved; give what is said of it, and where it is wrong."""
    if act not in {"publish", "embargo", "no_embargo"}:
        return _("The draft is saved."), "ok", None
    if act == "no_embargo":
        service.put_under_embargo(draft, None)
        return _("The article will not be published automatically."), "ok", None
    found = checking.checked(draft, draft.title, service.blocks_of(draft), queries.live_facts(draft.edition))
    left = [one for one in found if not one.is_advice]
    if left:
        text = _n(
            "Not published: %(num)s point needs your attention. The draft is saved.",
            "Not published: %(num)s points need your attention. The draft is saved.",
            len(left),
        )
        return text, "wait", left[0].block or "whole"
    if act == "embargo":
        service.put_under_embargo(draft, typed.form.publish_at.instant or clock.now())
        return _("The article will be published automatically at the end of the embargo."), "ok", None
    service.publish_article(draft)
    return _("The article is published."), "ok", None


def _check_links(edition: Edition) -> tuple[str, str]:
    """Look at each address, outside any transaction; those there is no time for keep what was found before."""
    draft = _draft(edition)
    addresses, earlier = dict.fromkeys(one.link for one in service.blocks_of(draft) if one.link), draft.links
    db.session.rollback()
    allowed = current_app.config["ASSEMBLY"].private_hosts
    findings = looked_at(addresses, earlier, allowed)
    left = len(addresses) - len(findings)
    with writing():
        kept = {one: earlier[one] for one in addresses if one in earlier}
        service.note_links(_held(edition), kept | findings)
    if left:
        return _n(
            "Some sites answer slowly: %(num)s link was not checked this time. Check the links again.",
            "Some sites answer slowly: %(num)s links were not checked this time. Check the links again.",
            left,
        ), "wait"
    dead = sum(LinkFinding(one).is_broken for one in findings.values())
    if dead:
        return _n(
            "%(num)s link does not work. See the blocks below.",
            "%(num)s links do not work. See the blocks below.",
            dead,
        ), "wait"
    return _n("%(num)s link was checked.", "%(num)s links were checked.", len(findings)), "ok"


def _typed(draft: ArticleDraft) -> Typed:
    form = ArticleForm(draft.edition.zone, data={"title": draft.title, "erratum": draft.erratum})
    if not form.is_submitted():
        form.publish_at.show(draft.publish_at, draft.edition.zone)
    blocks = service.blocks_of(draft)
    forms = {one.code: BlockForm.of(one) for one in blocks}
    written = [
        replace(
            one,
            link=forms[one.code].link.data or "",
            text=forms[one.code].text.data,
            source=forms[one.code].source.data,
            is_unread=one.is_unread and editing.same_words(forms[one.code].text.data, one.text),
        )
        if one.kind.has_text
        else one
        for one in blocks
    ]
    return Typed(form, written, forms)


def _page(draft: ArticleDraft, typed: Typed, *, status: int = 200) -> tuple[str, int]:
    edition, live = draft.edition, queries.live_facts(draft.edition)
    fixed = from_json(draft.sheet.facts)
    found = checking.checked(draft, typed.form.title.data, typed.blocks, live)
    typed.form.version.data = str(draft.version)
    said, names = showing.said_in_both(typed.blocks, fixed), showing.names(typed.blocks)
    page = render_template(
        "report/manage/article.html",
        draft=draft,
        report=queries.report_of(edition),
        typed=typed,
        is_outdated=status == 409,
        said=said,
        shown=showing.shown_by(typed.blocks, fixed, edition),
        problems=found,
        by_block=showing.by_block(found),
        differences=checking.differing(draft, typed.blocks, live),
        figures=[one for one in placeholders(fixed).values() if one.text],
        choices=showing.choices(edition, fixed),
        holding=holding_scans(edition),
        start=StartForm(formdata=None),
        names=names,
        text_blocks=[(one.code, names[one.code]) for one in typed.blocks if one.kind.has_text],
    )
    return page, status


def _start_page(edition: Edition, form: StartForm) -> tuple[str, int]:
    page = render_template(
        "report/manage/start.html",
        form=form,
        report=queries.report_of(edition),
        is_over=edition.is_over and edition.takes_place,
        holding=holding_scans(edition),
        has_comments=bool(queries.comments(edition)),
    )
    return page, 422 if form.errors else 200


def _draft(edition: Edition) -> ArticleDraft:
    return queries.draft_of(edition) or abort(404)


def _held(edition: Edition) -> ArticleDraft:
    """The draft within a transaction that changes it."""
    return queries.draft_to_change(ArticleDraft.edition_id == edition.id) or abort(404)


def _back(edition: Edition) -> Response:
    return redirect(url_for(".write", edition=edition), 303)
