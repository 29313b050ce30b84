"""How common words are in the transcripts, as far as the statistics of PostgreSQL know.

Its index is slow at what nearly every passage holds: at each search for the beginning of a common word it gathers all
of them first. So a search begins with the rarest of its words, and looks for the others in what that finds.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import text

from assembly.extensions import db
from assembly.recordings.search.words import holds

Shares = Sequence[tuple[str, float]]
_COMMON = 0.1
"Share of the passages from which on it is quicker to read them one after the other until enough are found."
_KNOWN = text(
    "SELECT unnest(most_common_elems::text::text[]), unnest(most_common_elem_freqs) FROM pg_stats"
    " WHERE schemaname = ANY (current_schemas(false)) AND tablename = 'passage_index' AND attname = 'words'"
)


def common_words() -> Shares:
    """The commonest words, each with its share of the passages."""
    return [(word, share) for word, share in db.session.execute(_KNOWN) if word is not None]


def by_rarity(words: Collection[str], common: Shares, *, begun: bool) -> list[tuple[str, float]]:
    """Put words in order, the rarest first, each with its share of the passages that hold it, or a word that is `begun`
    so; what is not known is rare, and of that the longest comes first."""
    shares = {
        word: sum(share for other, share in common if (holds(other, word) if begun else other == word))
        for word in words
    }
    return sorted(shares.items(), key=lambda pair: (pair[1], -len(pair[0]), pair[0]))


def needed(words: Sequence[tuple[str, float]], missing: int) -> list[str]:
    """Of so many words that may be missing, and one more, one must be there: the rarest; none where they are common."""
    rarest = words[: missing + 1]
    return [word for word, _share in rarest] if sum(share for _word, share in rarest) < _COMMON else []
