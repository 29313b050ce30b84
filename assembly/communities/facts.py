"""What the directory says of one community, as one value: what a form sends, a row brings, a merge keeps."""

from dataclasses import dataclass, fields

from assembly.models import Bilingual, Community, CommunityKind


@dataclass(frozen=True, slots=True)
class Facts:
    """Clean and checked. `spellings` beside its names; `networks` by their codes."""

    native_name: str
    names: Bilingual
    kind: CommunityKind
    country: str
    native_lang: str = ""
    nuts: str = ""
    nuts_version: str = ""
    population: int | None = None
    website: str = ""
    spellings: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


FIELDS = tuple(one.name for one in fields(Facts))
PLAIN = tuple(name for name in FIELDS if name not in ("spellings", "networks"))
"Those that are columns of the community itself."


def facts_of(community: Community) -> Facts:
    """What is stored now."""
    return Facts(
        **{name: getattr(community, name) for name in PLAIN},
        spellings=tuple(community.spellings),
        networks=tuple(sorted(one.code for one in community.networks)),
    )
