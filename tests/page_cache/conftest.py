"""The demonstration behind a page cache, as `wsgi.py` puts it there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assembly.page_cache import PageCache


@pytest.fixture
def cached_app(own_app: Flask) -> Iterator[Flask]:
    """An application whose pages are cached; `cached_app.wsgi_app` is the cache."""
    own_app.test_client_class = (
        FlaskClient  # the inspector reads pages by their template, which answers from memory lack
    )
    cache = PageCache(own_app, own_app.wsgi_app)
    own_app.wsgi_app = cache  # type: ignore[assignment,method-assign]
    yield own_app
    cache.versions.close()
