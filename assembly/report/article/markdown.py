"""The article as plain text with Markdown, in the language now spoken. Pure."""

import re
from collections.abc import Iterator

from assembly.formats import day
from assembly.i18n import _
from assembly.report.article.blocks import Kind
from assembly.report.article.parts import Article, ArticleBlock
from assembly.report.facts import day_of

_MEANS_SOMETHING = re.compile(r"([`*_\[\]<>|#]|\\(?![-+.)]))")
_BEGINS_A_LIST = re.compile(r"^(\d*)([-+.)])(?=\s)")


def markdown(article: Article) -> str:
    """The text."""
    heads = [_("Figure"), _("Number"), _("As of"), _("Counting method")]
    rows = [[one.label, one.words, day(day_of(one.on)), one.rule] for one in article.figures]
    table = [_row(heads), _row(["---"] * len(heads), plain=False), *map(_row, rows)]
    pieces = [
        f"# {_plain(article.title)}",
        _plain(article.occasion),
        *map(_plain, article.dates),
        *(piece for part in article.parts for piece in _pieces(part)),
        f"## {_plain(_('Where the figures come from'))}",
        "\n".join(table),
        "\n".join(f"- {_plain(one)}" for one in article.sources),
        f"<{article.address}>",
    ]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _pieces(part: ArticleBlock) -> Iterator[str]:
    if part.kind is Kind.SUBHEAD:
        yield f"## {_plain(part.text)}"
    elif part.table is not None:
        yield f"### {_plain(part.table.caption)}"
        rows = [_row(list(part.table.heads)), _row(["---"] * len(part.table.heads), plain=False)]
        yield "\n".join([*rows, *(_row(list(one)) for one in part.table.rows)])
        yield _plain(part.table.note)
    elif part.quote is not None:
        for one in part.spoken:
            lines = [line for line in (one.words, one.original, one.about) if line]
            yield "\n>\n".join(f"> {_plain(line)}" for line in lines)
        yield _plain(part.quote.text)
    elif part.picture is not None:
        yield f"![{_plain(part.picture.alt)}]({part.picture.address})"
        yield _plain(part.picture.credit)
    elif part.recordings:
        yield "\n".join(f"- [{_plain(one.title)}]({one.address})" for one in part.recordings)
    else:
        if part.head:
            yield f"### {_plain(part.head)}"
        yield from map(_plain, part.lines)
        if part.link and not part.head:
            yield f"[{_plain(_('Find out more'))}]({part.link})"


def _row(cells: list[str], *, plain: bool = True) -> str:
    return "| " + " | ".join(_plain(one) if plain else one for one in cells) + " |"


def _plain(text: str) -> str:
    """The text as itself: signs that mean something in Markdown have a stroke before them."""
    if _BEGINS_A_LIST.match(text):
        text = _BEGINS_A_LIST.sub(r"\1\\\2", text)
    return _MEANS_SOMETHING.sub(r"\\\1", text)
