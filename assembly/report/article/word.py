"""The article as a Word file, in the language now spoken. Pure: the same article gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

from assembly.formats import day
from assembly.i18n import _, current_language
from assembly.pdf import png
from assembly.report.article.blocks import Kind
from assembly.report.article.parts import Article, ArticleBlock, Shown, Table
from assembly.report.facts import day_of

if TYPE_CHECKING:
    from docx.document import Document

_LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
_NOWHEN = datetime(2000, 1, 1, tzinfo=UTC)
"A file says nothing of when it was made, so that the same article is the same file."
_PAGE, _MARGIN = (21, 29.7), 2.5
"A4, in centimetres."
_WIDEST, _HIGHEST = 16, 20
"Centimetres of a picture: the margins leave as much, with a heading above it."
_COLUMNS = {2: (8, 8), 4: (4, 2.5, 3, 6.5)}
"Centimetres of the columns of a table, by how many it has."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"The media type of the file."
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def word(article: Article) -> bytes:
    """The file."""
    import docx  # noqa: PLC0415 -- slow import

    made = docx.Document()
    _prepare(made, article)
    made.add_paragraph(article.occasion, style="Subtitle")
    made.add_heading(article.title, level=1)
    for line in article.dates:
        made.add_paragraph(line, style="Caption")
    for part in article.parts:
        _put(made, part)
    made.add_heading(_("Where the figures come from"), level=2)
    _figures(made, article)
    for source in article.sources:
        made.add_paragraph(source, style="List Bullet")
    _linked(made.add_paragraph(), article.address, article.address)
    return _the_same(made)


def _prepare(made: Document, article: Article) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import
    from docx.shared import Cm  # noqa: PLC0415 -- slow import

    for section in made.sections:
        section.page_width, section.page_height = map(Cm, _PAGE)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    about = made.core_properties
    about.title, about.author, about.comments = article.title, "", ""
    about.language = _LANGUAGES[current_language()]
    about.created = about.modified = _NOWHEN
    for found in made.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), _LANGUAGES[current_language()])


def _put(made: Document, part: ArticleBlock) -> None:
    if part.kind is Kind.SUBHEAD:
        made.add_heading(part.text, level=2)
    elif part.table is not None:
        _table_with_chart(made, part.table)
    elif part.quote is not None:
        for one in part.spoken:
            for line in (one.words, one.original, one.about):
                if line:
                    made.add_paragraph(line, style="Quote")
        made.add_paragraph(part.quote.text, style="Caption")
    elif part.picture is not None:
        _picture(made, part.picture)
    elif part.recordings:
        for recorded in part.recordings:
            _linked(made.add_paragraph(style="List Bullet"), recorded.title, recorded.address)
    else:
        if part.head:
            made.add_heading(part.head, level=3)
        for line in part.lines:
            written = made.add_paragraph(line)
        if part.link and not part.head:
            written.add_run(" ")
            _linked(written, _("Find out more"), part.link)


def _table_with_chart(made: Document, shown: Table) -> None:
    made.add_heading(shown.caption, level=3)
    if shown.picture is not None:
        _picture(made, shown.picture)
    _table(made, [list(shown.heads), *map(list, shown.rows)])
    if shown.note:
        made.add_paragraph(shown.note, style="Caption")


def _picture(made: Document, shown: Shown) -> None:
    from docx.shared import Cm  # noqa: PLC0415 -- slow import

    if not shown.content:
        return
    run = made.add_paragraph().add_run()
    wide = min(_WIDEST, _HIGHEST * shown.width / shown.height)
    drawing = run.add_picture(BytesIO(_readable(shown)), width=Cm(wide))
    drawing._inline.docPr.set("descr", shown.alt)
    if shown.credit:
        made.add_paragraph(shown.credit, style="Caption")


def _readable(shown: Shown) -> bytes:
    """The picture in a format Word reads: a drawing and a WebP become a PNG."""
    if shown.mime in {"image/jpeg", "image/png"}:
        return shown.content
    if shown.mime == "image/svg+xml":
        return png(shown.content, shown.width / shown.height)
    written = BytesIO()
    with Image.open(BytesIO(shown.content)) as picture:
        picture.save(written, "PNG")
    return written.getvalue()


def _figures(made: Document, article: Article) -> None:
    heads = [_("Figure"), _("Number"), _("As of"), _("Counting method")]
    _table(made, [heads, *([one.label, one.words, day(day_of(one.on)), one.rule] for one in article.figures)])


def _table(made: Document, rows: list[list[str]]) -> None:
    """A table whose first row is its head, which is repeated on each page and read as such."""
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.shared import Cm  # noqa: PLC0415 -- slow import

    table = made.add_table(rows=1, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    widths = [Cm(wide) for wide in _COLUMNS[len(rows[0])]]
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for position, row in enumerate(rows):
        line = table.rows[0] if position == 0 else table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, wide in zip(line.cells, row, widths, strict=True):
            cell.width = wide
            cell.paragraphs[0].add_run(text).bold = position == 0


def _linked(paragraph: Any, text: str, address: str) -> None:
    """A link, which the library has no word for."""
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415 -- slow import

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, _LINK, is_external=True))
    run = paragraph.add_run(text)
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _the_same(made: Document) -> bytes:
    """The file with the time of its parts left out."""
    saved, packed = BytesIO(), BytesIO()
    made.save(saved)
    with ZipFile(saved) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(ZipInfo(entry.filename), before.read(entry), ZIP_DEFLATED)
    return packed.getvalue()
