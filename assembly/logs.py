"""Structured logs: one JSON line an event, with the request's id and without any personal data.

Addresses may carry tokens, so the line names the route, never the path; it holds no user agent and no IP address.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request


def init_app(app: Flask) -> None:
    """Write one line a request and turn the log of every library into the same shape."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )
    logging.getLogger().setLevel(logging.WARNING)
    app.logger.handlers = [logging.NullHandler()]
    app.logger.propagate = False

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(6)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _line(response: Response) -> Response:
        if request.endpoint != "static":
            structlog.get_logger().info(
                "request",
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
            )
        return response


def request_id() -> str:
    """The number a person can read to us from an error page, and we find in the log."""
    return str(g.get("request_id", "-"))
