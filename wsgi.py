"""What servers import: `wsgi:app` for any WSGI server, `wsgi:bridge` for `serve` (`assembly/serving.py`)."""

import atexit
import gc
import sys
from multiprocessing.util import Finalize, register_after_fork

gc.disable()  # what is made at the start stays: looking for garbage in it takes a fifth of the start

from assembly import create_app  # noqa: E402
from assembly.asgi import Bridge  # noqa: E402
from assembly.page_cache import PageCache  # noqa: E402
from assembly.page_cache.counts import Counts  # noqa: E402
from assembly.web import headers_for, longest_body  # noqa: E402


def _write_at_end(counts: Counts) -> None:
    """The processes of `serve` are forks, which run nothing of atexit."""
    Finalize(None, counts.write, exitpriority=1)


app = create_app()
cache = PageCache(app, app.wsgi_app)
app.wsgi_app = cache  # type: ignore[assignment,method-assign]
atexit.register(cache.counts.write)  # of any other server
register_after_fork(cache.counts, _write_at_end)
_config = app.config["ASSEMBLY"]
bridge = Bridge(
    app.wsgi_app, cache=cache, longest_body=longest_body(app), folder=_config.data, headers=headers_for(_config)
)
sys.setswitchinterval(0.001)  # seconds: who writes waits so long for a thread that computes, each time the disk is done
gc.freeze()
gc.enable()
