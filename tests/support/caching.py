"""What is the same for the application of every test is made once in a run: routes, templates and statements are
compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

_compile_builder = Rule._compile_builder
_builders: dict[tuple[Any, ...], Callable[..., Any]] = {}


def _remembered_builder(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """Werkzeug compiles two functions for each route, which takes most of the time of making an application. They
    depend on what the rule says and are given the rule itself each time, so that applications can share them."""
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


class _Templates(BytecodeCache):
    """Compiled templates of this run; Jinja compares the source of each before it is used."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_templates = _Templates()


def compile_routes_once() -> None:
    """For the whole run."""
    Rule._compile_builder = _remembered_builder  # type: ignore[method-assign]


def compile_templates_once(app: Flask) -> None:
    """The same templates for this application as for those before it."""
    app.jinja_env.bytecode_cache = _templates


_statements: dict[str, tuple[Any, Any]] = {}


def compile_statements_once(engine: Engine) -> None:
    """What an earlier engine of the same kind has compiled, this one may use: SQLAlchemy keeps it by the dialect."""
    if engine.name in _statements:
        engine.dialect, engine._compiled_cache = _statements[engine.name]


def keep_statements(engine: Engine) -> None:
    """The first engine that has met its database lends its dialect to those that follow."""
    if engine.name not in _statements and getattr(engine.dialect, "default_isolation_level", None):
        _statements[engine.name] = engine.dialect, LRUCache(10_000)
