"""Whoever is slow keeps nobody else waiting, without a proxy in front."""

from __future__ import annotations

from server import running
from slow_visitors import share, slow_visitors, times_of_pages

from config import Config

LONG = b"/en/2027/register"


def test_pages_answer_beside_slow_visitors(demo: Config, full_scale: bool) -> None:
    """More slow senders than the server has threads, and as many slow readers; on a busy machine pages that take
    longer without them may take as much longer beside them."""
    size, seconds = (50, 60) if full_scale else (12, 1.5)
    with running(demo, alone=True) as server:
        times_of_pages(server.port, 2)  # each process draws its first pages slowly
        usual = times_of_pages(server.port, seconds)
        with slow_visitors(server.port, size, size, LONG):
            spans = times_of_pages(server.port, seconds)
    assert share(spans, 0.95) < max(0.5, 2 * share(usual, 0.95))
    assert share(spans, 0.99) < max(1.0, 2 * share(usual, 0.99))
