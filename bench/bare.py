"""The least an answer can cost on this server: `hello` by Flask through the same bridge, for the table's limits."""

from pathlib import Path
from tempfile import gettempdir

from flask import Flask

from assembly.asgi import Bridge

app = Flask(__name__)


@app.get("/hello")
def hello() -> str:
    """Answer with one word."""
    return "hello"


bridge = Bridge(app, longest_body=1, folder=Path(gettempdir()), headers={})
