"""How commands speak: UTF-8 on every terminal, and failures in single lines."""

from __future__ import annotations

import sys
from typing import Any


class Failure(Exception):
    """A command cannot go on: what to say on stderr, line by line, and the code to exit with."""

    def __init__(self, *lines: str, code: int = 2) -> None:
        self.lines, self.code = [" ".join(line.splitlines()) for line in lines], code
        super().__init__(*lines)


def write(text: str, to: Any = None) -> None:
    """Print in UTF-8 whatever the terminal's own encoding, and replace what even that cannot hold."""
    stream = to or sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    stream.write(text)
    stream.flush()


def complain(*lines: str) -> None:
    """Print lines on stderr."""
    write("".join(f"{line}\n" for line in lines), sys.stderr)
