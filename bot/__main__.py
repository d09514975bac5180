"""The entrance: `python -m bot COMMAND`, which is `hindsight COMMAND` once installed.

Exit codes: 0 well, 1 problems found, 2 wrong usage. Errors go to stderr, one line each, never as a traceback.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import sys

from bot import settings
from bot.terminal.arguments import parser
from bot.terminal.output import Failure, complain


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        return _run(arguments)
    except Failure as failure:
        complain(*failure.lines)
        return failure.code
    except settings.InvalidSettings as invalid:
        complain(*invalid.lines)
        return 2
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's last flush finds a reader
        return 0
    except OSError as error:  # such as a folder nobody may read, or a full disk
        complain(str(error))
        return 2
    except KeyboardInterrupt:
        return 130  # what shells say of a command that Ctrl-C ended


def _run(arguments: list[str] | None) -> int:
    asked = parser().parse_args(arguments)
    room, _, name = asked.does.partition(".")
    command = getattr(importlib.import_module(f"bot.terminal.{room}"), name)  # no command loads what others need
    code: int = command(settings.load(), asked, lambda: dt.datetime.now(dt.UTC))
    return code


if __name__ == "__main__":
    sys.exit(main())
