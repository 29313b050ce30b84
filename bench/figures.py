"""One line of the table, and the browser that the parts of the bench share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.client import HTTPConnection

NAME = "bench.example"
FORM = "application/x-www-form-urlencoded"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Figure:
    """One line of the table; `limit` is measured in the same run, `unit` says which way is better by its form."""

    name: str
    value: float
    unit: str
    p99: float | None = None
    limit: float | None = None
    note: str = ""


class Browser:
    """Keeps its connection, its cookie and the token of the last form."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = self.token = ""

    def ask(self, method: str, path: str, body: str | None = None, kind: str = FORM, **more: str) -> tuple[int, str]:
        """Status and text of an answer."""
        headers = {"Host": NAME, "Cookie": self.cookie} | more
        if body is not None:
            headers["Content-Type"] = kind
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookie = cookie.partition(";")[0]
        self.token = (_TOKEN.findall(text) or [self.token])[0]
        return answer.status, text

    def get(self, path: str) -> str:
        """The text of a page. Raises RuntimeError for anything else."""
        status, text = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}: {text[:500]}")
        return text


def at_99(spans: list[float]) -> float:
    """The 99th percentile."""
    return sorted(spans)[int(len(spans) * 0.99)]
