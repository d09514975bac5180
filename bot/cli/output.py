"""Output of commands: UTF-8 on every terminal, and each failure on one line."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any


class Failure(Exception):
    """A command cannot go on: what to say on stderr, line by line, and the code to exit with."""

    def __init__(self, *lines: str, code: int = 2) -> None:
        self.lines, self.code = [" ".join(line.splitlines()) for line in lines], code
        super().__init__(*lines)


def write(text: str, to: Any = None) -> None:
    """Print in UTF-8 whatever the terminal's own encoding, and replace what even that cannot hold; raises OSError.

    What nobody hears any more, on stderr or where there is no output at all, is not said.
    """
    stream = to or sys.stdout
    if stream is None:  # it was closed before we began
        return
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        hush(stream)
        if stream is not sys.stderr:
            raise


def complain(*lines: str) -> None:
    """Print lines on stderr."""
    if sys.stderr:
        write("".join(f"{line}\n" for line in lines), sys.stderr)


def hush(stream: Any) -> None:
    """Let all that is still to be said on a stream go nowhere, so that Python does not try again at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
