"""The app of the phones: one page that works without a network, with its manifest and its service worker.

Nothing on it is about anybody: the list comes encrypted, for a paired phone alone.
"""

import json
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, make_response, render_template, url_for

from assembly.addresses import address
from assembly.badges import qr
from assembly.checkin.rules import TRAINING
from assembly.i18n import _
from assembly.models import AdmitReason, Category, Edition, State, Told
from assembly.security import public
from assembly.web import CSP, HEADERS

SCANNER_CSP = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"The reader of codes is WebAssembly, and the two pages with a camera may run it."
SCRIPTS = (
    "rules",
    "fold",
    "vault",
    "store",
    "sync",
    "known",
    "covering",
    "view",
    "verdicts",
    "undo",
    "group",
    "walk_in",
    "camera",
    "app",
)
_FILES = (
    "vendor/scanner/barcode-detector.js",
    "vendor/scanner/zxing_reader.wasm",
    "vendor/fonts.css",
    "css/tokens.css",
    "css/base.css",
    "css/forms.css",
    "css/door.css",
    "img/icon.svg",
)
"What the app needs besides its scripts."
app_pages = Blueprint("door_app", __name__)


@app_pages.get("/<lang:lang>/checkin/<edition:edition>/app")
@public(cached=False)
def app(edition: Edition) -> Response:
    """The app itself; a phone that is not paired says so."""
    page = make_response(
        render_template(
            "checkin/phones/app.html",
            edition=edition,
            scripts=SCRIPTS,
            reasons=list(AdmitReason),
            own_certificate=current_app.config["ASSEMBLY"].tls,
            categories=list(Category),
            verdicts=list(Told),
            states=[one for one in State if one is not State.CONFIRMED],
        )
    )
    page.headers["Content-Security-Policy"] = SCANNER_CSP
    page.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


@app_pages.get("/<lang:lang>/checkin/<edition:edition>/app.webmanifest")
@public(cached=False)
def manifest(edition: Edition) -> Response:
    """What a phone needs to install the app."""
    start = url_for(".app", edition=edition)
    facts = {
        "name": _("Entrance, %(assembly)s", assembly=edition.name),
        "short_name": _("Entrance"),
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#0a1d4d",
        "theme_color": "#0a1d4d",
        "icons": [{"src": url_for("static", filename="img/door.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(facts, ensure_ascii=False), mimetype="application/manifest+json")


@app_pages.get("/<lang:lang>/checkin/<edition:edition>/guide")
@public(cached=False)
def guide(edition: Edition) -> str:
    """All a volunteer must know, on one page to print; it says nothing about anybody."""
    training = qr.svg(address("checkin.code", token=TRAINING), _("The code of the training badge"))
    return render_template("checkin/phones/guide.html", edition=edition, training=training)


@app_pages.get("/<lang:lang>/checkin/<edition:edition>/trust")
@public(cached=False)
def trust(edition: Edition) -> str:
    """How a phone comes to trust the certificate of this computer; there is none unless it was started with TLS=1."""
    _own_authority()
    return render_template("checkin/phones/trust.html", edition=edition)


@app_pages.get("/local-authority.crt")
@public(cached=False)
def authority() -> Response:
    """What a phone has to trust."""
    return Response(_own_authority(), mimetype="application/x-x509-ca-cert")


def _own_authority() -> bytes:
    from assembly.local_certificate import files_in  # noqa: PLC0415 -- slow import

    config = current_app.config["ASSEMBLY"]
    path = files_in(config.data).authority
    return path.read_bytes() if config.tls and path.exists() else abort(404)


@app_pages.get("/checkin-sw.js")
@public(cached=False)
def service_worker() -> Response:
    """The script that keeps the app on the phone. It changes when a file of the app does, and so does its cache."""
    asset = current_app.jinja_env.globals["asset"]
    files = [asset(name) for name in (*(f"js/door/{name}.js" for name in SCRIPTS), *_FILES)]  # type: ignore[operator]
    script = Path(current_app.static_folder or "", "js/door/service_worker.js").read_text(encoding="utf-8")
    return Response(f"const FILES = {json.dumps(files)};\n{script}", mimetype="text/javascript")
