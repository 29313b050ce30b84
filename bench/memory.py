"""How much memory the server takes at rest and while it reads the largest workbooks: `python bench/memory.py`.

In MiB of PSS, which counts what processes share once. Eight workbooks at once, of six million empty cells each.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
import time
import zipfile
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # as pytest does

from databases import Databases  # noqa: E402
from load import Visitor  # noqa: E402
from server import running  # noqa: E402

IMPORT = "/en/manage/2027/people/import"
CELLS = 6_000_000
AT_ONCE = 8


def workbook() -> bytes:
    """Empty cells alone: little to send, much to read."""
    plain, swollen = BytesIO(), BytesIO()
    book = Workbook()
    book.active.append(["given name", "family name"])
    book.save(plain)
    with zipfile.ZipFile(plain) as sound, zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sound.infolist():
            body = sound.read(part)
            if part.filename.endswith("sheet1.xml"):
                body = body.replace(b"</row></sheetData>", b"<c/>" * CELLS + b"</row></sheetData>")
            archive.writestr(part.filename, body)
    return swollen.getvalue()


def upload(visitor: Visitor, content: bytes) -> int:
    """Send the workbook; the status of the answer."""
    field = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = field % (b"csrf_token", b"", visitor.token.encode())
    body += field % (b"file", b'; filename="people.xlsx"', content) + b"--x--\r\n"
    connection = HTTPConnection("127.0.0.1", visitor.port, timeout=120)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": cookies}
    connection.request("POST", IMPORT, body, headers)
    return connection.getresponse().status


def memory(group: int) -> list[float]:
    """The PSS of each process of this group, the largest last."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                found.append(int(re.findall(r"^Pss: +(\d+)", (folder / "smaps_rollup").read_text(), re.M)[0]) / 1024)
        except (OSError, IndexError):
            continue  # it has ended meanwhile
    return sorted(found)


def main() -> None:
    """Measure at rest, then while the workbooks are read."""
    with Databases("sqlite").fresh(Path(tempfile.mkdtemp()), with_demo=True) as config, running(config) as server:
        time.sleep(5)
        rest = memory(server.process.pid)
        print(f"at rest: {sum(rest):.0f} MiB in {len(rest)} processes, the largest {rest[-1]:.0f}")
        visitor = Visitor(server.port)
        visitor.get("/en/sign-in")
        visitor.post("/en/sign-in", {"email": "organiser@example.org", "passphrase": "the mayors are coming"})
        page = visitor.get(IMPORT)
        assert page.status == 200, page.status
        content, statuses = workbook(), []
        threads = [
            threading.Thread(target=lambda: statuses.append(upload(visitor, content)), daemon=True)
            for _number in range(AT_ONCE)
        ]
        for thread in threads:
            thread.start()
        seen = [rest]
        while any(thread.is_alive() for thread in threads):
            seen.append(memory(server.process.pid))
            time.sleep(0.05)
        print(f"{AT_ONCE} workbooks of {len(content) // 1000} kB: answers {sorted(statuses)}")
        print(f"at most: {max(map(sum, seen)):.0f} MiB, the largest process {max(each[-1] for each in seen):.0f}")


if __name__ == "__main__":
    main()
