"""What the buttons of the article do with its blocks, and where on the page an editor goes on."""

from assembly.report.article import editing
from assembly.report.article.blocks import Block, Kind
from assembly.report.forms import ArticleForm


def edited(act: str, which: str, form: ArticleForm, blocks: list[Block]) -> list[Block]:
    """The blocks after a button was pressed; `which` is its block, or the figure to insert."""
    if act == "add":
        kind, _sep, ref = (form.add.data or "").partition(":")
        if kind in set(Kind):
            return editing.added(blocks, Kind(kind), ref, form.after.data or "")
    if act == "insert":
        return editing.inserted(blocks, which, form.into.data or "")
    if act == "read":
        return editing.read(blocks, which)
    if act == "remove":
        return editing.removed(blocks, which)
    if act in {"up", "down"}:
        return editing.moved(blocks, which, up=act == "up")
    return blocks


def place(act: str, which: str, form: ArticleForm, was: list[Block], blocks: list[Block]) -> str | None:
    """Where on the page an editor goes on: at the block a button is of, that was added or that was written in."""
    if act == "insert":
        return form.into.data
    codes = [one.code for one in was]
    if act == "add":
        return next((one.code for one in blocks if one.code not in codes), None)
    if act == "save":
        return next((one.code for one in blocks if one not in was), None)
    if act == "remove" and which in codes[1:]:
        return codes[codes.index(which) - 1]
    return which if act in {"up", "down", "read"} else None
