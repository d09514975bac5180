"""The program, which kills itself at a moment of its work on what is brought: `python -m tests.support.mortal MOMENT`.

Nothing else of it is changed. With `never` it hands over nothing, so that whoever runs it can kill it between the 200
and the answer.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

from bot import __main__
from bot.channels.telegram.kept import Kept
from bot.state.sql.received import ReceivedRows
from bot.state.sqlite.store import Store


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(method: Callable[..., Any]) -> Callable[..., Any]:
    def dying(*args: Any, **named: Any) -> Any:
        die()
        return method(*args, **named)

    return dying


def _after(method: Callable[..., Any]) -> Callable[..., Any]:
    async def dying(*args: Any, **named: Any) -> Any:
        found = await method(*args, **named)
        die()
        return found

    return dying


async def _never(self: Kept, *_: Any) -> None:
    await asyncio.Event().wait()


MOMENTS: Final[dict[str, Callable[[], None]]] = {
    "before it is kept": lambda: setattr(ReceivedRows, "keep", _before(ReceivedRows.keep)),
    "before the 200": lambda: setattr(ReceivedRows, "keep", _after(ReceivedRows.keep)),
    "never": lambda: setattr(Kept, "hand_over", _never),
    "before it is changed": lambda: setattr(Store, "apply", _before(Store.apply)),
    "before it is handled": lambda: setattr(ReceivedRows, "done", _before(ReceivedRows.done)),
    "once it is handled": lambda: setattr(ReceivedRows, "done", _after(ReceivedRows.done)),
}


if __name__ == "__main__":
    MOMENTS[sys.argv[1]]()
    sys.exit(__main__.main(["run"]))
