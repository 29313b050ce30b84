"""The Mayors' Digital Assembly event system. `create_app` is its table of contents."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from config import Config, from_environment

_QUICK_HASH = {"argon2__rounds": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
ROOT = Path(__file__).resolve().parent.parent


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings (the environment's by default); raises SettingsError if half-set."""
    app = Flask(
        __name__, root_path=str(ROOT), template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    _set_up_config(app, config or from_environment())
    _set_up_extensions(app)
    _set_up_floor(app)
    _set_up_features(app)
    return app


def _set_up_config(app: Flask, config: Config) -> None:
    """Translate our typed settings into those of the libraries."""
    local = ["127.0.0.1", "localhost"] if config.demo or config.testing else []
    app.config.update(
        ASSEMBLY=config,
        TESTING=config.testing,
        SECRET_KEY=config.key_for("session").hex(),
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "pool_pre_ping": not config.is_sqlite},
        MAX_CONTENT_LENGTH=256 * 1024,
        TRUSTED_HOSTS=[config.host.partition(":")[0], *local],
        SESSION_COOKIE_NAME="__Host-session" if config.https else "session",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_CSRF_TIME_LIMIT=None,  # an office that leaves the page open loses nothing; the token ends with the session
        WTF_CSRF_SSL_STRICT=False,  # would need a Referer; web/routing.py checks Origin and Sec-Fetch-Site instead
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 -- the name of a method
        # a test signs in a thousand times, and slowness is what hashing is for
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=_QUICK_HASH if config.testing else {},
        SECURITY_PASSWORD_SALT=config.key_for("passphrases").hex(),
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email_key": {"mapper": str, "case_insensitive": False}}],
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "assembly" / "translations"),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _set_up_extensions(app: Flask) -> None:
    """Bind the libraries."""
    from assembly import clock, extensions, i18n, migrating  # noqa: PLC0415 -- circular import

    clock.allow_travel(app.config["ASSEMBLY"].demo or app.testing)
    extensions.db.init_app(app)
    migrating.init_app(app, str(ROOT / "migrations"))
    extensions.babel.init_app(app, locale_selector=i18n.current_locale)


def _set_up_floor(app: Flask) -> None:
    """What all features stand on."""
    from assembly import cli, extensions, limiter, logs, sealed, security, transactions, web  # noqa: PLC0415 -- circular import

    for part in (logs, sealed, limiter, transactions, web, security, cli):
        part.init_app(app)
    extensions.csrf.init_app(app)  # after web, which refuses other sites before any token is looked at


def _set_up_features(app: Flask) -> None:
    """The pages, and last the queue, which needs every job declared."""
    from assembly import (  # noqa: PLC0415 -- circular import
        access,
        accounts,
        agenda,
        badges,
        calendar,
        checkin,
        cochairs,
        communities,
        delegations,
        demo,
        editions,
        extensions,
        invitations,
        live,
        messages,
        office,
        on_the_day,
        people,
        privacy,
        protocol,
        questions,
        recordings,
        registration,
        report,
        rescheduling,
        sign_ups,
        signatures,
        speaker_invitations,
        speakers,
        stats,
    )

    for feature in (
        accounts,
        communities,
        signatures,
        editions,
        agenda,
        speakers,
        registration,
        invitations,
        questions,
        sign_ups,
        protocol,
        delegations,
        people,
        access,
        calendar,
        on_the_day,
        live,
        recordings,
        badges,
        checkin,
        cochairs,
        messages,
        rescheduling,
        speaker_invitations,
        report,
        stats,
        privacy,
        office,
        demo,
    ):
        for blueprint in feature.blueprints():
            app.register_blueprint(blueprint)
    extensions.tasks.init_app(app)
