"""Where the own pages stand."""

from flask import Blueprint

own = Blueprint("own", __name__, url_prefix="/<lang:lang>")


office = Blueprint("people", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>")
