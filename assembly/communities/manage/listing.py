"""The directory: searched, filtered, taken along as a table."""

from flask import Blueprint, Response, render_template, request

from assembly import clock
from assembly.communities import queries
from assembly.communities.columns import COLUMNS, line_of
from assembly.communities.queries import Filter
from assembly.fold import clean
from assembly.formats import country, eu_code, in_eu_order
from assembly.models import CommunityKind, Edition
from assembly.security import Permission, needs
from assembly.web import page_asked, table_file

office = Blueprint("directory", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/communities")


@office.get("/")
@needs(Permission.SEE_PEOPLE)
def listing(edition: Edition) -> str:
    """In the Union's order of countries, fifty a page, of all or of those somebody looks for."""
    wanted = _wanted()
    page = queries.directory(wanted, page_asked())
    return render_template(
        "communities/manage/listing.html",
        page=page,
        wanted=wanted,
        asked={name: getattr(wanted, field) for name, field in _NAMES.items() if getattr(wanted, field)},
        kinds=[(one.value, one.label) for one in CommunityKind],
        countries=[(one, f"{country(one)} ({eu_code(one)})") for one in in_eu_order(page.countries)],
        networks=[(one.code, one.short_name) for one in queries.all_networks()],
        suggestions=queries.open_suggestions(),
        eu_code=eu_code,
    )


@office.get("/list.csv", defaults={"form": "csv"})
@office.get("/list.xlsx", defaults={"form": "xlsx"})
@needs(Permission.SEE_PEOPLE)
def table(edition: Edition, form: str) -> Response:
    """The same for spreadsheets, with what was chosen; the columns are those the import reads."""
    heads, rows = tuple(COLUMNS), map(line_of, queries.chosen(_wanted()))
    return table_file(f"communities-{clock.local_day(clock.now(), edition.zone).isoformat()}.{form}", heads, rows)


_NAMES = {"q": "search", "kind": "kind", "country": "country", "network": "network"}
"What the address calls it."


def _wanted() -> Filter:
    return Filter(**{field: clean(request.args.get(name, ""))[:200] for name, field in _NAMES.items()})
