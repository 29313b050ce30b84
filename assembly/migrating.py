"""Flask-Migrate, loaded when somebody migrates: with Alembic it takes 10 MiB that a server never needs."""

from typing import Any

import click
from flask import Flask

from assembly.extensions import db


class _Later:
    """Stands for the settings of Flask-Migrate until they are asked for."""

    def __init__(self, app: Flask, directory: str) -> None:
        self._app, self._directory = app, directory

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate  # noqa: PLC0415 -- slow import

        Migrate().init_app(self._app, db, directory=self._directory, render_as_batch=True)  # takes our place
        return getattr(self._app.extensions["migrate"], name)


def init_app(app: Flask, directory: str) -> None:
    """Let `flask_migrate` find the migrations in this directory, and `flask db` its commands."""
    app.extensions["migrate"] = _Later(app, directory)
    app.cli.add_command(_commands)


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("rest", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def _commands(context: click.Context, rest: tuple[str, ...]) -> None:
    """Perform database migrations (Flask-Migrate)."""
    from flask_migrate.cli import db as commands  # noqa: PLC0415 -- slow import

    commands.main(list(rest), prog_name="flask db", parent=context)
