"""Statistics in the office: every figure with its definition, live on the day, and as files."""

from flask import Blueprint, Response, abort, current_app, render_template, request

from assembly import clock
from assembly.models import Edition, Phase
from assembly.security import Permission, may, needs
from assembly.stats.charts import WIDTH, bars, columns
from assembly.stats.definitions import COMPARED, LIVE, definition
from assembly.stats.files import as_data, heads, lines
from assembly.stats.overview import compared, live, statistics
from assembly.stats.statistic import Section
from assembly.web import saved_as, table_file

office = Blueprint("statistics", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/statistics")


@office.get("/")
@needs(Permission.SEE_PEOPLE)
def overview(edition: Edition) -> str:
    """All figures as they are now; with `part=live` only those of the day, which the open page looks up again."""
    is_live = request.args.get("part") == "live"
    exact = may(Permission.SEE_CONTACTS, edition)
    found = {one.key: one for one in (live(edition) if is_live else statistics(edition, exact=exact))}
    return render_template(
        "stats/overview.html",
        now=clock.now(),
        is_live=is_live,
        on_the_day=edition.phase is Phase.ON_THE_DAY,
        found=found,
        headline=[(one.definition.label, one.words) for key in LIVE if (one := found[key]).definition.head is None],
        sections=[] if is_live else list(Section),
        compared=[] if is_live else compared(edition),
        compared_heads=[(str(definition(key).label), "num") for key in COMPARED],
        bars=bars,
        columns=columns,
        width=WIDTH,
    )


@office.get("/file.<shape>")
@needs(Permission.SEE_PEOPLE)
def file(edition: Edition, shape: str) -> Response:
    """The same for a spreadsheet or a program; small groups are protected in it for everybody."""
    now = clock.now()
    if shape not in ("csv", "xlsx", "json"):
        abort(404)
    found = statistics(edition)
    name = f"statistics-{edition.slug}-{clock.local_day(now, edition.zone).isoformat()}.{shape}"
    if shape == "json":
        data = {"edition": edition.slug} | as_data(found, now)
        return saved_as(name, current_app.json.dumps(data), "application/json")
    return table_file(name, heads(), lines(found, now))
