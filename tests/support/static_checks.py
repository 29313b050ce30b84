"""The rules of the house as functions that list what breaks them, so that each can be shown to bite."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from flask import Flask
from sqlalchemy import MetaData, select

from assembly.extensions import db
from assembly.models import Base, SignedIn
from assembly.security import FOREIGN_ROUTES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "assembly"
MARKS = {"none", "contact", "special", "secret"}


def sources(folder: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours with its syntax tree."""
    for file in sorted(folder.rglob("*.py")):
        yield str(file.relative_to(folder.parent)), ast.parse(file.read_text(encoding="utf-8"))


def unmarked_routes(app: Flask) -> list[str]:
    """Routes that do not wear a marker and are not in the table of foreign routes."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "audience") and rule.endpoint not in FOREIGN_ROUTES
    )


def silent_pages(app: Flask) -> list[str]:
    """Public pages whose marker does not say whether they may be cached."""
    return sorted(name for name, view in _public_views(app) if view.cached is None)


def wrongly_cached_pages(app: Flask) -> list[str]:
    """Cached pages whose address does not begin with a language, holds a token or takes a form."""
    cached = {name for name, view in _public_views(app) if view.cached}
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint in cached
        and (not rule.rule.startswith("/<lang:lang>/") or "token" in rule.arguments or "POST" in (rule.methods or ()))
    )


def _public_views(app: Flask) -> Iterator[tuple[str, Any]]:
    for name, view in app.view_functions.items():
        if getattr(view, "audience", "") == "public":
            yield name, view


def unmarked_columns(metadata: MetaData) -> list[str]:
    """Columns that do not say what personal data they hold."""
    return [
        str(column)
        for table in metadata.tables.values()
        for column in table.columns
        if column.info.get("personal") not in MARKS
    ]


def calls_of(names: set[str], modules: Iterable[tuple[str, ast.Module]], but_of: str = "") -> list[str]:
    """Calls of methods with these names, as `file:line name`, but for those of the module `but_of`."""
    return [
        f"{file}:{node.lineno} {node.func.attr}"
        for file, tree in modules
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == but_of)
    ]


def foreign_forms(modules: Iterable[tuple[str, ast.Module]]) -> list[str]:
    """Modules that import the forms of another feature."""
    found = []
    for file, tree in modules:
        for node in ast.walk(tree):
            parts = (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
            if len(parts) == 3 and parts[2] == "forms" and parts[1] != Path(file).parts[1]:
                found.append(f"{file} imports {node.module}")
    return found


def long_lines(folder: Path, most: int = 140) -> list[str]:
    """Lines of templates with more characters than one reads at a glance, as `file:line`."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [
        f"{file.relative_to(folder)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > most
    ]


def bare_text(template: str) -> str:
    """What a template says without asking for its translation."""
    without_jinja = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.S)
    without_tags = re.sub(r"<style>.*?</style>|<[^>]*>", "", without_jinja, flags=re.S)
    without_names = re.sub(r"Living-in\.EU|&\w+;", "", without_tags)
    return " ".join(re.findall(r"[^\W\d_]{2,}", without_names))


_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_WRONG_SPACE = re.compile(r"(?<![\u202f%])[;!?]|(?<!\u00a0):(?!//)|«(?!\u00a0)|(?<!\u00a0)»|'")


def faults_of_translation(message: Message) -> list[str]:
    """What is wrong with one French entry: absent, doubtful, other placeholders, unformattable, ill spaced."""
    sources_, texts = _as_tuple(message.id), _as_tuple(message.string)
    if message.fuzzy:
        return [f"doubtful: {message.id}"]
    if len(texts) != len(sources_) or not all(texts):
        return [f"missing: {message.id}"]
    found = []
    for source, text in zip(sources_, texts, strict=True):
        names = set(_PLACEHOLDER.findall(source))
        if set(_PLACEHOLDER.findall(text)) - names or (len(texts) == 1 and set(_PLACEHOLDER.findall(text)) != names):
            found.append(f"other placeholders: {text}")
        try:
            text % {**dict.fromkeys(names, "x"), "num": 1} if "%" in source else text
        except (KeyError, TypeError, ValueError):
            found.append(f"cannot be formatted: {text}")
        if re.findall(r"</?\w+", source) != re.findall(r"</?\w+", text):
            found.append(f"other tags: {text}")
        if _WRONG_SPACE.search(text):
            found.append(f"French spacing: {text}")
    return found


def stale_entries(extracted: Catalog, kept: Catalog) -> list[str]:
    """Sentences of the code that the catalogue lacks, and of the catalogue that no code says any more."""
    now, then = ({_as_tuple(m.id) for m in catalogue if m.id} for catalogue in (extracted, kept))
    return [f"not in the catalogue: {m}" for m in now - then] + [f"no longer said: {m}" for m in then - now]


def _as_tuple(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def contents(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for when a signed-in device was last seen (the one exception)."""
    with app.app_context():
        tables = [table for table in Base.metadata.sorted_tables if table.name != SignedIn.__tablename__]
        return {table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr) for table in tables}
