"""Where the own pages stand."""

from flask import Blueprint

own = Blueprint("own", __name__, url_prefix="/<lang:lang>")
