"""The files of the demo, as rows and instants."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from assembly import clock
from assembly.i18n import LANGUAGES
from assembly.models import Bilingual

DATA = Path(__file__).parents[1] / "data"


COMING = "2027"
"The folder of the invented assembly to come. Its slug is the year it is moved to."
_WRITTEN_FOR = date(2027, 4, 15)
_HAPPENED_BY = date(2026, 11, 30)
"Days of its files up to this one have happened: registration is open and people have registered."
_AHEAD = timedelta(days=60)


def coming_slug(today: date) -> str:
    """Choose the year of the assembly to come: the next spring, at least 60 days ahead."""
    year = _WRITTEN_FOR.year
    while _day_in(year) < today + _AHEAD:
        year += 1
    return str(year)


def _day_in(year: int) -> date:
    """The Thursday nearest to 15 April."""
    middle = date(year, 4, 15)
    return middle + timedelta(days=(3 - middle.weekday() + 3) % 7 - 3)


def facts_in(text: str) -> Any:
    """Read facts written as YAML."""
    import yaml  # noqa: PLC0415 -- slow import

    return yaml.safe_load(text)


def text_of(name: str) -> str:
    """The text of a file, "" if there is none: of a past edition some are not known.

    The files of the assembly to come are moved by whole weeks: what is planned with its day, what has happened so that
    it lies before today.
    """
    slug, _, rest = name.partition("/")
    is_coming = bool(rest) and (slug == COMING or not (DATA / slug).exists())
    path = DATA / COMING / rest if is_coming else DATA / name
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8")
    if not is_coming:
        return text
    plans = _day_in(int(slug)) - _WRITTEN_FOR
    weeks_since = (clock.now().date() - _HAPPENED_BY) // timedelta(weeks=1)
    acts = min(plans, timedelta(weeks=max(weeks_since, 0)))

    def moved(found: re.Match[str]) -> str:
        written = date.fromisoformat(found[0])
        return (written + (acts if written <= _HAPPENED_BY else plans)).isoformat()

    return re.sub(r"\b\d{4}-\d\d-\d\d", moved, text)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file, none if it does not exist."""
    yield from csv.DictReader(StringIO(text_of(name), newline=""))


def picked(row: dict[str, str], *columns: str) -> dict[str, Any]:
    """The cells of these columns, by their names."""
    return {name: row[name] for name in columns}


def words(row: dict[str, str], column: str) -> Bilingual:
    """What a column says in both languages; nothing where the file lacks it."""
    return Bilingual(*(row.get(f"{column}_{lang}", "") for lang in LANGUAGES))


def day(text: str) -> date | None:
    """A day, or None where the file says nothing."""
    return date.fromisoformat(text) if text else None


def instants_of(zone: str) -> Callable[[str], datetime]:
    """Reads the wall-clock times of a file, which are those of `zone`."""

    def instant(text: str) -> datetime:
        return clock.from_local(datetime.fromisoformat(text), zone)

    return instant
