"""Flask and Jinja as this application uses them: without what they do for other kinds of it with each request."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class PageEnvironment(Environment):
    """Jinja as Flask sets it up, with what all templates know in a plain dictionary.

    Jinja's is a chain of two, so that globals may be added after a template was loaded: ours never are. Each page and
    each import of a macro asks for all their names, which the chain answers one by one in Python.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All that a template knows; `d` is what only this one does."""
        return {**self.globals, **(d or {})}


class Application(Flask):
    """Flask whose functions all are plain ones, none of them `async`."""

    jinja_environment = PageEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function back: Flask looks at twenty of them with each request."""
        return func
