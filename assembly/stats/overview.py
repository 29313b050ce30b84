"""All statistics of an edition, as they are now, named in the language spoken."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, TypeVar

from assembly import clock
from assembly.agenda.queries import programme
from assembly.editions.queries.editions import all_editions
from assembly.formats import country, day, in_eu_order, language
from assembly.formats import time as time_of_day
from assembly.i18n import _, in_each_language
from assembly.models import Edition, NeedKind
from assembly.security import Permission, may
from assembly.speakers.facts import Address
from assembly.stats import counting, group_totals, small_groups
from assembly.stats.definitions import COMPARED, DEFINITIONS, LIVE, definition
from assembly.stats.group_totals import Groups
from assembly.stats.queries import participation
from assembly.stats.statistic import Row, Share, Statistic

Value = int | Share | None
Found = TypeVar("Found")


class Reading:
    """An edition and what its statistics are made of, each read once and only if one of them asks."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._counted: dict[object, Any] = {}

    def once(self, count: Callable[[Edition], Found]) -> Found:
        """Count something when it is asked for first."""
        if count not in self._counted:
            self._counted[count] = count(self.edition)
        found: Found = self._counted[count]
        return found

    @cached_property
    def people(self) -> dict[str, int]:
        """The kept figures of those registered and those who came."""
        found = participation(self.edition)
        groups = {"registered": found.registered, "attended": found.admitted}
        return {
            "confirmed": found.confirmed,
            **{name: group.people for name, group in groups.items()},
            **{f"communities_{name}": group.communities for name, group in groups.items()},
            **{f"countries_{name}": group.countries for name, group in groups.items()},
        }

    @cached_property
    def groups(self) -> dict[str, Groups]:
        """What people said about themselves, kept once the assembly has ended."""
        found = group_totals.kept if self.edition.is_over else group_totals.counted
        return found(self.edition) | {"needs": Groups(counting.needs(self.edition))}

    @property
    def has_registrations(self) -> bool:
        """Whether registration was counted here: an assembly of the past without any was not organised here."""
        return bool(self.people["registered"] or self.people["attended"] or not self.edition.is_over)

    @property
    def has_admissions(self) -> bool:
        """Whether anybody was let in: before that attendance is not measured."""
        return bool(self.people["attended"])


def statistics(edition: Edition, *, exact: bool = False) -> list[Statistic]:
    """Count everything now. `exact` is for those who may read each person's answers, while the assembly is not over."""
    read = Reading(edition)
    return [_statistic(read, one.key, exact=exact and not edition.is_over) for one in DEFINITIONS]


def named_in_both(edition: Edition) -> list[dict[str, Statistic]]:
    """Count everything once and name it in each language, for who keeps both."""
    read = Reading(edition)
    said = in_each_language(lambda: {one.key: _statistic(read, one.key, exact=False) for one in DEFINITIONS})
    return list(said.values())


def live(edition: Edition) -> list[Statistic]:
    """Count those that change on the day."""
    read = Reading(edition)
    return [_statistic(read, key, exact=False) for key in LIVE]


def compared(edition: Edition) -> list[tuple[Edition, dict[str, int | None]]]:
    """Read what is compared with earlier assemblies, the latest first; nothing where whoever reads sees no other."""
    seen = [one for one in all_editions() if one.is_announced or may(Permission.SEE_PEOPLE, one)]
    editions = [one for one in seen if one.starts_at <= edition.starts_at]
    found = counting.compared(editions)
    rows = [(one, {key: found[one.id][key] for key in COMPARED}) for one in editions]
    return rows if len(rows) > 1 else []


def _statistic(read: Reading, key: str, *, exact: bool) -> Statistic:
    what = definition(key)
    if what.is_personal:
        return _personal(read, key, exact=exact)
    if what.head is not None:
        return Statistic(what, rows=tuple(_ROWS[key](read)) if key in _ROWS else ())
    return Statistic(what, _VALUES[key](read))


def _registered(key: str) -> Callable[[Reading], Value]:
    return lambda read: read.people[key] if read.has_registrations else None


def _attended(key: str) -> Callable[[Reading], Value]:
    return lambda read: read.people[key] if read.has_admissions else None


def _no_show(read: Reading) -> Share | None:
    expected = read.once(counting.arrivals).expected if read.has_admissions and read.edition.is_over else 0
    return Share(expected - read.once(counting.arrivals).came, expected) if expected else None


def _peak(read: Reading) -> int | None:
    by_day: Counter[date] = Counter()
    for (on, _slot), count in read.once(counting.slots).items():
        by_day[on] += count
    return max(by_day.values(), default=None)


def _has_begun(read: Reading) -> bool:
    return clock.has_come(read.edition.starts_at)


def _leads_up(read: Reading) -> bool:
    return read.edition.lead_up_from_on <= clock.today(read.edition.zone)


_VALUES: dict[str, Callable[[Reading], Value]] = {
    "invited": lambda read: read.once(counting.invited),
    "registered": _registered("registered"),
    "confirmed": _registered("confirmed"),
    "waiting": lambda read: read.once(counting.waiting) if read.has_registrations else None,
    "withdrawn_before": lambda read: read.once(counting.withdrawn)[0] if read.has_registrations else None,
    "withdrawn_after": lambda read: read.once(counting.withdrawn)[1] if read.has_registrations else None,
    "attended": _attended("attended"),
    "walk_in": lambda read: read.once(counting.arrivals).walk_ins if read.has_admissions else None,
    "online": lambda read: read.once(counting.online) if _has_begun(read) else None,
    "no_show": _no_show,
    "peak": _peak,
    "communities_registered": _registered("communities_registered"),
    "countries_registered": _registered("countries_registered"),
    "communities_attended": _attended("communities_attended"),
    "countries_attended": _attended("countries_attended"),
    "signed_before": lambda read: read.once(counting.signed)[0] if read.has_registrations and _leads_up(read) else None,
    "signed_during": lambda read: (
        read.once(counting.signed)[1] if read.has_registrations and _has_begun(read) else None
    ),
    "signed_since": lambda read: read.once(counting.signed)[2] if read.has_registrations else None,
}


def _slots(read: Reading) -> list[Row]:
    several = len({on for on, _slot in read.once(counting.slots)}) > 1
    found = []
    for (on, slot), count in read.once(counting.slots).items():
        at = clock.from_local(datetime.combine(on, time.fromisoformat(slot)), read.edition.zone)
        clocked = time_of_day(at, read.edition.zone)
        label = _("%(day)s, %(time)s", day=day(on), time=clocked) if several else clocked
        found.append(Row(f"{on.isoformat()}T{slot}", label, count))
    return found


def _ranks(read: Reading) -> list[Row]:
    if not read.has_admissions:
        return []
    return [Row(office.value, office.label, count) for office, count in read.once(counting.arrivals).ranks.items()]


def _countries(at: int) -> Callable[[Reading], list[Row]]:
    """Rows in protocol order; those of no city or region come last."""

    def rows(read: Reading) -> list[Row]:
        counts = {iso: both[at] for iso, both in read.once(counting.by_country).items() if both[at]}
        nowhere = counts.pop("", 0)
        found = [Row(iso, country(iso), counts[iso]) for iso in in_eu_order(counts)]
        return found + ([Row("", _("Not from a city or region"), nowhere)] if nowhere else [])

    return rows


def _sessions(count: Callable[[Edition], dict[int, int]]) -> Callable[[Reading], list[Row]]:
    """Rows in the order of the programme."""

    def rows(read: Reading) -> list[Row]:
        people = read.once(count)
        public = read.once(programme) if people else []
        return [Row(row.code, str(row.title), people[row.session_id]) for row in public if row.session_id in people]

    return rows


def _offered(read: Reading) -> list[Row]:
    return _named(read.once(counting.languages_offered), language)


def _watched(read: Reading) -> list[Row]:
    return _named(read.once(counting.recordings_watched), language)


_ROWS: dict[str, Callable[[Reading], list[Row]]] = {
    "slots": _slots,
    "ranks": _ranks,
    "registered_by_country": _countries(0),
    "attended_by_country": _countries(1),
    "sign_ups": _sessions(counting.sign_ups),
    "session_attendance": _sessions(counting.session_attendance),
    "languages_offered": _offered,
    "recordings_watched": _watched,
}


def _personal(read: Reading, key: str, *, exact: bool) -> Statistic:
    """Protect small groups. While people still register, each new figure would tell about the latest of them."""
    what, name = definition(key), _NAMES[key]
    if not exact and not read.edition.is_over:
        return Statistic(what, note=_("Shown after the assembly, because small numbers could identify people."))
    if key not in read.groups:
        return Statistic(what, note=_("Counted once, after the assembly. There is no figure yet."))
    counts, people = read.groups[key]
    if not sum(counts.values()):
        return Statistic(what)
    if exact:
        note = _("Exact numbers while the assembly is being prepared. They are not included in the downloads.")
        return Statistic(what, rows=tuple(_named(counts, name)), note=note)
    if key in _DIVISIONS:
        shown = small_groups.parts(counts)
        if not shown.counts and not shown.together:
            return Statistic(what, note=_("Not shown, because there are fewer than five people."))
        together = tuple(name(one) for one in shown.together)
        return Statistic(what, None, tuple(_named(shown.counts, name)), "", together, shown.sum)
    if people is None:
        shown = small_groups.choices(counts, None)
        note = _("An answer is not shown if fewer than five people gave it.")
    else:
        shown = small_groups.choices(counts, people)
        note = _("An answer is not shown if fewer than five people gave it, or if fewer than five did not.")
    return Statistic(what, rows=tuple(_named(shown.counts, name)), note=note)


def _named(counts: dict[str, int], name: Callable[[str], str]) -> list[Row]:
    return [Row(key, name(key), count) for key, count in counts.items()]


def _form_of_address(form: str) -> str:
    return (Address.NOT_SAID if form == counting.UNSAID else Address(form)).label


_DIVISIONS = ("speakers_by_form", "moderators_by_form")
"Those in which each person is in one group."
_NAMES: dict[str, Callable[[str], str]] = {
    "languages_wanted": language,
    "speakers_by_form": _form_of_address,
    "moderators_by_form": _form_of_address,
    "needs": lambda kind: NeedKind(kind).label,
}
