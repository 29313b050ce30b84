"""The film of the demonstration, served from our own site."""

import secrets
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, send_file

from assembly.demo.film.drawing import Scene, drawn
from assembly.security import demo_only

films = Blueprint("films", __name__, url_prefix="/demo/films")
SCENES = {
    "keynote-en": (
        Scene(0, "A film for the demonstration"),
        Scene(40, "Why cities and regions meet"),
        Scene(80, "And next?"),
    ),
    "keynote-fr": (Scene(0, "Un film de démonstration"), Scene(40, "Pourquoi se réunir"), Scene(80, "Et ensuite ?")),
    "debate-en": (
        Scene(0, "Opening of the debate"),
        Scene(30, "Words of the Mayor of Oulu"),
        Scene(60, "About this film"),
    ),
    "debate-fr": (
        Scene(0, "Ouverture du débat"),
        Scene(30, "Paroles du maire d’Oulu"),
        Scene(60, "À propos de ce film"),
    ),
    "signing-en": (Scene(0, "Four new signatories"), Scene(80, "Family picture")),
    "signing-fr": (Scene(0, "Quatre nouveaux signataires"), Scene(80, "Photo de famille")),
}
"By name; the times are those of the chapters in `demo/data/2023/recordings.csv`."


@films.get("/<name>.webm")
@demo_only
def one(name: str) -> Response:
    """Draw it the first time it is asked for; players ask for parts of it."""
    scenes = SCENES.get(name) or abort(404)
    path = current_app.config["ASSEMBLY"].data / "films" / f"{name}.webm"
    if not path.exists():
        _keep(path, drawn(scenes))
    return send_file(path, mimetype="video/webm", conditional=True, max_age=3600)


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all, however many ask at once."""
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_name(f".{secrets.token_hex(8)}")
    fresh.write_bytes(content)
    fresh.replace(path)
