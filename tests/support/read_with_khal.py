"""Reads calendar files with khal, one for each line of input, and prints the events of each on a line, in UTC."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import sys

from khal.controllers import print_ics
from khal.settings import get_config


def main(settings: str) -> None:
    """Answer until the input ends; `settings` is the path of khal's settings."""
    config = get_config(settings)
    for line in sys.stdin:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            print_ics(config, "calendar", base64.b64decode(line), "{start-long} {end-long} {title}")
        sys.stdout.write(json.dumps(said.getvalue().splitlines()[1:]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
