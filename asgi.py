"""What `serve` runs: `granian --interface asginl asgi:app`. Any other server takes `wsgi:app`."""

from assembly.asgi import Bridge
from assembly.web import headers_for, longest_body
from wsgi import app as pages

_config = pages.config["ASSEMBLY"]
app = Bridge(pages, longest_body=longest_body(pages), folder=_config.data, headers=headers_for(_config))
