"""Commands: `flask --app wsgi COMMAND`."""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from assembly import clock, history, serving
from assembly.addresses import address
from assembly.email_addresses import NotAnAddress, read_address
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import clean
from assembly.i18n import LANGUAGES, speaking
from assembly.privacy.service import kept_notices
from assembly.security import ROLES
from assembly.starting import bring_up_to_date, check_key, check_port, data_of_its_own
from assembly.stats import kept_counts
from assembly.transactions import writing
from assembly.watching import expect_stop, watch
from config import Config

_WITHOUT_PROXIES = (
    "Warning: PUBLIC_URL is https, so there is a reverse proxy in front, but PROXIES is 0. All visitors then appear to "
    "have its address: after twenty failed sign-ins by one, nobody can sign in for a minute. Set PROXIES=1 if the "
    "proxy sends X-Forwarded-For (docs/operations.md)."
)


def init_app(app: Flask) -> None:
    """Make the commands known."""
    for command in (migrate, demo, trial_day, organiser, worker, bounce, recount, serve, verify_history):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def migrate() -> None:
    """Upgrade the database to this version. If two run at once, the second waits for the first."""
    _migrate()


def _migrate(*, alone: bool = False) -> None:
    with (current_app.config["ASSEMBLY"].data / "migrate.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        bring_up_to_date(alone=alone)
        check_key()
        with writing():
            kept_notices.keep()


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo editions into an empty database; do nothing if there is any edition."""
    from assembly.demo import service  # noqa: PLC0415 -- slow import

    if not current_app.config["ASSEMBLY"].demo:
        raise click.ClickException("demo data can only be loaded in demo mode (DEMO=1)")
    if not service.is_loaded():
        with writing():
            service.load()


@click.command("trial-day")
@click.option("--undo", is_flag=True, help="Undo the trial day.")
@with_appcontext
def trial_day(undo: bool) -> None:
    """Show the coming assembly of the demonstration as if it had taken place yesterday, with invented data."""
    from assembly.demo.service import trial_day as trial  # noqa: PLC0415 -- slow import
    from assembly.editions.queries.editions import all_editions  # noqa: PLC0415 -- slow import

    with speaking("en"):
        try:
            with writing():
                edition = next(filter(trial.has_trial_day, all_editions()), None)
                if edition is None:
                    raise click.ClickException("only the demonstration (DEMO=1) has a trial day")
                (trial.undo if undo else trial.play)(edition)
        except DomainError as refusal:
            raise click.ClickException(str(refusal)) from None
        click.echo("Undone" if undo else "\n".join(trial.what_happened(edition)))


@click.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", default="organiser", type=click.Choice(sorted(ROLES)), help="The role, for all assemblies.")
@click.option("--lang", default="en", type=click.Choice(LANGUAGES), help="Language of our emails.")
@click.password_option("--passphrase", help="If not given, you are asked for it. There is no default.")
@with_appcontext
def organiser(email: str, name: str, role: str, lang: str, passphrase: str) -> None:
    """Create the first account: it has a role for all assemblies and can invite the others."""
    from assembly.accounts import queries  # noqa: PLC0415 -- slow import
    from assembly.accounts.passphrases import fault_of_passphrase  # noqa: PLC0415 -- slow import
    from assembly.accounts.service.sign_in import add_user  # noqa: PLC0415 -- slow import

    with speaking(lang):
        if fault := fault_of_passphrase(passphrase):
            raise click.ClickException(fault)
    try:
        email = read_address(email)
    except NotAnAddress as problem:
        with speaking(lang):
            raise click.ClickException(f"{email}: {problem.sentence}") from None
    if not clean(name):
        raise click.ClickException("a name is required")
    if queries.user_by_email(email):
        raise click.ClickException(f"{email} already has an account")
    with writing():
        add_user(email=email, name=clean(name), lang=lang, passphrase=passphrase, role=role)
    with speaking(lang):
        click.echo(f"Done. Sign in at {address('accounts.sign_in')} and set up a second factor under “My account”.")


@click.command()
@with_appcontext
def worker() -> None:
    """Send emails and run jobs until stopped, starting with any that an earlier worker left."""
    serving.work()


@click.command()
@with_appcontext
def bounce() -> None:
    """Read a delivery report (RFC 3464) that a mail server pipes to standard input, and mark its address as failing."""
    from assembly.messages.bounce import LONGEST  # noqa: PLC0415 -- slow import
    from assembly.messages.service.bounces import take_report  # noqa: PLC0415 -- slow import

    content = sys.stdin.buffer.read(LONGEST)
    while sys.stdin.buffer.read(LONGEST):
        pass  # whoever pipes it must be able to finish
    with writing():
        mail = take_report(content)
        said = f"Email {mail.code} failed: its address is marked" if mail else "Nothing to do"
    click.echo(said)


@click.command()
@click.option("--repair", is_flag=True, help="Also set right what differs.")
@with_appcontext
def recount(repair: bool) -> None:
    """Count what is kept as figures anew, and say what differs."""
    if repair:
        with writing():
            found = kept_counts.recount()
    else:
        found = kept_counts.differences()
    for one in found:
        click.echo(str(one))
    if found and not repair:
        raise click.ClickException("kept figures differ from what they count; --repair sets them right")
    click.echo(f"{len(found)} figures set right" if found else "The kept figures are right")


@click.command("history")
@with_appcontext
def verify_history() -> None:
    """Check that the history is intact."""
    broken = history.first_broken_entry()
    if broken is not None:
        raise click.ClickException(f"the history is broken at entry {broken}")
    click.echo("The history is intact")


@click.command()
@click.option("--port", default=8000, envvar="PORT")
@click.option("--host", envvar="HOST", help="127.0.0.1, or with TLS=1 all addresses of this computer.")
@with_appcontext
def serve(port: int, host: str | None) -> None:
    """Migrate, load the demo if in demo mode, then run the server and the worker until Ctrl-C."""
    config = current_app.config["ASSEMBLY"]
    began = time.monotonic()
    host = host or ("0.0.0.0" if config.tls else "127.0.0.1")  # noqa: S104 -- asked for: phones of the network come
    own = None
    if config.tls:
        from assembly.local_certificate import certificate_for  # noqa: PLC0415 -- slow import

        own = certificate_for(config.data, urlsplit(config.public_url).hostname or "", clock.now())
    if config.https and not config.proxies and not config.tls:
        click.echo(_WITHOUT_PROXIES, err=True)
    expect_stop()
    with suppress(KeyboardInterrupt), data_of_its_own(config, port) as lock:
        check_port(host, port)
        _step(began, "Preparing the database")
        _migrate(alone=True)
        if config.demo and not _demo_is_loaded():
            _step(began, "Loading the demo data")
            click.get_current_context().invoke(demo)
        _step(began, "Starting")
        announcement = "\n".join(_announcement(config))
        db.session.rollback()
        db.engine.dispose()
        watch(
            {
                "children": serving.launched(host, port, own=own, worker=True),
                "inherited": lock.fileno(),
                "host": host,
                "port": port,
                "name": config.host,
                "authority": str(own.authority) if own else "",
                "announcement": announcement,
            }
        )


def _step(began: float, what: str) -> None:
    """Say what a start is doing, and after how many seconds."""
    click.echo(f"{time.monotonic() - began:4.1f} s  {what} …")


def _demo_is_loaded() -> bool:
    from assembly.demo import service  # noqa: PLC0415 -- slow import

    return service.is_loaded()


def _for_phones(config: Config) -> Iterator[str]:
    """The app of the doors for a phone in the same network, as a code in the terminal: two rows of it a line."""
    from assembly.badges.qr import matrix  # noqa: PLC0415 -- slow import
    from assembly.editions.queries.editions import current_edition  # noqa: PLC0415 -- slow import

    edition = current_edition()
    if edition is None:
        return
    app = address("door_app.app", edition=edition, lang=LANGUAGES[0])
    yield f"The app of the doors, for a phone in the same network: {app}"
    rows = [[False] * 2 + row + [False] * 2 for row in matrix(app)]
    empty = [False] * len(rows[0])
    rows = [empty, empty, *rows, empty, empty, empty]
    for upper, lower in zip(rows[::2], rows[1::2], strict=False):
        yield "".join("█▀▄ "[2 * up + low] for up, low in zip(upper, lower, strict=True))
    yield f"If the phone warns of the certificate: {address('door_app.trust', edition=edition, lang=LANGUAGES[0])}"


def _announcement(config: Config) -> Iterator[str]:
    yield f"Ready. Open {config.public_url}/"
    if config.demo:
        from assembly.demo.service import ACCOUNTS, is_over  # noqa: PLC0415 -- slow import

        yield f"Demo emails: {config.public_url}/en/demo/mails/"
        yield f"Demo accounts, for {config.public_url}/en/sign-in"
        for role, email, _name, passphrase in ACCOUNTS:
            yield f"  {role:<10} {email:<24} {passphrase}"
        if config.tls:
            yield from _for_phones(config)
        if is_over():
            yield "The last assembly in this data is over. To start a new demo: DATA=fresh make run"
