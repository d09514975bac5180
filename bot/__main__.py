"""The entrance: `python -m bot COMMAND`, which is `hindsight COMMAND` once installed.

Exit codes: 0 well, 1 problems found, 2 wrong usage. Errors go to stderr, one line each, never as a traceback.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import sys
from collections.abc import Iterator

from bot.cli.loading import loading
from bot.cli.output import Failure, complain, hush


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        with _said():
            return _run(arguments)
    except Failure as failure:
        complain(*failure.lines)
        return failure.code
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        return 0
    except OSError as error:  # such as a folder nobody may read, or a full disk
        complain(str(error))
        return 2
    except KeyboardInterrupt:
        return 130  # what shells say of a command that Ctrl-C ended


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """See to it that what was said, also by --help, has left before Python ends: it would complain on its own."""
    try:
        yield
    finally:
        try:
            if sys.stdout:
                sys.stdout.flush()
        except OSError:
            hush(sys.stdout)
            raise


def _run(arguments: list[str] | None) -> int:
    with loading():  # here, so that Ctrl-C may come meanwhile
        from bot import settings
        from bot.cli.arguments import parser
        from bot.state import StateError

        asked = parser().parse_args(arguments)
        room, _, name = asked.does.partition(".")
        command = getattr(importlib.import_module(f"bot.cli.{room}"), name)  # no command loads what others need
    try:
        chosen = settings.load()
    except settings.InvalidSettings as invalid:
        raise Failure(*invalid.lines) from None
    try:
        code: int = command(chosen, asked, lambda: dt.datetime.now(dt.UTC))
    except StateError as error:  # such as one that another program has locked
        where = "BOT_DATABASE_URL" if chosen.database_url else "BOT_DATA"
        raise Failure(f"{where}: the state cannot be read or written: {error}") from None
    return code


if __name__ == "__main__":
    sys.exit(main())
