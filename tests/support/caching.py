"""What is the same for every application is made once in a process: routes and templates are compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from static_checks import ROOT
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


def compile_routes_once() -> None:
    """For the whole process."""
    Rule._compile_builder = _remembered_builder  # type: ignore[method-assign]


def compile_templates_once(app: Flask) -> None:
    """The same templates for this application as for those before it, in this run and in the last."""
    folder = ROOT / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))  # compares the source before it is used
