"""Entries that may be one place, and two of them made one."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for

from assembly.communities import queries
from assembly.communities.columns import LABELS
from assembly.communities.facts import Facts, facts_of
from assembly.communities.forms import MergeForm
from assembly.communities.manage.listing import office
from assembly.communities.preview import shown
from assembly.communities.service import merging
from assembly.errors import DomainError
from assembly.formats import eu_code
from assembly.forms import Answer, refused_on
from assembly.i18n import _
from assembly.models import Bilingual, Community, Edition
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

CHOICES = ("native_name", "name_en", "name_fr", "kind", "country", "nuts", "population", "website")
"What only one of two can say; a language goes with its name and a version with its code."


@office.get("/duplicates")
@needs(Permission.EDIT_DIRECTORY)
def duplicates(edition: Edition) -> str:
    """Pairs to look at, those of the very same name first."""
    return render_template("communities/manage/duplicates.html", pairs=queries.duplicates(), eu_code=eu_code)


@office.route("/<code>/merge", methods=["GET", "POST"])
@needs(Permission.EDIT_DIRECTORY)
def merge(edition: Edition, code: str) -> Answer:
    """Two entries side by side (`?with=`): which value stays, what moves, then one button."""
    kept, gone = queries.by_code(code) or abort(404), queries.chosen_one(request.values.get("with", ""))
    if gone is None or gone.id == kept.id:
        return render_template(
            "communities/manage/merge_with.html",
            kept=kept,
            typed=request.values.get("with", ""),
            communities=queries.all_communities(),
            eu_code=eu_code,
        ), 422 if request.values.get("with") else 200
    form = MergeForm()
    if not form.validate_on_submit():
        return _side_by_side(kept, gone), 200
    names = {"kept": kept.native_name, "gone": gone.native_name}
    versions = form.kept_version.number, form.gone_version.number
    with refused_on(lambda refusal: _side_by_side(kept, gone, refusal)), writing():
        one, other = (fresh(each) for each in (kept, gone))
        merging.merge(one, other, _facts(one, other), versions=versions)
    flash(
        _(
            "%(gone)s has been merged into %(kept)s. The code of the removed entry now leads to the entry you kept.",
            **names,
        ),
        "ok",
    )
    return redirect(url_for(".edit", edition=edition, code=code), 303)


def _facts(kept: Community, gone: Community) -> Facts:
    """Each value from the one chosen."""
    one, other = facts_of(kept), facts_of(gone)
    taken = {name: other if request.form.get(f"from-{name}") == "gone" else one for name in CHOICES}
    return replace(
        one,
        native_name=taken["native_name"].native_name,
        native_lang=taken["native_name"].native_lang,
        names=Bilingual(taken["name_en"].names.en, taken["name_fr"].names.fr),
        kind=taken["kind"].kind,
        country=taken["country"].country,
        nuts=taken["nuts"].nuts,
        nuts_version=taken["nuts"].nuts_version,
        population=taken["population"].population,
        website=taken["website"].website,
    )


def _side_by_side(kept: Community, gone: Community, refusal: DomainError | None = None) -> str:
    one, other = shown(facts_of(kept)), shown(facts_of(gone))
    return render_template(
        "communities/manage/merge.html",
        kept=kept,
        gone=gone,
        rows=[(name, LABELS[name], one[name], other[name]) for name in CHOICES],
        chosen={name: request.form.get(f"from-{name}") or _better(one[name], other[name]) for name in CHOICES},
        moving=merging.uses(gone),
        tables=merging.WORDS,
        form=MergeForm(formdata=None, kept_version=str(kept.version), gone_version=str(gone.version)),
        refusal=refusal,
    )


def _better(one: str, other: str) -> str:
    """What is offered: the value of the entry that stays, unless only the other has one."""
    return "kept" if one or not other else "gone"
