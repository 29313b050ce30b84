"""The Mayors' Digital Assembly event system. `create_app` is its table of contents."""

from importlib import import_module
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from config import Config, from_environment

_QUICK_HASH = {"argon2__rounds": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
ROOT = Path(__file__).resolve().parent.parent
_FEATURES = {
    "accounts": "emails jobs public:pages manage:office",
    "communities": "jobs public:pages manage:office manage:networks",
    "signatures": (
        "emails jobs public:pages join:form_pages own:own manage:office recorded:recorded_office "
        "balances:balances declaration:declaration_office"
    ),
    "editions": "public:pages manage:office manage:editions",
    "agenda": "public:pages documents.public:documents manage:office",
    "speakers": "emails public:pages own:own manage:office manage:mandates manage:quotes manage:announcements",
    "registration": "emails jobs own public:pages confirming:confirming manage:office",
    "invitations": "emails manage:invitations public:invited",
    "questions": "emails jobs own manage.needs manage.questions:office",
    "sign_ups": "emails jobs manage own",
    "protocol": "jobs manage",
    "delegations": "jobs",
    "people": "duplicates.manage imports.manage manage",
    "access": "pages:own pages:office",
    "calendar": "emails public:pages public:own manage:office",
    "on_the_day": "manage:office",
    "live": "jobs public:pages manage:office",
    "recordings": "emails jobs public:pages public.alerts:alerts public.missed:own manage:office",
    "badges": "manage:office printing:office",
    "checkin": (
        "manage.scanning:pages manage.this_phone:door undo_admission:office attendance:office for_many:office "
        "supervising:office app:app_pages api:api"
    ),
    "cochairs": "emails jobs public:pages manage:desk",
    "messages": (
        "emails jobs manage.outbox:office manage.groups:office manage.series:office manage.texts:office public:pages"
    ),
    "rescheduling": "emails manage:office",
    "speaker_invitations": "emails jobs manage:office public:own",
    "report": (
        "jobs review:pages manage.reviewing:review public:pages full.pages:pages press:pages "
        "manage.results:office manage.editor:article manage.survey:survey"
    ),
    "stats": "jobs manage:office",
    "privacy": "jobs public:pages manage:office",
    "office": "emails jobs manage:pages",
    "demo": "public:pages homes:homes film.pages:films manage:trial",
}
"What is loaded of each feature, in this order: modules, and after a colon the blueprint with a module's pages."


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings (the environment's by default); raises SettingsError if half-set."""
    from assembly.web.application import Application  # noqa: PLC0415 -- circular import

    app = Application(
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
    from assembly import extensions  # noqa: PLC0415 -- circular import

    loaded = [
        (import_module(f"assembly.{feature}.{module}"), blueprint)
        for feature, parts in _FEATURES.items()
        for module, _colon, blueprint in (part.partition(":") for part in parts.split())
    ]
    for module, blueprint in loaded:
        if blueprint:
            app.register_blueprint(getattr(module, blueprint))
    extensions.tasks.init_app(app)
