"""The blocks an article is made of, as plain values that are stored with its draft and with what was published."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assembly.i18n import Labelled, _l
from assembly.models import Bilingual

_EMPTY = Bilingual()


class Kind(Labelled):
    """What a block is."""

    LEAD = "lead", _l("Lead paragraph")
    PARAGRAPH = "paragraph", _l("Paragraph")
    SUBHEAD = "subhead", _l("Subheading")
    QUOTE = "quote", _l("Quote")
    PICTURE = "picture", _l("Picture")
    MESSAGES = "messages", _l("Key messages")
    RECORDINGS = "recordings", _l("Links to the recordings")

    @property
    def has_text(self) -> bool:
        """Whether an editor writes it; the others show what the fact sheet or the library holds."""
        return self in {Kind.LEAD, Kind.PARAGRAPH, Kind.SUBHEAD}


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `ref` names what it shows: a person quoted, a picture, the session of key messages.

    `source` says where a figure comes from that is not on the fact sheet; `link` is where a paragraph leads. A text
    `is_unread` where one of its figures has become one, or several, and nobody has read it since.
    """

    code: str
    kind: Kind
    text: Bilingual = _EMPTY
    ref: str = ""
    source: Bilingual = _EMPTY
    link: str = ""
    is_unread: bool = False


def as_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks to be stored; what was read is stored as before anybody could leave it unread."""
    return [{key: value for key, value in asdict(one).items() if value or key != "is_unread"} for one in blocks]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Block]:
    """The blocks as they were stored."""
    return [
        Block(**{**one, "kind": Kind(one["kind"]), **{name: Bilingual(**one[name]) for name in ("text", "source")}})
        for one in rows
    ]
